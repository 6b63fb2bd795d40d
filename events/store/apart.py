"""Room beside a SQLite log for what is made ready before the log's lock is taken."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.events.store.sqlite import SQLiteStore


class Apart:
    """A connection to a log, with tables beside it that nobody else sees.

    They lie in a file without a name, which goes with the connection and with the
    process however that ends.
    """

    def __init__(self, store: SQLiteStore, raw: sqlite3.Connection) -> None:
        self.raw = raw
        self._store = store
        self.run("ATTACH '' AS beside")
        # What went wrong is taken back, and whoever is interrupted begins anew.
        self.run("PRAGMA beside.journal_mode = MEMORY")
        self.run("PRAGMA beside.synchronous = OFF")

    def run(self, sql: str) -> None:
        """Run a statement that writes nothing into the log.

        :raises houqin.events.errors.LogError: for whose sake the log stays open.
        """
        try:
            self.raw.execute(sql)
        except sqlite3.Error as error:
            raise self._store.failure_apart(error, sql) from error

    def fill(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put rows in, all or none; nobody who writes to the log waits for it."""
        self.run("BEGIN")
        try:
            self.raw.executemany(sql, rows)
        except BaseException as error:
            self.raw.rollback()
            if isinstance(error, sqlite3.Error):
                raise self._store.failure_apart(error, sql) from error
            raise
        self.run("COMMIT")
