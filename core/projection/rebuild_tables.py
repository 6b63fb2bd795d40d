"""The tables of a generation that is being made."""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from houqin.events.schema import create_bare_table, create_index, indexes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import sqlalchemy as sa

    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.rebuild_part import Part
    from houqin.core.projection.tables import LedgerTables
    from houqin.events.store import Connection, Store

    #: What one short transaction does.
    Step = Callable[[Connection], None]

#: Cells in one short transaction.
_CELLS = 5000
#: Rows that go in one.
_DROPPED = 5000
_IS_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
_LAST = "~"


class RebuildTables:
    """Filled without most indexes, which are made at the end, each in one pass.

    Of 10,000 rows with eight indexes each took 55 µs to write, 15 so.
    """

    def __init__(self, made: LedgerTables) -> None:
        self.made = made

    def create(self, connection: Connection) -> None:
        """Make them, empty, with the indexes that hold few of their rows.

        Made at the end each of these would look through all rows to find those few.
        """
        for table in self.made.metadata.sorted_tables:
            create_bare_table(connection, table)
        for index in indexes_of(self.made.rows):
            if index.dialect_options["sqlite"]["where"] is not None:
                create_index(connection, index)

    def drop(self, connection: Connection) -> None:
        """What an interrupted rebuild left behind."""
        for step in self.dropping():
            step(connection)

    def dropping(self) -> Iterator[Step]:
        """Take away what nobody reads any more, in short steps.

        Of a million events the rows with their indexes take half a second.
        """
        if self.made.generation < 1:
            return
        for table in self.made.metadata.sorted_tables:
            for index in indexes_of(table):
                yield _statement(f"DROP INDEX IF EXISTS [{index.name}]")
        yield from self._emptying()
        for table in self.made.metadata.sorted_tables:
            yield _statement(f"DROP TABLE IF EXISTS [{table.name}]")

    def _emptying(self) -> Iterator[Step]:
        """SQLite looks at every page of a table it drops; PostgreSQL unlinks a file."""
        name, left = self.made.name, True

        def some(connection: Connection) -> None:
            nonlocal left
            left = connection.dialect == "sqlite" and bool(
                connection.execute(_IS_THERE, (name,))
            )
            if left:
                # Without indexes but the key's, in the order they were written.
                ((first,),) = connection.execute(f"SELECT min(rowid) FROM [{name}]")  # noqa: S608 - names of our own tables
                left = first is not None
            if left:
                last = first + _DROPPED
                connection.run(f"DELETE FROM [{name}] WHERE rowid < ?", (last,))  # noqa: S608 - names of our own tables

        while left:
            yield some

    def load(self, connection: Connection, rows: Iterable[Sequence[object]]) -> None:
        """Put new rows in."""
        connection.load(self.made.name, self.made.ledger.order, rows)

    def clear(self, connection: Connection, part: Part, most: int) -> bool:
        """Take a part's rows out, some at a time; whether there were any."""
        low, high = _keys(part)
        table = self.made.name
        found = connection.execute(
            f"SELECT key FROM [{table}] WHERE key >= ? AND key < ? LIMIT {most}",  # noqa: S608 - names of our own tables
            (low, high),
        )
        connection.run_many(f"DELETE FROM [{table}] WHERE key = ?", found)  # noqa: S608 - names of our own tables
        return bool(found)

    def written(
        self, store: Store, part: Part, most: int
    ) -> Iterator[Sequence[LedgerRow]]:
        """A part's rows, some at a time."""
        low, high = _keys(part)
        names = ", ".join(f'"{name}"' for name in self.made.ledger.order)
        sql = (
            f"SELECT {names} FROM [{self.made.name}]"  # noqa: S608 - names of our own tables
            f" WHERE key >= ? AND key < ? ORDER BY key LIMIT {most}"
        )
        while True:
            with store.reading() as connection:
                rows = connection.execute(sql, (low, high))
            if not rows:
                return
            yield rows
            # The least text that comes after the last key.
            low = f"{rows[-1][0]}\x01"

    def completing(self, cells: Iterable[Sequence[object]]) -> Iterator[Step]:
        """What is left to do once all rows are there, in short steps."""
        return chain(self.counting(cells), self.indexing())

    def counting(self, cells: Iterable[Sequence[object]]) -> Iterator[Step]:
        """Fill the cells."""
        yield lambda connection: connection.run(
            f"DELETE FROM [{self.made.cells_name}]"  # noqa: S608 - names of our own tables
        )
        left = iter(cells)
        while batch := list(islice(left, _CELLS)):
            yield partial(_load_cells, self.made, batch)
        yield partial(_settle, self.made.cells)

    def indexing(self, jobs: int = 1) -> Iterator[Step]:
        """Make the indexes of the rows; with more than one job it sorts in several."""
        for index in indexes_of(self.made.rows):
            yield partial(_index, index, jobs)
        yield partial(_settle, self.made.rows)


def _load_cells(
    tables: LedgerTables, cells: Iterable[Sequence[object]], connection: Connection
) -> None:
    columns = ("kpi", "dimension", "value", "day", "amount")
    connection.load(tables.cells_name, columns, cells)


def _statement(sql: str) -> Step:
    return lambda connection: connection.run(sql)


def _index(index: sa.Index, jobs: int, connection: Connection) -> None:
    if connection.dialect == "sqlite":
        # PostgreSQL sorts in several processes by itself.
        connection.run(f"PRAGMA threads = {jobs - 1}")
    create_index(connection, index)


def _settle(table: sa.Table, connection: Connection) -> None:
    """PostgreSQL plans by what it knows of a table, and knows nothing of a new one.

    It looks closer by itself a minute later; so close took a tenth of the rebuild.
    """
    if connection.dialect == "postgresql":
        connection.run("SET LOCAL default_statistics_target = 20")
        connection.run(f"ANALYZE [{table.name}]")
    else:
        connection.run("PRAGMA threads = 0")


def _keys(part: Part) -> tuple[str, str]:
    """The part's bounds among keys, which begin with the stream's text."""
    return str(part.low), _LAST if part.high is None else str(part.high)
