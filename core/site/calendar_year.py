"""One year of the calendar as a page lays it out."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.model.calendar import (
    Calendar,
    CalendarRecord,
    DayKind,
    days_between,
    runs,
    stream_of,
)
from houqin.core.schema.errors import RecordMissing
from houqin.core.site.calendar import bundled

if TYPE_CHECKING:
    from houqin.core.site.history import Step
    from houqin.core.site.reader import Reader

_WEEKEND = 5


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month's table; ``mark`` is 休 or 班 where it needs saying."""

    number: int
    css: str
    mark: str
    title: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month, Monday first; nothing where a week begins or ends outside it."""

    number: int
    working: int
    weeks: list[list[DayCell | None]]


@dataclass(frozen=True, slots=True)
class Run:
    """Days off next to one another."""

    name: str
    first: date
    last: date
    days: int


def months(known: Calendar, year: int, today: date) -> list[Month]:
    """The twelve months."""
    return [_month(known, year, number, today) for number in range(1, 13)]


def _month(known: Calendar, year: int, number: int, today: date) -> Month:
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Month(
        number,
        known.working_days(date(year, number, 1), last),
        [
            [_cell(known, day, today) if day.month == number else None for day in week]
            for week in weeks
        ],
    )


def _cell(known: Calendar, day: date, today: date) -> DayCell:
    kind = known.kind(day)
    weekend = "weekend" if day.weekday() >= _WEEKEND else ""
    css = " ".join(
        name
        for name in (kind.value if kind else weekend, "today" if day == today else "")
        if name
    )
    mark = "" if kind is None else "班" if kind is DayKind.MAKEUP else "休"
    return DayCell(day.day, css, mark, known.name(day))


def holidays(known: Calendar, year: int) -> list[Run]:
    """The year's named days off, those next to one another as one."""
    named = [
        (day, known.name(day))
        for day in days_between(date(year, 1, 1), date(year, 12, 31))
        if known.is_holiday(day)
    ]
    return [
        Run(name, first, last, (last - first).days + 1)
        for name, first, last in runs(named)
    ]


def makeup_days(known: Calendar, year: int) -> list[date]:
    """The year's worked weekends."""
    every = days_between(date(year, 1, 1), date(year, 12, 31))
    return [day for day in every if known.kind(day) is DayKind.MAKEUP]


def starting_values(reader: Reader, year: int) -> dict[str, Any]:
    """What the form of a year starts with: as set, as the program knows it, empty."""
    given = _last_set(reader, year)
    if given is None:
        return bundled(year) or {}
    return {
        "source": given["source"],
        "holidays": _periods(given["holidays"]),
        "makeup": [{"day": day} for day in given["makeup"]],
        "regional": _periods(given["regional"]),
    }


def _last_set(reader: Reader, year: int) -> dict[str, Any] | None:
    try:
        effective = reader.effective(stream_of(reader.site.id, year))
    except RecordMissing:
        return None
    last = effective.events[-1]
    return last.payload if last.version > 1 else None


def _periods(days: list[dict[str, str]]) -> list[dict[str, str]]:
    found = runs((date.fromisoformat(d["day"]), d["name"]) for d in days)
    return [
        {"name": name, "first": first.isoformat()}
        | ({"last": last.isoformat()} if last > first else {})
        for name, first, last in found
    ]


def settings_of(reader: Reader, year: int) -> list[Step]:
    """Who set the year when, the newest first."""
    try:
        steps = reader.history(stream_of(reader.site.id, year))
    except RecordMissing:
        return []
    title = CalendarRecord.YearSet.title
    return [step for step in reversed(steps) if step.title == title]
