"""Cells on their way into a SQLite file that has but one writer.

While that one makes the indexes of the rows, the cells are sorted and written into a
file of their own; SQLite copies them from there page by page, in a tenth of the time.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.core.projection.beside import Told
    from houqin.core.projection.tables import LedgerTables
    from houqin.events.store import Connection

_TOGETHER = 5000


class CellsApart:
    """A file that holds the cells of one generation until they are copied."""

    def __init__(self, tables: LedgerTables, cells: Iterable[Sequence[object]]) -> None:
        self._tables = tables
        self._cells = iter(cells)
        self._folder = TemporaryDirectory(prefix="houqin-cells-")
        self.path = Path(self._folder.name, "cells.db")

    def __enter__(self) -> Self:
        """Use it."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Take it away."""
        self._folder.cleanup()

    def fill(self, told: Told) -> None:
        """Write all cells into the file."""
        name = self._tables.cells_name
        insert = f"INSERT INTO [{name}] VALUES (?, ?, ?, ?, ?)"  # noqa: S608 - names of our own tables
        made = CreateTable(self._tables.cells).compile(dialect=sqlite.dialect())
        with closing(sqlite3.connect(self.path, isolation_level=None)) as file:
            # Whoever is interrupted begins anew.
            file.execute("PRAGMA journal_mode = OFF")
            file.execute("PRAGMA synchronous = OFF")
            file.execute(str(made))
            file.execute("BEGIN")
            while some := list(islice(self._cells, _TOGETHER)):
                file.executemany(insert, some)
                told(0)
            file.execute("COMMIT")

    def copy(self, connection: Connection) -> None:
        """Copy them in a transaction that reads the file beside."""
        name = self._tables.cells_name
        # Into an empty table of the same shape it copies pages, not rows.
        connection.run(f"DELETE FROM [{name}]")  # noqa: S608 - names of our own tables
        connection.run(f"INSERT INTO main.[{name}] SELECT * FROM beside.[{name}]")  # noqa: S608 - names of our own tables
