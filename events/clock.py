"""Where a log takes its time from."""

from __future__ import annotations

import time
from typing import ClassVar, Protocol

from houqin.events.instants import to_text


class Clock(Protocol):
    """Gives the instant an event is recorded at."""

    stepping: ClassVar[bool]
    """Whether the time is declared rather than measured (a demonstration)."""

    def now(self) -> int:
        """Return microseconds UTC."""


class SystemClock:
    """The wall clock; on PostgreSQL the log asks the server's instead."""

    stepping: ClassVar[bool] = False

    def now(self) -> int:
        """Return microseconds UTC."""
        return time.time_ns() // 1000


class SteppingClock:
    """Stands still until it is stepped, and only steps forward."""

    stepping: ClassVar[bool] = True

    def __init__(self, now: int) -> None:
        """Stand at `now`."""
        self._now = now

    def now(self) -> int:
        """Return microseconds UTC."""
        return self._now

    def step(self, to: int) -> None:
        """Move forward to an instant; an earlier one is a ValueError."""
        if to < self._now:
            msg = f"cannot step back from {to_text(self._now)} to {to_text(to)}"
            raise ValueError(msg)
        self._now = to


class RunningClock:
    """Runs with the wall clock from a declared instant on."""

    stepping: ClassVar[bool] = True

    def __init__(self, at: int, since_wall: int) -> None:
        """Show `at` when the wall clock showed `since_wall`."""
        self._offset = at - since_wall
        self._wall = SystemClock()

    def now(self) -> int:
        """Return microseconds UTC."""
        return self._wall.now() + self._offset
