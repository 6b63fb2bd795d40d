"""A piece of scheduled work as a plugin declares it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

HOURLY, DAILY, MONTHLY = "hourly", "daily", "monthly"
_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class Tick:
    """One piece of scheduled work.

    :param name: ``<plugin>.<tick>``, for ever.
    :param every: ``hourly``, ``daily`` or ``monthly``; the latter two by the site's
        local days, so that what is monthly is done when a month has ended.
    :param do: does it, given the site; what it raises is written down, and it is tried
        again an hour later.
    """

    name: str
    title: str
    every: str
    do: Callable[[Any], object]

    def due(self, done: int, now: int, zone: ZoneInfo) -> bool:
        """Whether its time has come since it was done."""
        if self.every == HOURLY:
            return now - done >= _HOUR
        before, today = local_day(done, zone), local_day(now, zone)
        if self.every == DAILY:
            return before != today
        return (before.year, before.month) != (today.year, today.month)
