"""How many trips leave on each day, month totals and special duties kept exactly."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import FIRST_DAY, LAST_DAY, days
from houqin.core.demonstration.spread import apportion, evenly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .county import County, Duty

BY_WEEKDAY = (23, 21, 21, 20, 17)
ON_MAKE_UP_DAY = 14


def duty_days(county: County, duty: Duty) -> dict[date, int]:
    """Spread a special duty's trips: every working day, some days off."""
    span = list(days(duty.first, duty.last))
    worked = [day for day in span if day in county.workdays]
    off = [day for day in span if day not in county.workdays]
    off = evenly(off, duty.days_off) if duty.days_off else []
    each = duty.trips // (len(worked) + len(off))
    rest = apportion(duty.trips - each * len(off), [1] * len(worked))
    return dict.fromkeys(off, each) | dict(zip(worked, rest, strict=True))


def ordinary_days(county: County) -> dict[date, int]:
    """Count the trips of no special duty that leave on each day."""
    months = _months(county)
    special = Counter[date]()
    for duty in county.duties:
        special.update(duty_days(county, duty))
    off = [[day for day in month if day not in county.workdays] for month in months]
    worked = [[day for day in month if day in county.workdays] for month in months]
    totals = county.trips_by_month
    weights = [total * len(idle) for total, idle in zip(totals, off, strict=True)]
    on_days_off = apportion(county.trips_on_days_off, weights)
    allotted: dict[date, int] = {}
    for month, (total, idle) in enumerate(zip(totals, on_days_off, strict=True)):
        rest = idle - sum(special[day] for day in off[month])
        allotted |= _share(rest, off[month], [1] * len(off[month]))
        rest = total - idle - sum(special[day] for day in worked[month])
        weights = [_weight(county, day) for day in worked[month]]
        allotted |= _share(rest, worked[month], weights)
    return allotted


def _months(county: County) -> list[list[date]]:
    months: list[list[date]] = [[] for _ in range(12)]
    for day in days(FIRST_DAY, LAST_DAY):
        if day >= county.first_trip_day:
            months[day.month - 1].append(day)
    return months


def _weight(county: County, day: date) -> int:
    if county.workdays.makes_up(day):
        return ON_MAKE_UP_DAY
    return BY_WEEKDAY[day.weekday()]


def _share(total: int, among: list[date], weights: Sequence[int]) -> dict[date, int]:
    return dict(zip(among, apportion(total, weights), strict=True))
