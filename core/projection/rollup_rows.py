"""A roll-up's rows: the cells of its sources, joined by group in one query."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from houqin.core.projection.rollup import Added
from houqin.core.projection.rollup_seen import SeenPart
from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from houqin.core.projection.conditions import Titles
    from houqin.core.projection.rollup import Divided, RollUp
    from houqin.core.projection.source import RowSource
    from houqin.core.projection.tables import LedgerTables


def rolled(
    rollup: RollUp, source: RowSource, titles: Titles, zone: ZoneInfo
) -> RolledTables | None:
    """What a roll-up is read from, nothing while no source has a row.

    :param titles: knows who reads, and which units are counted under another.
    """
    found = [tables for each in rollup.sources if (tables := source.tables(each))]
    partly = {
        tables.name: SeenPart(rollup, tables, source, seen, zone)
        for tables in found
        if (seen := titles.visibility(tables.ledger)) is not None and not seen.whole
    }
    merged = titles.merged_units()
    return RolledTables(rollup, found, merged, partly) if found else None


class RolledTables:
    """Stands where other ledgers have their tables."""

    def __init__(
        self,
        rollup: RollUp,
        parts: Sequence[LedgerTables],
        merged: Mapping[str, str],
        partly: Mapping[str, SeenPart],
    ) -> None:
        self.ledger = rollup
        # Kept as long as this is: folded tables go when nobody holds them.
        self._parts = parts
        self._merged = merged
        self._partly = partly
        self.name = "+".join(part.name for part in parts)
        #: Pages asked for before, compiled; see query.py.
        self.pages: dict[tuple[Any, ...], tuple[str, Any]] = {}

    @cached_property
    def rows(self) -> Any:
        """Rows with the columns that every ledger's table has."""
        joined = self._joined()
        key: Any = sa.literal("")
        for name in (*self.ledger.groups, self.ledger.time):
            if name:
                key = key + ":" + joined.c[name]
        stored = [
            _computed(self.ledger, c.name, lambda n: joined.c[n]).label(c.name)
            if c.name in self.ledger.computed
            else joined.c[c.name]
            for c in self.ledger.stored
        ]
        return sa.select(
            sa.func.substr(key, 2).label("key"),
            sa.literal(str(NIL)).label("stream"),
            sa.literal(0).label("voided"),
            sa.null().label("state"),
            sa.null().label("extra"),
            *stored,
        ).subquery()

    def _joined(self) -> Any:
        """One row a group, every measure in its column."""
        queries = [query for part in self._parts for query in self._queries(part)]
        every = sa.union_all(*queries).subquery()
        groups = [every.c[name] for name in self._groups]
        measures = [
            _integer(
                sa.func.sum(sa.case((every.c.kpi == kpi.name, every.c.amount)))
            ).label(column)
            for column, kpi in self.ledger.measures.items()
        ]
        return sa.select(*groups, *measures).group_by(*groups).subquery()

    def _queries(self, part: LedgerTables) -> list[Any]:
        """The cells of one source, or what is seen of it."""
        seen = self._partly.get(part.name)
        return (
            [self._cells(part)]
            if seen is None
            else list(map(self._merge, seen.cells()))
        )

    def _merge(self, query: Any) -> Any:
        """Units counted under another, in rows as in cells."""
        rows = query.subquery()
        groups = [
            self._standing(name, rows.c[name]).label(name)
            for name in self.ledger.groups
        ]
        time = [rows.c[self.ledger.time]] if self.ledger.time else []
        return sa.select(rows.c.kpi, rows.c.amount, *groups, *time)

    @property
    def _groups(self) -> list[str]:
        time = self.ledger.time
        return [*self.ledger.groups, *([time] if time else [])]

    def _cells(self, part: LedgerTables) -> Any:
        """The cells of one source; those that came to nothing are no group."""
        cells, width = part.cells.c, self.ledger.width
        names = [
            kpi.name
            for kpi in self.ledger.measures.values()
            if kpi.over and kpi.over.name == part.ledger.name
        ]
        value: Any = cells.value
        if width:
            value = sa.func.substr(value, 1, sa.func.length(value) - width)
        groups = [
            self._standing(name, place).label(name)
            for name, place in zip(self.ledger.groups, (cells.dimension, value))  # noqa: B905 - perhaps one
        ]
        if width:
            start = sa.func.length(cells.value) - width + 1
            groups.append(
                sa.func.substr(cells.value, start, width).label(self.ledger.time)
            )
        wanted = (cells.kpi.in_(names), cells.amount != 0)
        return sa.select(cells.kpi, cells.amount, *groups).where(*wanted)

    def _standing(self, name: str, place: Any) -> Any:
        """A unit merged into another counts as that one."""
        column = self.ledger.column(name)
        of_units = column is not None and column.type.reference == "core.Department"
        if not self._merged or not of_units:
            return place
        return sa.case(dict(self._merged), value=place, else_=place)

    def total(self, name: str) -> Any:
        """A column's total; a computed one follows from the totals of the others."""
        columns = self.rows.c

        def summed(column: str) -> Any:
            if column in self.ledger.computed:
                return _computed(self.ledger, column, summed)
            return _integer(sa.func.coalesce(sa.func.sum(columns[column]), 0))

        return summed(name)


def _integer(expression: Any) -> Any:
    """PostgreSQL's sum of integers is a numeric."""
    return sa.cast(expression, sa.BigInteger)


def _computed(rollup: RollUp, name: str, value: Any) -> Any:
    """The expression of a computed column.

    :param value: gives the expression of another column's name.
    """
    computed = rollup.computed[name]

    def of(column: str) -> Any:
        if column in rollup.computed:
            return sa.func.coalesce(_computed(rollup, column, value), 0)
        return sa.func.coalesce(value(column), 0)

    if isinstance(computed, Added):
        found = sum((of(c) for c in computed.plus), sa.literal(0, sa.BigInteger))
        for column in computed.minus:
            found -= of(column)
        return _integer(found)
    return _divided(rollup, name, computed, of)


def _divided(rollup: RollUp, name: str, computed: Divided, of: Any) -> Any:
    """Half up, in integers alone; a quotient below 0 is rounded towards 0."""
    scales = {c.name: c.type.scale for c in rollup.columns}
    shift = scales[name] + scales[computed.by] - scales[computed.of]
    over = of(computed.of) * (computed.times * 10 ** max(shift, 0))
    under = of(computed.by) * 10 ** max(-shift, 0)
    quotient = _integer((over * 2 + under) // (under * 2))
    return sa.case((under > 0, quotient))
