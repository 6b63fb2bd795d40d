"""A log in one schema of a PostgreSQL server."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import psycopg
from psycopg import errors as pg
from psycopg.conninfo import conninfo_to_dict

from houqin.events import schema as tables
from houqin.events.errors import (
    ForeignStore,
    IntegrityRefused,
    LogError,
    OldFormat,
    StatementRefused,
    StoreExists,
    StoreFaulty,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreUnreachable,
)
from houqin.events.store import pools
from houqin.events.store.base import BUSY_TIMEOUT, FORMAT, Store
from houqin.events.store.brackets import Numbering, Translation
from houqin.events.store.postgres_connection import PostgresConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg_pool import ConnectionPool

    from houqin.events.store.pools import Raw

_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WAITING = (pg.LockNotAvailable, pg.DeadlockDetected, pg.QueryCanceled)
_MEDIUM = (pg.DiskFull, pg.IoError, pg.DataCorrupted, pg.IndexCorrupted)
_WRITING = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_NOT_AWAITED = "SET LOCAL synchronous_commit = off"
_READING = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_LOOKING = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"

_SIZE = (
    "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = to_regnamespace(?)"
)


class PostgresStore(Store):
    """A schema whose head row is the lock of all its writers."""

    dialect: ClassVar[str] = "postgresql"

    def __init__(
        self, url: str, schema: str, *, busy_timeout: float = BUSY_TIMEOUT
    ) -> None:
        if not _SCHEMA.fullmatch(schema):
            raise ValueError(f"not a schema's name: {schema!r}")
        self.url = url
        self.schema: str | None = schema
        self.name = f"{schema}@{_place(url)}"
        self.busy_timeout = busy_timeout
        self.texts = Translation(schema)
        self.numbered = Numbering(schema)
        self._pool: ConnectionPool[Raw] | None = None
        self._verified = False

    def exists(self) -> bool:
        with self._connection(_LOOKING) as connection:
            return self._found(connection)

    def _found(self, connection: PostgresConnection) -> bool:
        found = connection.execute("SELECT to_regnamespace(?)", (self.schema,))
        return found[0][0] is not None

    def create(self) -> None:
        with self._connection(_WRITING) as connection:
            if self._found(connection):
                raise StoreExists(self.name)
            try:
                connection.driver(f'CREATE SCHEMA "{self.schema}"')
            except StatementRefused as refusal:
                if isinstance(
                    refusal.__cause__, pg.DuplicateSchema | pg.UniqueViolation
                ):
                    raise StoreExists(self.name) from refusal
                raise
            tables.create_log(connection, FORMAT)

    def verify_identity(self) -> None:
        with self._connection(_LOOKING) as connection:
            if not self._found(connection):
                raise StoreMissing(self.name)
            try:
                rows = connection.execute("SELECT format FROM [log_format]")
            except StatementRefused as refusal:
                raise ForeignStore(self.name, "no log in this schema") from refusal
        if rows != [(FORMAT,)]:
            known = ", ".join(str(row[0]) for row in rows) or "none"
            raise OldFormat(self.name, known, FORMAT)
        self._verified = True

    @contextmanager
    def reading(self) -> Iterator[PostgresConnection]:
        if not self._verified:
            self.verify_identity()
        with self._connection(_READING) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[PostgresConnection]:
        self.refuse_after_fault()
        if not self._verified:
            self.verify_identity()
        with self._connection(_WRITING) as connection:
            yield connection

    @contextmanager
    def deriving(self) -> Iterator[PostgresConnection]:
        with self.writing() as connection:
            connection.run(_NOT_AWAITED)
            yield connection

    @contextmanager
    def _connection(self, begin: str) -> Iterator[PostgresConnection]:
        pool, raw = self._take()
        connection = PostgresConnection(self, raw, begin)
        try:
            yield connection
            if begin is _WRITING:
                # A fault that the caller swallowed must not be committed over.
                self.refuse_after_fault()
            connection.commit()
        except BaseException:
            connection.roll_back()
            raise
        finally:
            pool.putconn(raw)

    def _take(self) -> tuple[ConnectionPool[Raw], Raw]:
        if self._pool is None:
            self._pool = pools.acquire(self.url, self.name, self.busy_timeout)
        return self._pool, pools.connection(self._pool, self.name)

    def another(self) -> Callable[[], PostgresStore]:
        return partial(
            PostgresStore, self.url, str(self.schema), busy_timeout=self.busy_timeout
        )

    def size(self) -> int:
        with self.reading() as connection:
            ((found,),) = connection.execute(_SIZE, (self.schema,))
        return int(found)

    def close(self) -> None:
        pool, self._pool = self._pool, None
        self._verified = False
        if pool is not None:
            pools.release(pool)

    def _verify_medium(self) -> None:
        """Trust the server: it recovers by itself before it takes connections."""

    def unknown(self, error: BaseException) -> StoreFaulty:
        """Return what is said when nobody knows whether the commit was heard."""
        self._fault = str(error).strip()
        return StoreFaulty(self.name, self._fault)

    def failure(self, error: psycopg.Error, sql: str) -> LogError:
        """Return the log's error for the driver's; a medium's failure is kept."""
        why = str(error).strip()
        if isinstance(error, _WAITING):
            return StoreLocked(self.name, self.busy_timeout)
        if isinstance(error, _MEDIUM):
            self._fault = why
            full = isinstance(error, pg.DiskFull)
            return (StoreFull if full else StoreFaulty)(self.name, why)
        if isinstance(error, psycopg.IntegrityError):
            return IntegrityRefused(sql, why)
        if isinstance(error, psycopg.OperationalError):
            return StoreUnreachable(self.name, why)
        return StatementRefused(sql, why)


def _place(url: str) -> str:
    parts = conninfo_to_dict(url)
    host = parts.get("host") or "localhost"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"{host}{port}/{parts.get('dbname') or parts.get('user') or ''}"
