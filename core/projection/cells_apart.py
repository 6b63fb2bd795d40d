"""Cells on their way into a SQLite file that has but one writer.

While that one makes the indexes of the rows, the cells are sorted and written into room
beside the file; SQLite copies them from there as they lie, in a tenth of the time.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.core.projection.beside import Told
    from houqin.core.projection.tables import LedgerTables
    from houqin.events.store import Connection
    from houqin.events.store.apart import Apart

_TOGETHER = 5000


class CellsApart:
    """The cells of one generation, apart until they are copied."""

    def __init__(
        self, apart: Apart, tables: LedgerTables, cells: Iterable[Sequence[object]]
    ) -> None:
        self._apart = apart
        self._tables = tables
        self._cells = iter(cells)

    def fill(self, told: Told) -> None:
        """Write all cells into the room."""
        name = self._tables.cells_name
        insert = f"INSERT INTO beside.[{name}] VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - names of our own tables
        beside = self._tables.cells.to_metadata(sa.MetaData(), schema="beside")
        self._apart.run(str(CreateTable(beside).compile(dialect=sqlite.dialect())))
        while some := list(islice(self._cells, _TOGETHER)):
            self._apart.fill(insert, some)
            told(0)

    def copy(self, connection: Connection) -> None:
        """Copy them in a transaction that sees what is apart."""
        name = self._tables.cells_name
        # Into an empty table of the same shape it copies entries, not values.
        connection.run(f"DELETE FROM main.[{name}]")  # noqa: S608 - names of our own tables
        connection.run(f"INSERT INTO main.[{name}] SELECT * FROM beside.[{name}]")  # noqa: S608 - names of our own tables
