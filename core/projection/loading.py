"""How one of several processes puts rows into a new generation.

SQLite has one writer at a time, and to take a row from Python costs it 8 µs. So each
process puts its rows into room of its own, beside the file, and only to copy them from
there, 2.5 µs a row, it waits for its turn. PostgreSQL takes them from all at once.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.rebuild_state import RebuildState
    from houqin.core.projection.rebuild_tables import RebuildTables
    from houqin.core.projection.turn import Turn
    from houqin.events.store import Store
    from houqin.events.store.apart import Apart

    Write = Callable[[Sequence[LedgerRow]], None]


@contextmanager
def loading(
    store: Store, state: RebuildState, tables: RebuildTables, turn: Turn
) -> Iterator[Write]:
    """What writes a batch in one short transaction."""
    if not isinstance(store, SQLiteStore):
        yield partial(write_rows, store, state, tables)
        return
    with store.apart() as apart:
        yield _FromApart(store, apart, state, tables, turn).write


def write_rows(
    store: Store, state: RebuildState, tables: RebuildTables, rows: Sequence[LedgerRow]
) -> None:
    """Put a batch straight in: of one process alone, and on PostgreSQL."""
    with store.deriving() as connection:
        state.require(connection)
        tables.load(connection, rows)


class _FromApart:
    def __init__(
        self,
        store: SQLiteStore,
        apart: Apart,
        state: RebuildState,
        tables: RebuildTables,
        turn: Turn,
    ) -> None:
        self._store = store
        self._apart = apart
        self._state = state
        self._turn = turn
        self._name = tables.made.name
        names = ", ".join(f'"{name}"' for name in tables.made.ledger.order)
        marks = ", ".join("?" * len(tables.made.ledger.order))
        self._insert = f"INSERT INTO beside.made ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
        # The same columns without the rules, which the rows meet when they are copied.
        apart.run(f"CREATE TABLE beside.made AS SELECT * FROM [{self._name}] WHERE 0")  # noqa: S608 - names of our own tables

    def write(self, rows: Sequence[LedgerRow]) -> None:
        self._apart.fill(self._insert, rows)
        with self._turn, self._store.writing_from(self._apart) as connection:
            self._state.require(connection)
            connection.run(
                f"INSERT INTO main.[{self._name}] SELECT * FROM beside.made"  # noqa: S608 - names of our own tables
            )
        self._apart.run("DELETE FROM beside.made")
