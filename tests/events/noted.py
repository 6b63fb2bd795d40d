"""A store with a table of somebody else's, written to in a hastened transaction."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from houqin.events import schema
from houqin.events.errors import StatementRefused

if TYPE_CHECKING:
    from houqin.events.store import Connection, Store

notes = MetaData()
Table(
    "note",
    notes,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
)
INSERT = "INSERT INTO [note] (id, title) VALUES (?, ?)"
SET = f"{INSERT} ON CONFLICT (id) DO UPDATE SET title = excluded.title"
TITLE = "SELECT title FROM [note] WHERE id = ?"
IDS = "SELECT id FROM [note] ORDER BY id"
REFUSED = (StatementRefused,)


@pytest.fixture
def noted(store: Store) -> Store:
    with store.writing() as connection:
        schema.create_tables(connection, notes)
        insert(connection, 1)
    return store


def insert(connection: Connection, *ids: int) -> None:
    for id_ in ids:
        connection.run(INSERT, (id_, f"number {id_}"))


def ids(store: Store) -> list[int]:
    with store.reading() as connection:
        return [row[0] for row in connection.execute(IDS)]


def write(
    store: Store,
    *earlier: int,
    put_off: tuple[int, ...],
    instead: tuple[int, ...] = (),
    deferred: str | None = "deferred",
) -> None:
    """Rows at once, rows put off with others in their place, and one deferred."""
    with store.writing() as connection:
        connection.hasten()
        insert(connection, *earlier)
        connection.put_off(
            partial(insert, connection, *put_off),
            partial(insert, connection, *instead),
            REFUSED,
        )
        insert(connection, 90)
        connection.defer(SET, lambda: (91, deferred))
