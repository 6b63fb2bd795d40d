"""设定工作日历: the days of a year as the notice of the State Council lists them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.calendar import (
    CalendarRecord,
    days_between,
    stream_of,
)
from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, RecordMissing
from houqin.core.schema.fields import Day, Line
from houqin.core.schema.form import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from houqin.core.model.context import Context

FIRST_YEAR, LAST_YEAR = 1990, 2100
_SATURDAY = 5
#: New Year's holiday may begin in December; nothing reaches further.
_BEYOND = timedelta(days=10)
#: Longer than any holiday there is; more is a slip of the pen.
_LONGEST = 15
_WEEKDAYS = "一二三四五六日"


class Period(Form):
    """A holiday from one day to another."""

    name: Annotated[Line, Field(title="名称")]
    first: Annotated[Day, Field(title="起")]
    last: Annotated[Day, Field(title="止")] | None = None


class MakeupDay(Form):
    """A Saturday or Sunday that is worked."""

    day: Annotated[Day, Field(title="日期")]


class SetCalendar(Form):
    """按国务院办公厅和本地的放假通知登记全年；重新设定时以最后一次为准。"""

    year: Annotated[int, types.integer()] = Field(
        title="年度", ge=FIRST_YEAR, le=LAST_YEAR
    )
    source: Annotated[Line, Field(title="文号")]
    holidays: Annotated[list[Period], Field(title="节假日", max_length=30)] = []  # noqa: RUF012 - pydantic copies it
    makeup: Annotated[list[MakeupDay], Field(title="调休上班", max_length=30)] = []  # noqa: RUF012 - as above
    regional: Annotated[list[Period], Field(title="地方假日", max_length=30)] = []  # noqa: RUF012 - as above


class _Days:
    """The days of a form, each once, with everything that is wrong with them."""

    def __init__(self, year: int) -> None:
        self.errors: dict[str, str] = {}
        self._first = date(year, 1, 1) - _BEYOND
        self._last = date(year, 12, 31) + _BEYOND
        self._year = year
        self._taken: set[date] = set()

    def take(self, day: date, field: str) -> bool:
        """Whether the day is in the year and nobody named it before."""
        if not self._first <= day <= self._last:
            self.errors[field] = f"{day}不在{self._year}年"
        elif day in self._taken:
            self.errors[field] = f"{day}重复"
        self._taken.add(day)
        return field not in self.errors

    def periods(
        self, name: str, periods: Sequence[Period]
    ) -> Iterator[tuple[date, str]]:
        """Every day of each period, with its name."""
        for number, period in enumerate(periods):
            last, field = period.last or period.first, f"{name}.{number}.last"
            if last < period.first:
                self.errors[field] = "止日早于起日"
            elif (last - period.first).days >= _LONGEST:
                self.errors[field] = f"一次放假不超过{_LONGEST}天，请核对"
            else:
                for day in days_between(period.first, last):
                    if self.take(day, f"{name}.{number}.first"):
                        yield day, period.name

    def worked(self, makeup: Sequence[MakeupDay]) -> Iterator[date]:
        """Every make-up day, which must be a weekend."""
        for number, each in enumerate(makeup):
            field = f"makeup.{number}.day"
            if self.take(each.day, field):
                if each.day.weekday() < _SATURDAY:
                    weekday = _WEEKDAYS[each.day.weekday()]
                    self.errors[field] = f"{each.day}是星期{weekday}，本来就上班"
                yield each.day


@command("core.set_calendar", "设定工作日历", permission=CorePermission.CONFIGURE)
def set_calendar(context: Context, form: SetCalendar) -> None:
    """Replace what is known of the year."""
    days = _Days(form.year)
    given: dict[str, Any] = {
        "holidays": _named(days.periods("holidays", form.holidays)),
        "regional": _named(days.periods("regional", form.regional)),
        "makeup": sorted(day.isoformat() for day in days.worked(form.makeup)),
    }
    if days.errors:
        raise FormErrors(days.errors)
    record = _record(context, form.year)
    record.record(CalendarRecord.YearSet, year=form.year, source=form.source, **given)


def _named(days: Iterator[tuple[date, str]]) -> list[dict[str, str]]:
    return [{"day": day.isoformat(), "name": name} for day, name in sorted(days)]


def _record(context: Context, year: int) -> CalendarRecord:
    stream = stream_of(context.services.site, year)
    try:
        return context.load(CalendarRecord, stream)
    except RecordMissing:
        opened = CalendarRecord.Opened
        return context.create(CalendarRecord, opened, id=stream, name=f"{year}年")
