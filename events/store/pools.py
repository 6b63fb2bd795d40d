"""One pool of connections a PostgreSQL server, shared by all stores on it."""

from __future__ import annotations

import select
import threading
from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.adapt import Loader
from psycopg.pq import Format
from psycopg.types.numeric import NumericBinaryLoader, NumericLoader
from psycopg_pool import ConnectionPool, PoolTimeout

from houqin.events.errors import StoreUnreachable
from houqin.events.store.statements import Statements

if TYPE_CHECKING:
    from decimal import Decimal

    from psycopg.abc import Buffer, PQGen

CONNECTIONS = 32
WAIT = 10.0
"""Seconds to wait for a connection."""

STATEMENTS_PREPARED = 500


class Raw(psycopg.Connection[tuple[Any, ...]]):
    """psycopg's connection, with statements of our own prepared on it."""

    @cached_property
    def statements(self) -> Statements:
        """What is sent past psycopg."""
        return Statements(self)

    def _deallocate(self, name: bytes | None) -> PQGen[None]:
        """Notice when psycopg has the server forget all, after a rollback or a DROP."""
        if name is None:
            self.statements.forget()
        return super()._deallocate(name)


class _LatestFirst(deque[Raw]):
    """Connections not in use; the one that came back last goes first.

    Its process has the statements prepared, and plans and tables still in its cache.
    """

    append = deque.appendleft


class _Pool(ConnectionPool[Raw]):
    """psycopg's pool, which would let connections take turns."""

    def __init__(self, url: str, **options: Any) -> None:
        super().__init__(url, connection_class=Raw, open=False, **options)
        self._pool = _LatestFirst()


_guard = threading.Lock()
_pools: dict[tuple[str, float], ConnectionPool[Raw]] = {}
_users: dict[int, int] = {}


def acquire(url: str, name: str, lock_timeout: float) -> ConnectionPool[Raw]:
    """Return the server's pool, opened at its first user."""
    with _guard:
        pool = _pools.get((url, lock_timeout))
        if pool is None:
            pool = _pools[url, lock_timeout] = _open(url, name, lock_timeout)
        _users[id(pool)] = _users.get(id(pool), 0) + 1
        return pool


def release(pool: ConnectionPool[Raw]) -> None:
    """Close the pool with its last user."""
    with _guard:
        _users[id(pool)] -= 1
        if _users[id(pool)]:
            return
        del _users[id(pool)]
        for key in [key for key, value in _pools.items() if value is pool]:
            del _pools[key]
    pool.close()


def connection(pool: ConnectionPool[Raw], name: str) -> Raw:
    """Take a connection; the caller gives it back with `putconn`."""
    try:
        return pool.getconn()
    except PoolTimeout as error:
        raise StoreUnreachable(name, str(error)) from error


def _open(url: str, name: str, lock_timeout: float) -> ConnectionPool[Raw]:
    options: dict[str, Any] = {
        # Each transaction begins by itself, in one round trip with a statement.
        "autocommit": True,
        "prepare_threshold": 2,
        "connect_timeout": int(WAIT),
        # Fixed for the whole life of the connection, the same for every store.
        "options": f"-c lock_timeout={int(lock_timeout * 1000)}",
    }
    try:
        # The pool would keep its reason for not connecting to itself.
        Raw.connect(url, **options).close()
    except psycopg.Error as error:
        raise StoreUnreachable(name, str(error).strip()) from error
    pool = _Pool(
        url,
        kwargs=options,
        min_size=1,
        max_size=CONNECTIONS,
        timeout=WAIT,
        configure=_configure,
        check=_check,
    )
    pool.open()
    return pool


def _configure(raw: Raw) -> None:
    raw.prepared_max = STATEMENTS_PREPARED
    raw.adapters.register_loader("numeric", _WholeText)
    raw.adapters.register_loader("numeric", _WholeBinary)


def _check(raw: Raw) -> None:
    """Refuse a connection whose server went away, without a round trip."""
    poll = select.poll()
    poll.register(raw.fileno(), select.POLLIN)
    if poll.poll(0):
        ConnectionPool.check_connection(raw)


class _WholeText(Loader):
    """A sum of integers is numeric on PostgreSQL; read it as the integer it is."""

    def load(self, data: Buffer) -> int | Decimal:
        return _whole(NumericLoader(self.oid, self.connection).load(data))


class _WholeBinary(_WholeText):
    format = Format.BINARY

    def load(self, data: Buffer) -> int | Decimal:
        return _whole(NumericBinaryLoader(self.oid, self.connection).load(data))


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value
