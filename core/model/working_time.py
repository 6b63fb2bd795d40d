"""Working time: the hours of an office on the working days of its calendar."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from houqin.core.projection.horizon import local_day
from houqin.events.instants import from_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

#: From and to, local, where an office has set nothing else.
OFFICE_HOURS = "08:00-12:00、15:00-18:00"
#: Up to four spans, as an administrator types them.
HOURS_PATTERN = r"^\d\d:\d\d-\d\d:\d\d(、\d\d:\d\d-\d\d:\d\d){0,3}$"

#: What is open on one day, in order.
Spans = tuple[tuple[time, time], ...]

HOUR = 3600 * 1_000_000
SATURDAY = 5
#: A calendar without any working day for so long answers nothing more.
_MOST_DAYS = 400


@cache
def spans_of(text: str) -> Spans:
    """Read office hours.

    :raises ValueError: when a span ends before it begins, or before the one in front.
    """
    clocks = [time.fromisoformat(clock) for clock in re.split("[-、]", text)]
    if any(later <= earlier for earlier, later in pairwise(clocks)):
        message = f"办公时间“{text}”先后不对"
        raise ValueError(message)
    return tuple(zip(clocks[::2], clocks[1::2], strict=True))


def require_spans(text: str) -> str:
    """The text, if office hours can be read from it.

    :raises ValueError: when not.
    """
    spans_of(text)
    return text


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
    """Counts instants (microseconds UTC) in the office hours of a calendar.

    :param hours: the office hours in force on a day, as an administrator types them.
    """

    def __init__(
        self,
        calendar: Calendar,
        zone: ZoneInfo,
        hours: Callable[[date], str] = lambda _day: OFFICE_HOURS,
    ) -> None:
        self._calendar = calendar
        self._zone = zone
        self._hours = hours

    def after(self, start: int, hours: int, days: int = 0) -> int:
        """The instant at which so much working time has gone by.

        :param days: each as long as the office is open on the day it begins with.
        """
        left = hours * HOUR + days * self._open_on(local_day(start, self._zone))
        end = start
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
                for opens, closes in spans_of(self._hours(day)):
                    begin, end = self._instant(day, opens), self._instant(day, closes)
                    if end > start:
                        yield max(begin, start), end

    def _open_on(self, day: date) -> int:
        spans = spans_of(self._hours(day))
        return sum(self._instant(day, c) - self._instant(day, o) for o, c in spans)

    def _instant(self, day: date, clock: time) -> int:
        return from_datetime(datetime.combine(day, clock, self._zone))
