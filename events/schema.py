"""The log's tables, and how any table of a site is made."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect
    from sqlalchemy.schema import ExecutableDDLElement

    from houqin.events.store.connection import Connection

    Making = Callable[[Any], ExecutableDDLElement]

# A BIGINT key would not be SQLite's row id.
Position = BigInteger().with_variant(Integer(), "sqlite")

log_tables = MetaData()


def _binary(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _position() -> Column[int]:
    return Column("position", Position, primary_key=True, autoincrement=False)


event = Table(
    "event",
    log_tables,
    _position(),
    _binary("originator_id"),
    Column("originator_version", Integer, nullable=False),
    Column("class_version", Integer, nullable=False),
    Column("topic", Text, nullable=False),
    Column("occurred", BigInteger, nullable=False),
    Column("recorded", BigInteger, nullable=False),
    _binary("actor"),
    _binary("on_behalf_of"),
    _binary("command"),
    _binary("correlation"),
    Column("causing", BigInteger, nullable=False),
    _binary("body_sha256"),
    _binary("body_sm3"),
    _binary("leaf_sha256"),
    _binary("leaf_sm3"),
    Index("event_stream", "originator_id", "originator_version", unique=True),
    Index("event_topic", "topic", "position"),
    # Worklists go back through what one person did; an ordinary event is in one of
    # these three.
    Index("event_actor", "actor", "position"),
    Index(
        "event_behalf",
        "on_behalf_of",
        "position",
        sqlite_where=text(f"on_behalf_of <> x'{NIL.hex}'"),
        postgresql_where=text(f"on_behalf_of <> '\\x{NIL.hex}'::bytea"),
    ),
    Index(
        "event_started",
        "actor",
        "position",
        sqlite_where=text("originator_version = 1"),
        postgresql_where=text("originator_version = 1"),
    ),
)

body = Table(
    "body",
    log_tables,
    _position(),
    _binary("salt"),
    _binary("payload"),
    _binary("metadata"),
)

command = Table(
    "command",
    log_tables,
    Column("id", LargeBinary, primary_key=True),
    _binary("body_hash"),
    Column("first_position", BigInteger),
    Column("last_position", BigInteger),
    sqlite_with_rowid=False,
)

log_head = Table(
    "log_head",
    log_tables,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("recorded", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    _binary("frontier_sha256"),
    _binary("frontier_sm3"),
)

tree_node = Table(
    "tree_node",
    log_tables,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _binary("sha256"),
    _binary("sm3"),
    sqlite_with_rowid=False,
)
"""Roots of complete subtrees, at the levels `tree.TILE` says."""

checkpoint = Table(
    "checkpoint",
    log_tables,
    Column("algorithm", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("signed", BigInteger, nullable=False),
    Column("occasion", Text, nullable=False),
    Column("person", LargeBinary),
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Signed heads; a note stands for the tree as it was at its position."""

log_format = Table(
    "log_format",
    log_tables,
    Column("format", Integer, primary_key=True, autoincrement=False),
)

_CREATE_INDEX = partial(CreateIndex, if_not_exists=True)

_DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
}


def create_tables(connection: Connection, metadata: MetaData) -> None:
    """Make all tables of a MetaData, with their indexes, in the store's schema."""
    for table in metadata.sorted_tables:
        create_table(connection, table)


def create_table(connection: Connection, table: Table) -> None:
    """Make one table with its indexes in the store's schema."""
    create_bare_table(connection, table)
    for index in indexes_of(table):
        create_index(connection, index)


def create_bare_table(connection: Connection, table: Table) -> None:
    """Make one table without its indexes: it fills faster so."""
    connection.driver(_text(connection, CreateTable, table))


def indexes_of(table: Table) -> list[Index]:
    """Return a table's indexes, always in the same order."""
    return sorted(table.indexes, key=lambda index: str(index.name))


def create_index(connection: Connection, index: Index) -> None:
    """Make one index, unless it is there."""
    connection.driver(_text(connection, _CREATE_INDEX, index))


def create_log(connection: Connection, version: int) -> None:
    """Make the log's tables, empty, in a format."""
    create_tables(connection, log_tables)
    connection.run("INSERT INTO [log_format] (format) VALUES (?)", (version,))
    connection.run(
        "INSERT INTO [log_head]"
        " (id, position, recorded, epoch, frontier_sha256, frontier_sm3)"
        " VALUES (1, 0, 0, 1, ?, ?)",
        (b"", b""),
    )


def _text(connection: Connection, make: Making, of: Any) -> str:
    if connection.schema is None:
        return _in_a_file(make, of)
    return str(
        make(of).compile(
            dialect=_DIALECTS[connection.dialect],
            schema_translate_map={None: connection.schema},
            render_schema_translate=True,
        )
    )


@lru_cache(maxsize=256)
def _in_a_file(make: Making, of: Any) -> str:
    """Every site of a process has the same tables; their text is made once."""
    return str(make(of).compile(dialect=_DIALECTS["sqlite"]))
