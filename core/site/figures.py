"""KPI figures: cells added up, ratios divided, levels counted (CONTRACTS §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from houqin.core.people.tree import DEPARTMENT
from houqin.core.projection.horizon import Horizon, local_day
from houqin.core.projection.kpi import measured_parts
from houqin.core.schema.numerals import decimal_text

if TYPE_CHECKING:
    from houqin.core.projection.kpi import Kpi
    from houqin.core.site.reader import Reader


class UnknownKpi(LookupError):
    """No plugin declares a KPI of that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"没有指标“{name}”")


class UnknownDimension(LookupError):
    """The KPI cannot be split by that."""

    def __init__(self, kpi: Kpi, dimension: str) -> None:
        self.dimension = dimension
        super().__init__(f"指标“{kpi.title}”不能按“{dimension}”分组")


@dataclass(frozen=True, slots=True)
class Group:
    """One value of a dimension with its figure."""

    key: str
    label: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure is value × 10^-scale; nothing when a ratio divides by 0."""

    kpi: Kpi
    start: date
    end: date
    value: int | None
    groups: tuple[Group, ...] = ()

    @property
    def text(self) -> str:
        """The figure as people read it: 3,728 or 25.3."""
        return decimal_text(self.value, self.kpi.scale)

    def say(self, value: int | None) -> str:
        """A group's value like the figure itself."""
        return decimal_text(value, self.kpi.scale)

    def as_json(self) -> dict[str, Any]:
        """The object ``houqin kpi --json`` prints."""
        found: dict[str, Any] = {
            "kpi": self.kpi.name,
            "title": self.kpi.title,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "value": self.value,
            "scale": self.kpi.scale,
            "unit": self.kpi.unit,
            "meaning": self.kpi.meaning,
        }
        if self.groups:
            found["groups"] = [
                {"key": g.key, "label": g.label, "value": g.value} for g in self.groups
            ]
        return found


def divided(
    numerator: int, denominator: int, kpi: Kpi, scales: tuple[int, int] = (0, 0)
) -> int | None:
    """Half up, in the KPI's scale; nothing when the divisor is 0.

    :param scales: those of the two parts.
    """
    if denominator == 0:
        return None
    raised = kpi.scale + scales[1] - scales[0] + (2 if kpi.percent else 0)
    numerator *= 10 ** max(raised, 0)
    denominator *= 10 ** max(-raised, 0)
    return int((2 * numerator + denominator) // (2 * denominator))


def year_before(day: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    last = day.year - 1
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=last, day=28 if leap else day.day)


class Figures:
    """Figures within one reader's horizon."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._declarations = reader.site.declarations

    def kpi(self, name: str) -> Kpi:
        """The declaration.

        :raises UnknownKpi: when there is none.
        """
        found = self._declarations.kpis.get(name)
        if found is None:
            raise UnknownKpi(name)
        return found

    def figure(
        self, name: str, start: date, end: date, by: str | None = None
    ) -> Figure:
        """The figure between two inclusive local days."""
        kpi = self.kpi(name)
        value = self._value(kpi, start, end)
        groups = self._groups(kpi, start, end, by) if by else ()
        return Figure(kpi, start, end, value, groups)

    def _value(self, kpi: Kpi, start: date, end: date) -> int | None:
        if kpi.composed:
            parts = self._parts(kpi, start, end)
            values = [self._value(part, *days) or 0 for part, *days in parts]
            return self._composed(kpi, values)
        if kpi.of_a_day:
            return self._level(kpi, end)
        if kpi.measure == "months":
            return self._share_of_months(kpi, start, end)
        found = self._measured(kpi, "", start, end)
        return sum(amount for _value, amount in found)

    def _parts(self, kpi: Kpi, start: date, end: date) -> list[tuple[Kpi, date, date]]:
        """What it is worked out of, each with its days."""
        parts = [(self.kpi(name), start, end) for name in kpi.of]
        if kpi.measure == "change":
            before = (year_before(start), year_before(end))
            parts.append((parts[0][0], *before))
        return parts

    def _composed(self, kpi: Kpi, values: list[int]) -> int | None:
        if kpi.measure == "together":
            return sum(values)
        if kpi.measure == "change":
            now, before = values
            return divided(now - before, before, kpi)
        numerator, denominator = values
        above, below = (self.kpi(name).scale for name in kpi.of)
        return divided(numerator, denominator, kpi, (above, below))

    def _level(self, kpi: Kpi, end: date) -> int:
        """Rows of the horizon whose business date is the range's end at the latest.

        They are counted, added up, or what differs among them is counted.
        """
        horizon = self._reader.horizon
        as_of = min(horizon.as_of, end) if horizon.as_of else end
        limited = Horizon(horizon.position, horizon.recorded_by, as_of)
        reader = self._reader.within(limited)
        found = reader.ledger(kpi.over.name).measured(kpi, as_of, end)
        return sum(amount for _value, amount in found)

    def _share_of_months(self, kpi: Kpi, start: date, end: date) -> int | None:
        """Months to come are not missing: the view's last day ends the range."""
        end = min(end, self._reader.last_day())
        there = {(day.year, day.month) for day in self._days(kpi, start, end)}
        whole = (end.year - start.year) * 12 + end.month - start.month + 1
        return divided(len(there), max(whole, 0), kpi)

    def _days(self, kpi: Kpi, start: date, end: date) -> list[date]:
        """The days on which something counts."""
        reading = self._reader.ledger(kpi.over.name)
        if not self._counts_cells(kpi):
            rows = reading.rows(kpi=(kpi, start, end))
            return [self._day(row.values[kpi.at]) for row in rows]
        source = self._reader.source_of(kpi.over)
        tables = source.tables(kpi.over)
        if tables is None:
            return []
        cells = tables.cells.c
        statement = sa.select(cells.day).where(
            cells.kpi == kpi.name,
            cells.dimension == "",
            cells.amount > 0,
            cells.day.between(start.toordinal(), end.toordinal()),
        )
        found = source.run(statement)
        return [date.fromordinal(day) for (day,) in found]

    def _day(self, at: Any) -> date:
        """The local day of a row's business time."""
        if isinstance(at, str):
            return date.fromisoformat(at)
        return local_day(at, self._reader.site.zone)

    def _measured(
        self, kpi: Kpi, dimension: str, start: date, end: date
    ) -> list[tuple[str, int]]:
        """From cells; from rows where there are none, or only some are seen."""
        if self._counts_cells(kpi):
            return self._cells(kpi, dimension, start, end)
        reading = self._reader.ledger(kpi.over.name)
        return reading.measured(kpi, start, end, dimension)

    def _counts_cells(self, kpi: Kpi) -> bool:
        seen = self._reader.visibility(kpi.over)
        return kpi.has_cells and (seen is None or seen.whole)

    def _cells(
        self, kpi: Kpi, dimension: str, start: date, end: date
    ) -> list[tuple[str, int]]:
        source = self._reader.source_of(kpi.over)
        tables = source.tables(kpi.over)
        if tables is None:
            return []
        cells = tables.cells.c
        statement = (
            sa.select(cells.value, sa.func.sum(cells.amount))
            .where(
                cells.kpi == kpi.name,
                cells.dimension == dimension,
                cells.day.between(start.toordinal(), end.toordinal()),
            )
            .group_by(cells.value)
        )
        found = source.run(statement)
        return [(value, int(amount)) for value, amount in found]

    def _groups(self, kpi: Kpi, start: date, end: date, by: str) -> tuple[Group, ...]:
        parts = measured_parts(kpi, self._declarations.kpis)
        if any(by not in part.dimensions for part in parts):
            raise UnknownDimension(kpi, by)
        found = [
            Group(key, self._label(parts[0], by, key), value)
            for key, value in self._grouped(kpi, by, start, end).items()
        ]
        return tuple(sorted(found, key=lambda g: (-(g.value or 0), g.label)))

    def _grouped(
        self, kpi: Kpi, by: str, start: date, end: date
    ) -> dict[str, int | None]:
        """The figure of each value of a dimension that has something of it."""
        if not kpi.composed:
            amounts = self._amounts(kpi, by, start, end)
            return {key: amount for key, amount in amounts.items() if amount}
        parts = [
            self._grouped(part, by, *days)
            for part, *days in self._parts(kpi, start, end)
        ]
        return {
            key: self._composed(kpi, [part.get(key) or 0 for part in parts])
            for key in dict.fromkeys(key for part in parts for key in part)
        }

    def _amounts(self, kpi: Kpi, by: str, start: date, end: date) -> dict[str, int]:
        """By the dimension's values; a merged unit counts under its successor."""
        column = kpi.over.column(by)
        of_units = column is not None and column.type.reference == DEPARTMENT
        found: dict[str, int] = {}
        for value, amount in self._measured(kpi, by, start, end):
            key = self._reader.units.standing(value) if of_units and value else value
            found[key] = found.get(key, 0) + amount
        return found

    def _label(self, kpi: Kpi, by: str, key: str) -> str:
        column = kpi.over.column(by)
        return self._reader.display.text(column, key) if column else key

    def months(self, name: str, year: int) -> list[Figure]:
        """The twelve months of a year."""
        kpi = self.kpi(name)
        if kpi.adds_up and self._counts_cells(kpi):
            return self._cell_months(kpi, year)
        return [
            self.figure(name, date(year, month, 1), _month_end(year, month))
            for month in range(1, 13)
        ]

    def _cell_months(self, kpi: Kpi, year: int) -> list[Figure]:
        """One query for the whole year."""
        by_month = dict.fromkeys(range(1, 13), 0)
        source = self._reader.source_of(kpi.over)
        tables = source.tables(kpi.over)
        if tables is not None:
            cells = tables.cells.c
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            statement = sa.select(cells.day, cells.amount).where(
                cells.kpi == kpi.name,
                cells.dimension == "",
                cells.day.between(first, last),
            )
            for day, amount in source.run(statement):
                by_month[date.fromordinal(day).month] += amount
        return [
            Figure(kpi, date(year, m, 1), _month_end(year, m), value)
            for m, value in by_month.items()
        ]


def _month_end(year: int, month: int) -> date:
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    return date.fromordinal(last)
