"""Roll-ups: ledgers over ledgers, grouped and measured (单车核算表, 编制台账).

A roll-up folds no event. Each source ledger keeps its part as cells beside those of
its KPIs, so a part is written, stopped, rebuilt and swapped with its source; the parts
are joined when the roll-up is read (CONTRACTS §5).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from houqin.core.projection.kpi import Cell, CellRule, Equals, Kpi
from houqin.core.projection.ledger import Column, Ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from houqin.core.projection.ledger import LedgerRow

#: How many characters of an ISO date name the group.
WIDTHS = {"month": 7, "year": 4}
#: A cell has room for so many values beside the month.
_MOST_GROUPS = 2


@dataclass(frozen=True, slots=True)
class Sum:
    """Adds up ``column`` over the source's unvoided rows that ``where`` admits."""

    column: str
    where: tuple[Equals, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Counts the source's unvoided rows that ``where`` admits."""

    where: tuple[Equals, ...] = ()
    column: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """A column that is the sum of others, less those in ``minus``; nothing is 0."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Divided:
    """A column that divides one by another, half up in its own type's scale.

    ``Divided("total", "distance", times=100)`` is what 100 km cost; there is no
    value where the divisor is not above 0.
    """

    of: str
    by: str
    times: int = 1


@dataclass(frozen=True)
class Part:
    """What one source ledger gives to a roll-up.

    :param at: the source's own time column, where the roll-up has months or years.
    :param by: the source's column for each group-by column that is called otherwise.
    :param measures: by column of the roll-up.
    """

    over: Ledger
    measures: Mapping[str, Sum | Count]
    at: str = ""
    by: Mapping[str, str] = field(default_factory=dict)


class Sources:
    """Stands where other ledgers have their aggregate."""

    workflow = None

    def __init__(self, name: str, parts: Sequence[Part]) -> None:
        self.topic = name
        self.seen_by = parts[0].over.seen_by


class RollUp(Ledger):
    """A ledger of groups and measures over other ledgers.

    :param by: the columns that make a row: at most two, and a month or year.
    :param columns: group-by columns, measures and computed ones, as they are shown.
    :param computed: the columns that follow from others of the same row.
    """

    def __init__(
        self,
        name: str,
        title: str,
        *,
        by: Sequence[str],
        parts: Sequence[Part],
        columns: Sequence[Column],
        computed: Mapping[str, Added | Divided] | None = None,
        sort: str = "",
    ) -> None:
        kinds = {c.name: c.type.kind for c in columns}
        times = [name for name in by if kinds.get(name) in WIDTHS]
        super().__init__(
            name,
            title,
            per=Sources(name, parts),
            columns=columns,
            kind="rollup",
            period=times[0] if times else "",
            title_column=by[0],
            sort=sort,
        )
        self.parts = tuple(parts)
        self.groups = tuple(name for name in by if name not in times)
        self.time = times[0] if times else ""
        self.width = WIDTHS[kinds[self.time]] if self.time else 0
        self.computed = dict(computed or {})
        self.measures = {
            column: self._kpi(part, column, measure)
            for part in self.parts
            for column, measure in part.measures.items()
        }
        self._validate(by, times)

    def _validate(self, by: Sequence[str], times: list[str]) -> None:
        """Refuse what could not be read: found when the module is imported."""
        known = {*by, *self.measures, *self.computed}
        if known != {c.name for c in self.columns}:
            odd = known ^ {c.name for c in self.columns}
            message = f"roll-up {self.name}: {', '.join(sorted(odd))} is not explained"
            raise ValueError(message)
        hidden = {name for part in self.parts for name in _veiled(part, self.groups)}
        if hidden:
            message = f"roll-up {self.name} groups by what is veiled: {hidden}"
            raise ValueError(message)
        if len(self.groups) > _MOST_GROUPS or len(times) > 1:
            message = f"roll-up {self.name} has too many group-by columns"
            raise ValueError(message)
        if len(self.measures) < sum(len(part.measures) for part in self.parts):
            message = f"roll-up {self.name} measures one column twice"
            raise ValueError(message)
        if any(bool(part.at) != bool(self.time) for part in self.parts):
            message = f"roll-up {self.name}: a part has no time column, or one too many"
            raise ValueError(message)

    def _kpi(self, part: Part, column: str, measure: Sum | Count) -> Kpi:
        """The measure as an indicator of its source: its condition and its rows."""
        titled = self.column(column)
        return Kpi(
            name=f"{self.name}.{column}",
            title=f"{self.title}：{titled.title if titled else column}",
            unit=titled.type.unit if titled else "",
            meaning=self.title,
            measure="sum" if isinstance(measure, Sum) else "count",
            over=part.over,
            at=part.at,
            column=measure.column,
            where=measure.where,
        )

    @property
    def sources(self) -> tuple[Ledger, ...]:
        """The ledgers it is read from, each once."""
        return tuple(dict.fromkeys(part.over for part in self.parts))

    def part_of(self, measure: str) -> Part:
        """The part that gives a measure."""
        return next(part for part in self.parts if measure in part.measures)

    def rules_over(self, ledger: Ledger) -> list[PartRule]:
        """How rows of a source become cells."""
        return [
            PartRule(self, part, self.measures[column])
            for part in self.parts
            if part.over.name == ledger.name
            for column in part.measures
        ]


def _veiled(part: Part, groups: Sequence[str]) -> set[str]:
    """Group-by columns that a sensitive row covers; a cell would show them."""
    veil = getattr(part.over.per, "veil", None)
    read = {part.by.get(name, name) for name in groups}
    return read & set(veil.fields) if veil else set()


class PartRule(CellRule):
    """One measure of a roll-up, compiled against its source's row order.

    A cell's ``dimension`` holds the first group-by value, its ``value`` the second
    with the month or year behind it, its ``day`` the first day of that.
    """

    def __init__(self, rollup: RollUp, part: Part, kpi: Kpi) -> None:
        super().__init__(kpi, part.over)
        found = [part.over.index(part.by.get(name, name)) for name in rollup.groups]
        self.groups = found
        self._first, self._second, *_ = [*found, -1, -1]
        self.width = rollup.width
        self.reads |= set(found)
        described = (kpi.measure, kpi.at, kpi.column, kpi.where, found, self.width)
        self.definition = f"{kpi.name} {described!r}"

    def cells(self, row: LedgerRow, zone: ZoneInfo) -> list[tuple[Cell, int]]:
        """The one cell a row counts in."""
        amount = self.amount(row)
        if amount is None:
            return []
        first, second = self.names(row)
        day, named = self.bucket(row, zone)
        return [(Cell(self.kpi.name, first, second + named, day), amount)]

    def names(self, row: LedgerRow) -> tuple[str, str]:
        """The values a row is grouped by; none where there are fewer columns."""
        first, second = self._first, self._second
        return (
            "" if first < 0 else str(row[first] or ""),
            "" if second < 0 else str(row[second] or ""),
        )

    def bucket(self, row: LedgerRow, zone: ZoneInfo) -> tuple[int, str]:
        """The month's or year's first day, and what names it."""
        if not self.width:
            return 0, ""
        return _bucket(self.day(row, zone), self.width)


# Each command counts in several cells of one month.
@lru_cache(maxsize=4096)
def _bucket(day: date, width: int) -> tuple[int, str]:
    named = day.isoformat()[:width]
    first = date.fromisoformat(f"{named}-01-01"[: len("2023-01-01")])
    return first.toordinal(), named


def definition_of(base: str, rules: Sequence[Any]) -> str:
    """A ledger's definition together with what is counted over it."""
    parts = sorted(rule.definition for rule in rules)
    if not parts:
        return base
    return hashlib.sha256("\n".join([base, *parts]).encode()).hexdigest()[:16]


def bases_of(*ledgers: Ledger) -> tuple[Ledger, ...]:
    """The ledgers that are folded for these: of a roll-up those it is read from."""
    found = [x.sources if isinstance(x, RollUp) else (x,) for x in ledgers]
    return tuple(dict.fromkeys(ledger for part in found for ledger in part))


def rollups_of(ledgers: Sequence[Ledger]) -> list[RollUp]:
    """The roll-ups among ledgers."""
    return [ledger for ledger in ledgers if isinstance(ledger, RollUp)]
