"""A log in one schema of a PostgreSQL server."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

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
from houqin.events.store.brackets import Translation
from houqin.events.store.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from psycopg_pool import ConnectionPool

    from houqin.events.store.connection import Parameters, Row

    Raw = psycopg.Connection[tuple[Any, ...]]

_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
_WAITING = (pg.LockNotAvailable, pg.DeadlockDetected, pg.QueryCanceled)
_MEDIUM = (pg.DiskFull, pg.IoError, pg.DataCorrupted, pg.IndexCorrupted)
_READ_COMMITTED = psycopg.IsolationLevel.READ_COMMITTED
_REPEATABLE_READ = psycopg.IsolationLevel.REPEATABLE_READ

_SIZE = (
    "SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = to_regnamespace(?)"
)


class PostgresConnection(Connection):
    """A transaction on one pooled connection."""

    dialect: ClassVar[str] = "postgresql"

    def __init__(self, store: PostgresStore, raw: Raw) -> None:
        self.schema: str | None = store.schema
        self._store = store
        self._raw = raw
        self._texts = store.texts
        self._depth = 0
        self.deferred: list[tuple[str, Sequence[Any]]] = []

    def execute(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        return self.driver(self._texts[sql], params)

    def run(self, sql: str, params: Sequence[Any] = ()) -> None:
        try:
            self._raw.execute(self._texts[sql], params, binary=True)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        try:
            with self._raw.cursor() as cursor:
                cursor.executemany(self._texts[sql], rows)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        sql = self._texts[f"COPY [{table}] ({names}) FROM STDIN"]
        try:
            with self._raw.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def defer(self, sql: str, params: Sequence[Any] = ()) -> None:
        self.deferred.append((sql, params))

    def driver(self, sql: str, params: Parameters = ()) -> list[Row]:
        try:
            cursor = self._raw.execute(sql, params or None, binary=True)
            if cursor.pgresult is not None and cursor.description is None:
                return []
            return cursor.fetchall()
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    @contextmanager
    def pipeline(self) -> Iterator[None]:
        try:
            with self._raw.pipeline():
                yield
        except psycopg.Error as error:
            raise self._store.failure(error, "pipeline") from error

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        name = f"s{self._depth}"
        self._depth += 1
        try:
            with self.pipeline():
                self.run(f"SAVEPOINT {name}")
                yield
                self.run(f"RELEASE SAVEPOINT {name}")
        except BaseException:
            # It fails only where the transaction is lost with its savepoints.
            with suppress(psycopg.Error):
                self._raw.execute(f"ROLLBACK TO SAVEPOINT {name}")
            raise
        finally:
            self._depth -= 1


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
        self._pool: ConnectionPool[Raw] | None = None
        self._verified = False

    def exists(self) -> bool:
        with self._connection(_READ_COMMITTED, read_only=True) as connection:
            return self._found(connection)

    def _found(self, connection: PostgresConnection) -> bool:
        found = connection.execute("SELECT to_regnamespace(?)", (self.schema,))
        return found[0][0] is not None

    def create(self) -> None:
        with self._connection(_READ_COMMITTED, read_only=False) as connection:
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
        with self._connection(_READ_COMMITTED, read_only=True) as connection:
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
        with self._connection(_REPEATABLE_READ, read_only=True) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[PostgresConnection]:
        self.refuse_after_fault()
        if not self._verified:
            self.verify_identity()
        with self._connection(_READ_COMMITTED, read_only=False) as connection:
            yield connection

    @contextmanager
    def _connection(
        self, isolation: psycopg.IsolationLevel, *, read_only: bool
    ) -> Iterator[PostgresConnection]:
        pool, raw = self._take()
        try:
            if raw.isolation_level != isolation or raw.read_only != read_only:
                raw.isolation_level = isolation
                raw.read_only = read_only
            connection = PostgresConnection(self, raw)
            yield connection
            self._end(connection, raw, read_only=read_only)
        except BaseException:
            # A lost connection has rolled back already.
            with suppress(psycopg.Error):
                raw.rollback()
            raise
        finally:
            pool.putconn(raw)

    def _take(self) -> tuple[ConnectionPool[Raw], Raw]:
        if self._pool is None:
            self._pool = pools.acquire(self.url, self.name, self.busy_timeout)
        return self._pool, pools.connection(self._pool, self.name)

    def _end(
        self, connection: PostgresConnection, raw: Raw, *, read_only: bool
    ) -> None:
        if read_only:
            raw.rollback()
            return
        # A fault that the caller swallowed must not be committed over.
        self.refuse_after_fault()
        try:
            self._commit(connection, raw)
        except psycopg.OperationalError as error:
            # Nobody knows whether the server heard it.
            self._fault = str(error).strip()
            raise StoreFaulty(self.name, self._fault) from error
        except psycopg.Error as error:
            raise self.failure(error, "COMMIT") from error

    def _commit(self, connection: PostgresConnection, raw: Raw) -> None:
        if not connection.deferred:
            raw.commit()
            return
        with raw.pipeline():
            for sql, params in connection.deferred:
                raw.execute(self.texts[sql], params, binary=True)
            raw.commit()

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
