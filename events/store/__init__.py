"""Where a log is kept: a SQLite file or a schema of a PostgreSQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.events.store.base import BUSY_TIMEOUT, FORMAT, Store
from houqin.events.store.connection import Connection
from houqin.events.store.sqlite import SQLiteStore

if TYPE_CHECKING:
    from houqin.events.store.postgres import PostgresStore

__all__ = [
    "BUSY_TIMEOUT",
    "FORMAT",
    "Connection",
    "PostgresStore",
    "SQLiteStore",
    "Store",
    "open_store",
]

_FILE = "sqlite:///"
_SERVERS = ("postgresql://", "postgres://")


def open_store(
    url: str,
    schema: str | None = None,
    *,
    durable: bool = True,
    busy_timeout: float = BUSY_TIMEOUT,
) -> Store:
    """Return the store at `sqlite:///path`, a path, or `postgresql://` and a schema.

    Nothing is opened before the first use.
    """
    if url.startswith(_SERVERS):
        if schema is None:
            raise ValueError("a log on a PostgreSQL server needs a schema's name")
        from houqin.events.store.postgres import PostgresStore  # noqa: PLC0415 - as below

        return PostgresStore(url, schema, busy_timeout=busy_timeout)
    path = url.removeprefix(_FILE)
    return SQLiteStore(path, durable=durable, busy_timeout=busy_timeout)


def __getattr__(name: str) -> type[PostgresStore]:
    """Load the driver of PostgreSQL at its first use: most servers have only files."""
    if name == "PostgresStore":
        from houqin.events.store.postgres import PostgresStore  # noqa: PLC0415 - as said

        return PostgresStore
    raise AttributeError(name)
