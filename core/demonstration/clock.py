"""Instants of the county's clock, and its days of work.

Instants are microseconds UTC as everywhere; the county lives eight hours ahead and
knows no summer time, so that a day and a minute give an instant by arithmetic.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
YEAR = 2023
FIRST_DAY = date(YEAR, 1, 1)
LAST_DAY = date(YEAR, 12, 31)
_SATURDAY = 5
_EPOCH = date(1970, 1, 1).toordinal()
_AHEAD = 8 * HOUR


def at(day: date, minute: int, second: int = 0) -> int:
    """Give the instant of this minute of the local day."""
    midnight = (day.toordinal() - _EPOCH) * DAY - _AHEAD
    return midnight + minute * MINUTE + second * SECOND


def day_of(instant: int) -> date:
    """Give the local day an instant lies in."""
    return date.fromordinal(_EPOCH + (instant + _AHEAD) // DAY)


def minute_of(instant: int) -> int:
    """Give the minute of its local day."""
    return (instant + _AHEAD) % DAY // MINUTE


def to_minute(instant: int) -> int:
    """Cut an instant to its minute, as people write it down."""
    return instant - instant % MINUTE


def text(instant: int) -> str:
    """RFC 3339 with six digits and Z."""
    whole, micros = divmod(instant, SECOND)
    return f"{datetime.fromtimestamp(whole, UTC):%Y-%m-%dT%H:%M:%S}.{micros:06d}Z"


def days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(offset)


class Workdays:
    """Which days of the year are worked: holidays and make-up days are facts."""

    def __init__(
        self, holidays: Collection[date], make_up_days: Collection[date]
    ) -> None:
        self._holidays = frozenset(holidays)
        self._make_up_days = frozenset(make_up_days)

    def __contains__(self, day: date) -> bool:
        if day in self._make_up_days:
            return True
        return day.weekday() < _SATURDAY and day not in self._holidays

    def makes_up(self, day: date) -> bool:
        return day in self._make_up_days

    def next_after(self, day: date) -> date:
        later = day + timedelta(1)
        while later not in self:
            later += timedelta(1)
        return later
