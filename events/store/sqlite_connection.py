"""A transaction on one connection of a SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from houqin.events.store.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from houqin.events.store.connection import Parameters, Row
    from houqin.events.store.sqlite import SQLiteStore

# The driver cannot even tell what is wrong where a damaged page is part of it.
ERRORS = (sqlite3.Error, UnicodeDecodeError)


class SQLiteConnection(Connection):
    """A transaction on one connection of the file."""

    dialect: ClassVar[str] = "sqlite"
    schema: str | None = None

    def __init__(self, store: SQLiteStore, raw: sqlite3.Connection) -> None:
        self._store = store
        self._raw = raw
        self._depth = 0

    def execute(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        try:
            return self._raw.execute(sql, params).fetchall()
        except ERRORS as error:
            raise self._store.failure(error, sql) from error

    def run(self, sql: str, params: Sequence[Any] = ()) -> None:
        try:
            self._raw.execute(sql, params)
        except ERRORS as error:
            raise self._store.failure(error, sql) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            self._raw.executemany(sql, rows)
        except ERRORS as error:
            raise self._store.failure(error, sql) from error

    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        self.run_many(f"INSERT INTO [{table}] ({names}) VALUES ({marks})", rows)  # noqa: S608 - names of ours

    def driver(self, sql: str, params: Parameters = ()) -> list[Row]:
        try:
            return self._raw.execute(sql, params).fetchall()
        except ERRORS as error:
            raise self._store.failure(error, sql) from error

    def pipeline(self) -> AbstractContextManager[None]:
        return nullcontext()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        name = f"s{self._depth}"
        self._depth += 1
        self.run(f"SAVEPOINT {name}")
        try:
            yield
        except BaseException:
            # A failed medium has ended the transaction with its savepoints.
            if self._raw.in_transaction:
                self.run(f"ROLLBACK TO {name}")
            raise
        finally:
            self._depth -= 1
            if self._raw.in_transaction:
                self.run(f"RELEASE {name}")
