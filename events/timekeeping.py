"""Whether the time a transaction starts at can be believed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from houqin.events.errors import ClockBehind, ClockJumped
from houqin.events.instants import DAY, MINUTE, SECOND

if TYPE_CHECKING:
    from houqin.events.clock import Clock

BEHIND = 5 * MINUTE
AHEAD = DAY


class Timekeeping:
    """Refuses a clock set back, and asks about one set a day ahead.

    A day without events is no jump to a process that lived through it: the time it
    last saw goes on with the machine's monotonic clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._stepping = clock.stepping
        self._confirmed = False
        self._seen: tuple[int, float] | None = None

    def confirm(self) -> None:
        """Let the next check pass whatever lies ahead."""
        self._confirmed = True

    def check(self, now: int, last: int) -> None:
        """Compare the time now with the last event's; zero: there is none yet."""
        if now < last - BEHIND:
            raise ClockBehind(now, last)
        if not self._stepping and last:
            self._check_ahead(now, last)
        self._confirmed = False
        self._seen = now, time.monotonic()

    def _check_ahead(self, now: int, last: int) -> None:
        known = last
        if self._seen is not None:
            wall, monotonic = self._seen
            elapsed = int((time.monotonic() - monotonic) * SECOND)
            known = max(last, wall + elapsed)
        if now > known + AHEAD and not self._confirmed:
            raise ClockJumped(now, known)
