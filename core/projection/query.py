"""Reading a ledger: filters, sorting, paging, totals, and the rows behind a figure."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from houqin.core.projection.conditions import (
    Conditions,
    Period,
    Titles,
    UnknownColumn,
)
from houqin.core.projection.ledger import FIXED
from houqin.core.projection.lookups import looked_up
from houqin.core.projection.rollup import RollUp
from houqin.core.projection.rollup_rows import RolledTables, rolled
from houqin.core.projection.row import Row
from houqin.core.projection.tables import LedgerTables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Column, Ledger, LookedUp
    from houqin.core.projection.source import Compiled, RowSource
    from houqin.core.projection.visibility import Veiled, Visibility
    from houqin.core.projection.watching import Condition, Moment


#: More rows than any page shows at once; a CSV reads in such steps.
STEP = 2000
#: Compiled pages a generation's tables keep.
KEPT_PAGES = 500


@lru_cache(maxsize=256)
def _unwritten(ledger: Ledger) -> LedgerTables:
    """Tables of a ledger that has no row yet; every column of a query asks for them."""
    return LedgerTables(ledger, 0)


def _looked_up(ledger: Ledger) -> list[str]:
    return sorted({c.looked_up.ledger for c in ledger.columns if c.looked_up})


class LedgerReader:
    """One ledger within one horizon.

    :param visibility: the rows that are there for whoever asks; nothing for all.
    """

    def __init__(
        self,
        ledger: Ledger,
        source: RowSource,
        titles: Titles,
        zone: ZoneInfo,
        visibility: Visibility | None = None,
        veiled: Veiled | None = None,
    ) -> None:
        self.ledger = ledger
        self._source = source
        self._titles = titles
        self._zone = zone
        self.tables = self._read_from(ledger)
        whole = visibility is None or visibility.whole
        self._visibility = None if whole else visibility
        self._veiled = veiled
        self._conditions = Conditions(ledger, self._expression, titles, zone)
        self._names = [c.name for c in ledger.stored]
        self._names += [c.name for c in ledger.columns if c.looked_up]
        self._others: list[str | None] | None = None

    def _read_from(self, ledger: Ledger) -> LedgerTables | RolledTables | None:
        if isinstance(ledger, RollUp):
            return rolled(ledger, self._source, self._titles, self._zone)
        return self._source.tables(ledger)

    @property
    def _table(self) -> Any:
        """The rows' table; without one, what a query of it would look like."""
        return (self.tables or _unwritten(self.ledger)).rows

    def page(
        self,
        filters: Mapping[str, str] | None = None,
        sort: str | None = None,
        page: int = 1,
        size: int = 50,
        *,
        period: Period | None = None,
        kpi: tuple[Kpi, date, date] | None = None,
        beyond: int = 0,
    ) -> list[Row]:
        """The rows of one page; page 1 is the first.

        :param beyond: so many rows more, which say whether there is a next page.
        """
        if self.tables is None:
            # What was asked for is checked all the same.
            self._rows(filters, sort, period, kpi)
            return []
        offset = min(max(page - 1, 0) * size, 2**62)
        size += beyond
        if filters:
            statement = self._rows(filters, sort, period, kpi)
            return self._read(
                self._source.compile(statement.limit(size).offset(offset))
            )
        who = (self._visibility, self._veiled)
        asked = (who, sort, offset, size, period, kpi, *self._involved())
        pages = self.tables.pages
        if asked not in pages:
            if len(pages) >= KEPT_PAGES:
                pages.clear()
            statement = self._rows(None, sort, period, kpi).limit(size).offset(offset)
            pages[asked] = self._source.compile(statement)
        return self._read(pages[asked])

    def _read(self, compiled: Compiled) -> list[Row]:
        return [self._row(values) for values in self._source.fetch(compiled)]

    def _involved(self) -> list[str | None]:
        """The other tables a page may read; a rebuilt ledger has another."""
        if self._others is None:
            others = [self._titles.ledger_named(n) for n in _looked_up(self.ledger)]
            referred = {c.type.reference for c in self.ledger.stored} - {""}
            titled = [self._titles.ledger_of(name) for name in sorted(referred)]
            ledgers = [*others, *(ledger for ledger in titled if ledger)]
            found = [self._source.tables(ledger) for ledger in ledgers]
            self._others = [tables.name if tables else None for tables in found]
        return self._others

    def rows(
        self,
        filters: Mapping[str, str] | None = None,
        sort: str | None = None,
        *,
        period: Period | None = None,
        kpi: tuple[Kpi, date, date] | None = None,
    ) -> Iterator[Row]:
        """Every row, read in steps."""
        page = 1
        while rows := self.page(filters, sort, page, STEP, period=period, kpi=kpi):
            yield from rows
            if len(rows) < STEP:
                return
            page += 1

    def count(
        self,
        filters: Mapping[str, str] | None = None,
        *,
        period: Period | None = None,
        kpi: tuple[Kpi, date, date] | None = None,
    ) -> int:
        """How many rows, voided ones too."""
        if self.tables is None:
            return 0
        where = self._where(filters, period, kpi)
        counted = sa.select(sa.func.count()).select_from(self._table).where(*where)
        return int(self._source.run(counted)[0][0])

    def totals(
        self,
        filters: Mapping[str, str] | None = None,
        *,
        period: Period | None = None,
        kpi: tuple[Kpi, date, date] | None = None,
    ) -> dict[str, int | None]:
        """The sums of the columns that declare one, over unvoided rows.

        A quotient's total is that of the sums, nothing where the divisor is 0.
        """
        summed = [c for c in self.ledger.stored if c.total]
        if self.tables is None or not summed:
            return {c.name: 0 for c in summed}
        table = self._table
        where = [*self._where(filters, period, kpi), table.c.voided == 0]
        sums = [self.tables.total(c.name) for c in summed]
        (row,) = self._source.run(sa.select(*sums).where(*where))
        return {
            c.name: None if v is None else int(v)
            for c, v in zip(summed, row, strict=True)
        }

    def row(self, key: str) -> Row | None:
        """The row of that key."""
        return self.by_keys([key]).get(key)

    def by_keys(self, keys: Sequence[str]) -> dict[str, Row]:
        """The rows of those keys."""
        if self.tables is None or not keys:
            return {}
        wanted = self._table.c.key.in_(list(keys))
        found = self._source.run(self._select().where(wanted, *self._seen()))
        return {row.key: row for row in map(self._row, found)}

    def stored_by_keys(self, keys: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """The rows of those keys as stored: what their digests are taken over."""
        if self.tables is None or not keys:
            return {}
        table = self._table
        wanted = table.c.key.in_(list(keys))
        chosen = sa.select(*(table.c[name] for name in self.ledger.order))
        found = self._source.run(chosen.where(wanted, *self._seen()))
        return {row[0]: tuple(row) for row in found}

    def titled(self, keys: Sequence[str]) -> dict[str, tuple[UUID, Any]]:
        """Stream and title of those keys, without what else is looked up."""
        if self.tables is None or not keys:
            return {}
        columns = self._table.c
        title = columns[self.ledger.title_column]
        statement = sa.select(columns.key, columns.stream, title)
        found = self._source.run(statement.where(columns.key.in_(list(keys))))
        return {key: (UUID(stream), value) for key, stream, value in found}

    def watched(
        self, conditions: Sequence[Condition], moment: Moment, most: int
    ) -> list[Row]:
        """Unvoided rows that meet conditions measured from the end of the view."""
        found = self.by_keys(self.watched_keys(conditions, moment, most))
        return [found[key] for key in sorted(found)]

    def watched_keys(
        self, conditions: Sequence[Condition], moment: Moment, most: int
    ) -> list[str]:
        """Their keys alone: mostly there are none, and nothing else need be read.

        No order is asked for: a database would walk all keys to spare a sort.
        """
        if self.tables is None:
            return []
        wanted = [each(self.ledger, self._expression, moment) for each in conditions]
        key, unvoided = self._table.c.key, self._table.c.voided == 0
        statement = sa.select(key).where(unvoided, *wanted, *self._seen())
        return [row[0] for row in self._source.run(statement.limit(most))]

    def of_stream(self, stream: UUID) -> list[Row]:
        """The rows of one record, in key order."""
        if self.tables is None:
            return []
        table = self._table
        mine = table.c.stream == str(stream)
        statement = self._select().where(mine, *self._seen())
        return [self._row(r) for r in self._source.run(statement.order_by(table.c.key))]

    def referring(self, column: str, to: str) -> list[Row]:
        """The rows whose reference ``column`` names record ``to``."""
        if self.tables is None:
            return []
        table = self._table
        statement = self._select().where(table.c[column] == to, *self._seen())
        statement = statement.order_by(table.c.key)
        return [self._row(r) for r in self._source.run(statement)]

    def stored(self) -> Iterator[tuple[Any, ...]]:
        """All rows as stored, in key-byte order: what a digest is taken over."""
        if self.tables is None:
            return
        table, last = self._table, ""
        while True:
            statement = sa.select(*(table.c[n] for n in self.ledger.order))
            rows = self._source.run(
                statement.where(table.c.key > last).order_by(table.c.key).limit(STEP)
            )
            yield from rows
            if len(rows) < STEP:
                return
            last = rows[-1][0]

    def _rows(
        self,
        filters: Mapping[str, str] | None,
        sort: str | None,
        period: Period | None,
        kpi: tuple[Kpi, date, date] | None,
    ) -> sa.Select[Any]:
        statement = self._select().where(*self._where(filters, period, kpi))
        return statement.order_by(*self._order(sort or self.ledger.sort))

    def measured(
        self, kpi: Kpi, start: date, end: date, by: str = ""
    ) -> list[tuple[str, int]]:
        """A figure over the rows that are seen, by the values of a column.

        Cells count every row; whoever sees only some gets figures of these. What is
        distinct is in no cell.
        """
        if self.tables is None:
            return []
        table = self._table
        amount: Any = sa.func.count()
        if kpi.measure == "sum" or (kpi.measure == "level" and kpi.column):
            amount = sa.func.coalesce(sa.func.sum(table.c[kpi.column]), 0)
        if kpi.measure == "distinct":
            amount = sa.func.count(sa.distinct(table.c[kpi.column]))
        value = self._expression(by) if by else sa.literal("")
        where = self._where(None, None, (kpi, start, end))
        statement = sa.select(value, amount).where(*where)
        if by:
            statement = statement.group_by(value)
        found = self._source.run(statement)
        return [("" if v is None else str(v), int(a)) for v, a in found]

    def _where(
        self,
        filters: Mapping[str, str] | None,
        period: Period | None,
        kpi: tuple[Kpi, date, date] | None,
    ) -> list[Any]:
        return [*self._conditions(filters, period, kpi), *self._seen()]

    def _seen(self) -> list[Any]:
        if self._visibility is None:
            return []
        return [self._visibility.condition(self.ledger, lambda n: self._table.c[n])]

    def _column(self, name: str) -> Any:
        columns = self._table.c
        return self._veiled.over(name, columns) if self._veiled else columns[name]

    def _select(self) -> sa.Select[Any]:
        others = [
            self._lookup(c.looked_up).label(c.name)
            for c in self.ledger.columns
            if c.looked_up
        ]
        return sa.select(*(self._column(n) for n in self.ledger.order), *others)

    def _row(self, values: tuple[Any, ...]) -> Row:
        key, stream, voided, state, _extra = values[: len(FIXED)]
        named = dict(zip(self._names, values[len(FIXED) :], strict=True))
        return Row(key, stream, bool(voided), state, named)

    def _expression(self, name: str) -> Any:
        column = self.ledger.column(name)
        if name in FIXED:
            return self._table.c[name]
        if column is not None and column.type.kind == "state":
            return self._table.c["state"]
        if column is None or column.derived:
            raise UnknownColumn(self.ledger.name, name)
        if column.looked_up:
            return self._lookup(column.looked_up)
        return self._column(name)

    def _lookup(self, lookup: LookedUp) -> Any:
        """Newest, sum or number of another ledger's rows that refer to this one."""
        other = self._titles.ledger_named(lookup.ledger)
        tables = self._source.tables(other)
        if tables is None and lookup.measure != "newest":
            return sa.literal(0)
        otherwise = self._otherwise(lookup)
        if tables is None:
            return sa.literal(None) if otherwise is None else otherwise
        key = self._table.c[lookup.of or "key"]
        return looked_up(lookup, tables.rows, key, otherwise)

    def _otherwise(self, lookup: LookedUp) -> Any:
        """A column of this row, which may be looked up itself."""
        return self._expression(lookup.otherwise) if lookup.otherwise else None

    def _order(self, sort: str) -> list[Any]:
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        expression = self._expression(name)
        column = self.ledger.column(name)
        if column is not None:
            if not column.sortable:
                raise UnknownColumn(self.ledger.name, name)
            if column.type.kind == "reference":
                expression = self._by_title(column, expression)
        key = self._table.c.key
        # Nulls last both ways, and alike in both databases.
        if descending:
            return [expression.desc().nulls_last(), key.desc()]
        return [expression.nulls_last(), key]

    def _by_title(self, column: Column, expression: Any) -> Any:
        """A reference sorts by the referenced row's title."""
        other = self._titles.ledger_of(column.type.reference)
        tables = self._source.tables(other) if other else None
        titled = other.column(other.title_column) if other else None
        if tables is None or titled is None or other is None or titled.personal:
            return expression
        rows = tables.rows.alias()
        found = sa.select(rows.c[other.title_column]).where(rows.c.key == expression)
        return found.scalar_subquery()
