"""What a store is, how it is made, and that it is never mistaken for another."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from houqin.events import schema
from houqin.events.errors import (
    IntegrityRefused,
    StatementRefused,
    StoreExists,
    StoreMissing,
    StoreUnreachable,
)
from houqin.events.store import PostgresStore, SQLiteStore, open_store
from houqin.events.store.brackets import Translation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from houqin.events.store import Connection, Store

notes = MetaData()
Table(
    "note",
    notes,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Index("note_title", "title", unique=True),
)
INSERT = "INSERT INTO [note] (id, title) VALUES (?, ?)"
ALL = "SELECT id, title FROM [note] ORDER BY id"


@pytest.fixture
def noted(store: Store) -> Store:
    """A store with a table of somebody else's and a row in it."""
    with store.writing() as connection:
        schema.create_tables(connection, notes)
        connection.run(INSERT, (1, "one"))
    return store


def rows(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return connection.execute(ALL)


def test_a_store_is_there_once_it_is_created(new_store: Callable[..., Store]) -> None:
    store = new_store()
    assert not store.exists()
    with pytest.raises(StoreMissing) as caught:
        store.verify_identity()
    assert caught.value.name == store.name
    store.create()
    assert store.exists()
    store.verify_identity()


def test_a_store_is_not_created_over_another(noted: Store) -> None:
    with pytest.raises(StoreExists) as caught:
        noted.create()
    assert caught.value.name == noted.name
    assert rows(noted) == [(1, "one")]


def test_one_of_many_creates_the_store(new_store: Callable[..., Store]) -> None:
    store = new_store()
    store.exists()  # opens the pool
    outcomes: list[str] = []

    def create() -> None:
        try:
            store.create()
        except StoreExists:
            outcomes.append("exists")
        else:
            outcomes.append("created")

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["created", "exists", "exists", "exists"]
    store.verify_identity()


@pytest.mark.parametrize("way", ["reading", "writing"])
def test_a_missing_store_is_not_made_by_using_it(
    new_store: Callable[..., Store], way: str
) -> None:
    store = new_store()
    with pytest.raises(StoreMissing), getattr(store, way)():
        pass
    assert not store.exists()


def test_stores_of_one_server_or_folder_keep_apart(
    new_store: Callable[..., Store],
) -> None:
    stores = [new_store(), new_store()]
    for number, store in enumerate(stores, start=1):
        store.create()
        with store.writing() as connection:
            schema.create_tables(connection, notes)
            connection.run(INSERT, (number, "same title"))
    # The statements are prepared by now; each has to find its own table still.
    for _ in range(8):
        for number, store in enumerate(stores, start=1):
            assert rows(store) == [(number, "same title")]


def test_a_closed_store_opens_again_when_used(noted: Store) -> None:
    noted.close()
    noted.close()
    assert rows(noted) == [(1, "one")]


def test_many_readers_at_once(noted: Store) -> None:
    with noted.reading() as one, noted.reading() as two, noted.writing() as writer:
        writer.run(INSERT, (2, "two"))
        assert one.execute(ALL) == two.execute(ALL) == [(1, "one")]
    assert len(rows(noted)) == 2


def test_readers_cannot_write(noted: Store) -> None:
    with (
        pytest.raises((StatementRefused, StoreUnreachable)),
        noted.reading() as connection,
    ):
        connection.run(INSERT, (2, "two"))
    assert rows(noted) == [(1, "one")]


def test_a_refused_statement_is_told_with_its_kind(noted: Store) -> None:
    with pytest.raises(IntegrityRefused) as caught, noted.writing() as connection:
        connection.run(INSERT, (1, "again"))
    assert caught.value.sql == INSERT
    with pytest.raises(StatementRefused) as other, noted.writing() as connection:
        connection.execute("SELECT nothing FROM [note]")
    assert not isinstance(other.value, IntegrityRefused)
    with pytest.raises(IntegrityRefused), noted.writing() as connection:
        connection.run_many(INSERT, [(2, "two"), (2, "two")])
    with pytest.raises(StatementRefused), noted.writing() as connection:
        connection.driver("SELECT FROM WHERE")
    assert rows(noted) == [(1, "one")]


def insert(connection: Connection, *ids: int) -> None:
    for id_ in ids:
        connection.run(INSERT, (id_, f"number {id_}"))


def fail_in_savepoint(connection: Connection, *ids: int) -> None:
    with connection.savepoint():
        insert(connection, *ids)
        raise ZeroDivisionError


def test_a_savepoint_undoes_its_own_part(noted: Store) -> None:
    with noted.writing() as connection:
        insert(connection, 2)
        with pytest.raises(ZeroDivisionError):
            fail_in_savepoint(connection, 3)
        with pytest.raises(IntegrityRefused), connection.savepoint():
            insert(connection, 4, 1)
        with connection.savepoint():
            insert(connection, 5)
            with pytest.raises(ZeroDivisionError):
                fail_in_savepoint(connection, 6)
            with connection.savepoint():
                insert(connection, 7)
        insert(connection, 8)
    assert [row[0] for row in rows(noted)] == [1, 2, 5, 7, 8]


def test_a_pipeline_tells_of_errors_at_its_end(noted: Store) -> None:
    with (
        pytest.raises(IntegrityRefused),
        noted.writing() as connection,
        connection.pipeline(),
    ):
        connection.run(INSERT, (1, "again"))
    with noted.writing() as connection:
        with connection.pipeline():
            connection.run(INSERT, (2, "two"))
            connection.run_many(INSERT, [(3, "three"), (4, "four")])
        assert len(connection.execute(ALL)) == 4


def test_what_is_deferred_is_done_by_the_commit(noted: Store) -> None:
    with noted.writing() as connection:
        connection.defer(INSERT, lambda: (2, "two"))
        connection.defer(INSERT, lambda: (3, "three"))
    assert len(rows(noted)) == 3

    def defer_what_fails() -> None:
        with noted.writing() as connection:
            connection.run(INSERT, (4, "four"))
            connection.defer(INSERT, lambda: (1, "again"))

    with pytest.raises(IntegrityRefused):
        defer_what_fails()
    assert len(rows(noted)) == 3


def test_only_what_can_be_made_again_does_not_wait_for_the_disk(noted: Store) -> None:
    with noted.deriving() as connection:
        insert(connection, 3)
        if noted.dialect == "postgresql":
            assert connection.execute("SHOW synchronous_commit") == [("off",)]
    with noted.writing() as connection:
        insert(connection, 4)
        if noted.dialect == "postgresql":
            assert connection.execute("SHOW synchronous_commit") == [("on",)]
    assert [row[0] for row in rows(noted)][-2:] == [3, 4]


def test_a_statement_without_rows_returns_none(noted: Store) -> None:
    with noted.writing() as connection:
        assert connection.execute(INSERT, (2, "two")) == []
        assert connection.execute("SELECT id FROM [note] WHERE id = ?", (9,)) == []


def test_question_marks_and_brackets_in_literals_are_text(noted: Store) -> None:
    with noted.reading() as connection:
        sql = "SELECT '[note]? it''s 5 %', ?, 7 % 4"
        assert connection.execute(sql, ("[x]?%",)) == [("[note]? it's 5 %", "[x]?%", 3)]


def test_sums_are_integers(noted: Store) -> None:
    with noted.reading() as connection:
        ((total,),) = connection.execute(
            "SELECT sum(position) FROM (SELECT position FROM [log_head]"
            " UNION ALL SELECT 9007199254740991) AS numbers"
        )
    assert total == 9007199254740991
    assert type(total) is int


def test_the_address_says_what_is_opened(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/a.db", f"{tmp_path}/a.db"):
        store = open_store(url, durable=False, busy_timeout=3)
        assert isinstance(store, SQLiteStore)
        assert store.path == tmp_path / "a.db"
        assert (store.durable, store.busy_timeout) == (False, 3)
    url = "postgresql://clerk:secret@db.example:5433/county"
    server = open_store(url, "site_a", busy_timeout=3)
    assert isinstance(server, PostgresStore)
    assert (server.dialect, server.schema) == ("postgresql", "site_a")
    assert server.name == "site_a@db.example:5433/county"
    with pytest.raises(ValueError, match="schema's name"):
        open_store(url)
    with pytest.raises(ValueError, match="not a schema's name"):
        open_store(url, 'a"; DROP SCHEMA b; --')


def test_translations_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("houqin.events.store.brackets.KEPT", 2)
    texts = Translation("site_a")
    for number in range(5):
        assert texts[f"SELECT {number}"] == f"SELECT {number}"
        assert len(texts) <= 2
