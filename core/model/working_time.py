"""Working time: the hours of an office on the working days of its calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Protocol

from houqin.core.projection.horizon import local_day
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

#: From and to, local; seven hours make a working day.
OFFICE_HOURS = ((time(8), time(12)), (time(15), time(18)))
HOURS_A_DAY = 7

HOUR = 3600 * 1_000_000
SATURDAY = 5
#: A calendar without any working day for so long answers nothing more.
_MOST_DAYS = 400


class Calendar(Protocol):
    """Which days people work on."""

    def is_working(self, day: date) -> bool:
        """Whether the office works on that day."""
        ...


class Weekdays:
    """Monday to Friday, where nobody has entered holidays."""

    def is_working(self, day: date) -> bool:
        """Whether it is no weekend."""
        return day.weekday() < SATURDAY


class WorkingTime:
    """Counts instants (microseconds UTC) in the office hours of a calendar."""

    def __init__(self, calendar: Calendar, zone: ZoneInfo) -> None:
        self._calendar = calendar
        self._zone = zone

    def after(self, start: int, hours: int) -> int:
        """The instant at which ``hours`` of working time have gone by."""
        left, end = hours * HOUR, start
        for begin, end in self._spans(start):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        return end + left

    def between(self, start: int, end: int) -> int:
        """The working time from one instant to another, in microseconds."""
        total = 0
        for begin, until in self._spans(start):
            if begin >= end:
                break
            total += min(until, end) - begin
        return total

    def _spans(self, start: int) -> Iterator[tuple[int, int]]:
        """What is left of today's hours, then those of the days that follow."""
        first = local_day(start, self._zone)
        for day in (first + timedelta(days=n) for n in range(_MOST_DAYS)):
            if self._calendar.is_working(day):
                for opens, closes in OFFICE_HOURS:
                    begin, end = self._instant(day, opens), self._instant(day, closes)
                    if end > start:
                        yield max(begin, start), end

    def _instant(self, day: date, clock: time) -> int:
        return from_datetime(datetime.combine(day, clock, self._zone))
