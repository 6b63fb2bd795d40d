"""工作日历: holidays, make-up days and regional days, as the office was told of them.

One record a year, ``core.Calendar``. A year nobody has set knows weekends alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid5

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.dated import Dated, decoded
from houqin.core.schema import types
from houqin.core.schema.fields import Line
from houqin.core.schema.types import Fixed
from houqin.events import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from houqin.core.model.guards import GuardRow
    from houqin.core.projection.effective import Effective
    from houqin.core.schema.types import FieldType

_ONE = timedelta(days=1)
_SATURDAY = 5


class DayKind(types.Choice):
    """What makes a day other than its weekday says."""

    HOLIDAY = "holiday", "节假日"
    REGIONAL = "regional", "地方假日"
    MAKEUP = "makeup", "调休上班"


_KINDS = {kind.value: kind for kind in DayKind}


@dataclass(frozen=True, slots=True)
class Named:
    """A day that is not what its weekday says."""

    kind: DayKind
    name: str


class Calendar:
    """Which days are worked, and what the others are called."""

    def __init__(self, days: dict[date, Named], years: frozenset[int]) -> None:
        self._days = days
        #: The years somebody has set.
        self.years = years

    def __eq__(self, other: object) -> bool:
        """Whether the same days are set."""
        if not isinstance(other, Calendar):
            return NotImplemented
        return (self._days, self.years) == (other._days, other.years)

    __hash__ = None  # type: ignore[assignment]  # it holds a dictionary

    def is_working(self, day: date) -> bool:
        """Whether the office works on that day."""
        named = self._days.get(day)
        if named is not None:
            return named.kind is DayKind.MAKEUP
        return day.weekday() < _SATURDAY

    def is_holiday(self, day: date) -> bool:
        """Whether it is a named day off, national or regional; no mere weekend."""
        named = self._days.get(day)
        return named is not None and named.kind is not DayKind.MAKEUP

    def kind(self, day: date) -> DayKind | None:
        """What sets the day apart from its weekday, if anything does."""
        named = self._days.get(day)
        return named.kind if named else None

    def name(self, day: date) -> str:
        """What the day is called: a festival, 调休上班; nothing of an ordinary day."""
        named = self._days.get(day)
        return named.name if named else ""

    def next_working(self, day: date, n: int = 1) -> date:
        """The ``n``-th working day after ``day``; the day itself for none."""
        while n > 0:
            day += _ONE
            n -= self.is_working(day)
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many days are worked between two inclusive days."""
        return sum(map(self.is_working, days_between(first, last)))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from ``first`` to ``last``, inclusive."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def runs(days: Iterable[tuple[date, str]]) -> list[tuple[str, date, date]]:
    """Days next to one another under one name, as name, first, last."""
    ordered = sorted(days)
    numbered = [(d.toordinal() - i, name, d) for i, (d, name) in enumerate(ordered)]
    found = []
    for (_run, name), group in groupby(numbered, key=lambda each: each[:2]):
        inside = [each[2] for each in group]
        found.append((name, inside[0], inside[-1]))
    return found


class CalendarRecord(Aggregate):
    """One year's days; what was set wrongly is set again, never corrected."""

    topic = "core.Calendar"
    title = "工作日历"
    seen_by = "core.configure"
    amended_by = ""
    shapes_waiting = True

    class Opened(Aggregate.Created):
        """The year is set for the first time."""

        title = "启用"
        name: Annotated[Line, Field(title="年度")]

    class YearSet(Aggregate.Event):
        """The whole year, by the notice it follows."""

        title = "设定全年"
        year: Annotated[int, Fixed()]
        holidays: Annotated[list[dict[str, Any]], Field(title="节假日"), Fixed()]
        makeup: Annotated[list[str], Field(title="调休上班"), Fixed()]
        regional: Annotated[list[dict[str, Any]], Field(title="地方假日"), Fixed()]
        source: Annotated[Line, Field(title="文号")]

        @staticmethod
        def told(
            _catalogue: Any,
            _opened: dict[str, Any],
            payload: dict[str, Any],
            _show: Callable[[FieldType, Any], str],
        ) -> list[tuple[str, str, str]]:
            """The days in words, for 办理经过."""
            made_up = [{"day": day, "name": ""} for day in payload["makeup"]]
            parts = (
                ("节假日", payload["holidays"]), ("调休上班", made_up),
                ("地方假日", payload["regional"]),
            )  # fmt: skip
            told = [(label, "", days_text(days)) for label, days in parts if days]
            return [*told, ("文号", "", payload["source"])]


def stream_of(site: UUID, year: int) -> UUID:
    """The one record of a year."""
    return uuid5(site, f"calendar:{year}")


def days_text(days: Iterable[dict[str, str]]) -> str:
    """Named days as people write them: 元旦 2022-12-31至2023-01-02."""
    named = [(date.fromisoformat(each["day"]), each["name"]) for each in days]
    return "；".join(
        f"{name} {first}{f'至{last}' if last > first else ''}".strip()
        for name, first, last in runs(named)
    )


class CalendarGuard(Dated):
    """Every day that is not what its weekday says."""

    def __init__(self) -> None:
        super().__init__("core.calendar", (CalendarRecord,))

    def rows(self, _aggregate: str, effective: Effective) -> frozenset[GuardRow]:
        """The days of the year's last notice, and the year itself.

        ``since`` is the year of the notice: New Year's holiday begins in the December
        before, where the later notice decides.
        """
        if len(effective.events) == 1:
            return frozenset()
        payload = effective.events[-1].payload
        year = str(payload["year"])
        days = [(d["day"], "holiday", d["name"]) for d in payload["holidays"]]
        days += [(d["day"], "regional", d["name"]) for d in payload["regional"]]
        days += [(day, "makeup", DayKind.MAKEUP.title) for day in payload["makeup"]]
        found = {(self.name, "year", year, "{}")}
        for day, kind, name in days:
            value = canonical.encode({"kind": kind, "name": name}).decode()
            found.add((self.name, day, year, value))
        return frozenset(found)

    def arranged(self, rows: Iterable[GuardRow]) -> Calendar:
        """The calendar of all years."""
        days, years = {}, set()
        for _guard, name, year, value in sorted(rows):
            if name == "year":
                years.add(int(year))
                continue
            told = decoded(value)
            days[date.fromisoformat(name)] = Named(_KINDS[told["kind"]], told["name"])
        return Calendar(days, frozenset(years))


calendar_guard = CalendarGuard()
