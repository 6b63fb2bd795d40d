"""KPIs (指标): measures over a ledger, with their 口径.

Count and sum are kept as cells by local day and, one at a time, by dimension. What is
distinct is counted over the rows of the range when read. A ratio
divides two KPIs when read, others are put together or compared with the year before. A
level counts the rows of a day's horizon.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from houqin.core.projection.horizon import local_day
from houqin.core.projection.ledger import KEY, VOIDED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from houqin.core.projection.ledger import Ledger, LedgerRow


@dataclass(frozen=True, slots=True)
class Equals:
    """Rows whose ``column`` holds one of ``codes``."""

    column: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OlderThan:
    """Rows whose date ``column`` lies more than ``years`` before the range's end.

    :param years: a number, or the parameter that holds it on that day.
    """

    column: str
    years: int | str


@dataclass(frozen=True, slots=True)
class Given:
    """Rows that have a value in ``column``."""

    column: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kpi:
    """One indicator; :attr:`meaning` is its 口径, shown under every figure.

    :param measure: what is counted or added.
    :param at: the business-time column that puts a row on a local day.
    :param column: what ``sum`` adds up, a ``level`` too where it has one; whose values
        ``distinct`` counts, each once.
    :param where: rows that count, all of them if empty.
    :param dimensions: columns the figure can be split by.
    :param of: numerator and denominator of a ratio; what is put together; the one
        whose change (同比) against the same days of the year before this is.
    :param headline: its place among the few figures of the year that a leader sees
        of all modules; 0 is none.
    :param scale: decimals of the figure; a ratio of 0.253 in percent with scale 1
        is 253.
    """

    name: str
    title: str
    unit: str
    meaning: str
    measure: Literal[
        "count", "sum", "distinct", "ratio", "level", "together", "change", "months"
    ]
    over: Any = None
    at: str = ""
    column: str = ""
    where: tuple[Equals | Given | OlderThan, ...] = ()
    dimensions: tuple[str, ...] = ()
    of: tuple[str, ...] = ("",)
    scale: int = 0
    percent: bool = False
    valid_from: str = ""
    source: str = ""
    order: int = field(default=100)
    headline: int = 0

    @property
    def plugin(self) -> str:
        """The plugin that declares it."""
        return self.name.partition(".")[0]

    @property
    def composed(self) -> bool:
        """Whether it is worked out of others when read."""
        return self.measure in {"ratio", "together", "change"}

    @property
    def of_a_day(self) -> bool:
        """Whether it says how things stand on the last day of the range."""
        return self.measure == "level" or (self.measure == "distinct" and not self.at)

    @property
    def has_cells(self) -> bool:
        """Whether it is kept in cells."""
        return self.adds_up or self.measure == "months"

    @property
    def adds_up(self) -> bool:
        """Whether the figures of parts make the figure of the whole."""
        return self.measure in {"count", "sum"}


def count(
    name: str,
    title: str,
    *,
    over: Ledger,
    at: str,
    unit: str,
    meaning: str,
    **more: Any,
) -> Kpi:
    """How many rows."""
    return Kpi(
        name=name, title=title, over=over, at=at, unit=unit, meaning=meaning,
        measure="count", **more,
    )  # fmt: skip


def total(
    name: str,
    title: str,
    *,
    over: Ledger,
    column: str,
    at: str,
    unit: str,
    meaning: str,
    **more: Any,
) -> Kpi:
    """The sum of one column."""
    return Kpi(
        name=name, title=title, over=over, at=at, column=column, unit=unit,
        meaning=meaning, measure="sum", **more,
    )  # fmt: skip


def distinct(
    name: str,
    title: str,
    *,
    over: Ledger,
    column: str,
    unit: str,
    meaning: str,
    at: str = "",
    **more: Any,
) -> Kpi:
    """How many different values one column has: persons, not person-times.

    Without a time it is read like a level: how many there are on the last day.
    """
    return Kpi(
        name=name, title=title, over=over, at=at, column=column, unit=unit,
        meaning=meaning, measure="distinct", **more,
    )  # fmt: skip


def ratio(
    name: str, title: str, *, of: tuple[str, str], unit: str, meaning: str, **more: Any
) -> Kpi:
    """One KPI divided by another, half up; nothing when the divisor is 0."""
    return Kpi(
        name=name, title=title, of=of, unit=unit, meaning=meaning, measure="ratio",
        **more,
    )  # fmt: skip


def level(
    name: str, title: str, *, over: Ledger, unit: str, meaning: str, **more: Any
) -> Kpi:
    """How many unvoided rows a ledger has on the last day of the range.

    With a ``column`` it is what they add up to.
    """
    return Kpi(
        name=name, title=title, over=over, unit=unit, meaning=meaning,
        measure="level", **more,
    )  # fmt: skip


def together(
    name: str, title: str, *, of: tuple[str, ...], unit: str, meaning: str, **more: Any
) -> Kpi:
    """Several KPIs of one unit and scale added up."""
    return Kpi(
        name=name, title=title, of=of, unit=unit, meaning=meaning, measure="together",
        **more,
    )  # fmt: skip


def change(name: str, title: str, *, of: str, meaning: str, **more: Any) -> Kpi:
    """同比 in percent: a KPI against itself of a year before; nothing without one."""
    return Kpi(
        name=name, title=title, of=(of,), unit="%", meaning=meaning, measure="change",
        percent=True, **more,
    )  # fmt: skip


def measured_parts(kpi: Kpi, kpis: Mapping[str, Kpi]) -> list[Kpi]:
    """The KPIs that measure a ledger and make this one up; itself where it does."""
    if not kpi.composed:
        return [kpi]
    found = [measured_parts(kpis[name], kpis) for name in kpi.of]
    return list(dict.fromkeys(part for parts in found for part in parts))


def months(
    name: str, title: str, *, over: Ledger, at: str, meaning: str, **more: Any
) -> Kpi:
    """The share of the range's months that have a row, in percent."""
    return Kpi(
        name=name, title=title, over=over, at=at, unit="%", meaning=meaning,
        measure="months", percent=True, scale=1, **more,
    )  # fmt: skip


class Cell(NamedTuple):
    """Where a contribution is kept; the empty dimension is the total."""

    kpi: str
    dimension: str
    value: str
    day: int


class CellRule:
    """A count or sum, compiled against its ledger's row order."""

    def __init__(self, kpi: Kpi, ledger: Ledger) -> None:
        self.kpi = kpi
        # A row's key is never missing: without a time every row counts.
        self.at = ledger.index(kpi.at) if kpi.at else KEY
        at = ledger.column(kpi.at)
        self.by_date = at is not None and at.type.kind == "date"
        self._column = ledger.index(kpi.column) if kpi.column else -1
        self._where = [
            (ledger.index(w.column), frozenset(w.codes))
            for w in kpi.where
            if isinstance(w, Equals)
        ]
        self._given = [
            ledger.index(w.column) for w in kpi.where if isinstance(w, Given)
        ]
        self.dimensions = [(d, ledger.index(d)) for d in kpi.dimensions]
        described = (kpi.measure, kpi.at, kpi.column, kpi.where, kpi.dimensions)
        #: Changes when something else is counted.
        self.definition = f"{kpi.name} {described!r}"
        #: Where a row must change for its cells to change.
        self.reads = {
            VOIDED, self.at, self._column, *self._given,
            *(index for index, _codes in self._where),
            *(index for _name, index in self.dimensions),
        }  # fmt: skip

    def amount(self, row: LedgerRow) -> int | None:
        """What the row counts for, or nothing."""
        if row[VOIDED] or row[self.at] is None:
            return None
        for index, codes in self._where:
            if row[index] not in codes:
                return None
        for index in self._given:
            if row[index] is None:
                return None
        return 1 if self._column < 0 else row[self._column]

    def counted(self, rows: Sequence[LedgerRow]) -> Sequence[LedgerRow]:
        """Those of unvoided rows that have an `amount`, found column by column."""
        given = {*self._given, self.at, *({self._column} - {-1})} - {KEY}
        for index in given:
            rows = [row for row in rows if row[index] is not None]
        for index, codes in self._where:
            rows = [row for row in rows if row[index] in codes]
        return rows

    def amounts(self, counted: Sequence[LedgerRow]) -> list[int] | None:
        """What each of these rows counts for; nothing where that is one."""
        column = self._column
        return None if column < 0 else [row[column] for row in counted]

    def day(self, row: LedgerRow, zone: ZoneInfo) -> date:
        """The local day the row counts on."""
        at = row[self.at]
        return date.fromisoformat(at) if self.by_date else local_day(at, zone)

    def cells(self, row: LedgerRow, zone: ZoneInfo) -> list[tuple[Cell, int]]:
        """Each cell the row contributes to, with its amount."""
        amount = self.amount(row)
        if amount is None:
            return []
        name, day = self.kpi.name, self.day(row, zone).toordinal()
        split = [
            (Cell(name, dimension, str(row[index] or ""), day), amount)
            for dimension, index in self.dimensions
        ]
        return [(Cell(name, "", "", day), amount), *split]
