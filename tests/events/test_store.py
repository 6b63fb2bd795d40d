"""What a store is, how it is made, and that it is never mistaken for another."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from houqin.events import schema
from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import (
    ForeignStore,
    IntegrityRefused,
    StatementRefused,
    StoreExists,
    StoreMissing,
    StoreUnreachable,
)
from houqin.events.log import Log
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
        connection.defer(INSERT, (2, "two"))
        connection.defer(INSERT, (3, "three"))
    assert len(rows(noted)) == 3

    def defer_what_fails() -> None:
        with noted.writing() as connection:
            connection.run(INSERT, (4, "four"))
            connection.defer(INSERT, (1, "again"))

    with pytest.raises(IntegrityRefused):
        defer_what_fails()
    assert len(rows(noted)) == 3


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


class TestSQLite:
    def test_files_are_durable_unless_told_otherwise(self, tmp_path: Path) -> None:
        for durable, synchronous in ((True, 2), (False, 0)):
            store = SQLiteStore(tmp_path / f"{durable}.db", durable=durable)
            store.create()
            with store.writing() as connection:
                assert connection.execute("PRAGMA synchronous") == [(synchronous,)]
                assert connection.execute("PRAGMA journal_mode") == [("wal",)]
                assert connection.execute("PRAGMA foreign_keys") == [(1,)]
            store.close()

    def test_creation_leaves_one_file_and_its_folder(self, tmp_path: Path) -> None:
        store = SQLiteStore(tmp_path / "sites" / "a b#?%.db")
        store.create()
        with store.reading() as connection:
            assert connection.execute("SELECT format FROM [log_format]") == [(1,)]
        store.close()
        assert [file.name for file in store.path.parent.iterdir()] == ["a b#?%.db"]

    def test_the_journal_of_a_deleted_log_is_in_the_way(self, tmp_path: Path) -> None:
        journal = tmp_path / "a.db-wal"
        journal.write_bytes(b"old frames")
        with pytest.raises(StoreExists, match=r"a\.db-wal"):
            SQLiteStore(tmp_path / "a.db").create()
        assert not (tmp_path / "a.db").exists()

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StoreUnreachable) as caught:
            SQLiteStore(tmp_path / "file" / "a.db").create()
        assert caught.value.name == str(tmp_path / "file" / "a.db")

    def test_a_folder_is_no_log(self, tmp_path: Path) -> None:
        with pytest.raises(StoreUnreachable), SQLiteStore(tmp_path).reading():
            pass

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "application id 0x00000000"),
            (b"a text, not a database, and long enough " * 30, "not a SQLite database"),
        ],
    )
    def test_a_file_of_another_kind_is_refused(
        self, tmp_path: Path, content: bytes, why: str
    ) -> None:
        path = tmp_path / "a.db"
        path.write_bytes(content)
        for use in (SQLiteStore(path).reading, SQLiteStore(path).writing):
            with pytest.raises(ForeignStore) as caught, use():
                pass
            assert (caught.value.name, caught.value.why) == (str(path), why)
        assert path.read_bytes() == content

    def test_another_programs_database_is_left_as_it_is(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        with sqlite3.connect(path) as raw:
            raw.execute("CREATE TABLE log_head (position)")
        raw.close()
        before = path.read_bytes()
        with pytest.raises(ForeignStore), SQLiteStore(path).writing():
            pass
        assert path.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == ["a.db"]

    def test_a_format_of_the_future_is_refused(self, tmp_path: Path) -> None:
        store = SQLiteStore(tmp_path / "a.db")
        store.create()
        raw = sqlite3.connect(store.path)
        raw.execute("PRAGMA user_version = 2")
        raw.close()
        with pytest.raises(ForeignStore, match="format 2, this program knows 1"):
            store.verify_identity()

    def test_readers_are_kept_up_to_a_limit(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("houqin.events.store.sqlite.IDLE_READERS", 1)
        store = SQLiteStore(tmp_path / "a.db")
        store.create()
        with store.reading(), store.reading():
            pass
        assert len(store._readers) == 1
        store.close()


class TestPostgres:
    def test_a_schema_of_something_else_is_refused(self, postgres_url: str) -> None:
        name = f"other_{uuid4().hex[:8]}"
        with psycopg.connect(postgres_url) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        store = PostgresStore(postgres_url, name)
        with pytest.raises(ForeignStore) as caught, store.reading():
            pass
        assert caught.value.name == store.name
        with pytest.raises(StoreExists):
            store.create()
        store.close()
        with psycopg.connect(postgres_url) as connection:
            connection.execute(f"DROP SCHEMA {name}")

    @pytest.mark.parametrize(
        ("change", "known"),
        [
            ("UPDATE {}.log_format SET format = 2", "format 2,"),
            ("DELETE FROM {}.log_format", "format none,"),
        ],
    )
    def test_a_format_of_the_future_is_refused(
        self, postgres_url: str, change: str, known: str
    ) -> None:
        store = PostgresStore(postgres_url, f"site_{uuid4().hex[:8]}")
        store.create()
        with psycopg.connect(postgres_url) as connection:
            connection.execute(change.format(store.schema))
        with pytest.raises(ForeignStore, match=known):
            store.verify_identity()
        store.close()
        with psycopg.connect(postgres_url) as connection:
            connection.execute(f"DROP SCHEMA {store.schema} CASCADE")

    def test_a_server_that_is_not_there_is_named_without_its_password(self) -> None:
        store = PostgresStore("postgresql://clerk:secret@127.0.0.1:1/county", "site_a")
        with pytest.raises(StoreUnreachable) as caught:
            store.exists()
        assert caught.value.name == "site_a@127.0.0.1:1/county"
        assert "secret" not in str(caught.value)

    def test_stores_of_one_server_share_its_pool(self, postgres_url: str) -> None:
        stores = [PostgresStore(postgres_url, f"site_{letter}") for letter in "ab"]
        for store in stores:
            assert not store.exists()
        assert stores[0]._pool is stores[1]._pool is not None
        pool = stores[0]._pool
        stores[0].close()
        assert not pool.closed
        stores[1].close()
        assert pool.closed

    def test_connections_carry_nothing_from_one_use_to_the_next(
        self, postgres_url: str
    ) -> None:
        store = PostgresStore(postgres_url, f"site_{uuid4().hex[:8]}")
        store.create()
        log = Log(store, SystemClock())
        settings = (
            "SELECT current_setting('search_path'),"
            " current_setting('transaction_isolation'),"
            " current_setting('transaction_read_only')"
        )
        for _ in range(3):
            with store.reading() as connection:
                assert connection.execute(settings) == [
                    ('"$user", public', "repeatable read", "on")
                ]
            with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
                transaction.append([NewEvent(uuid4(), 1, "a.B.C", {}, 0)])
                assert transaction.connection.execute(settings) == [
                    ('"$user", public', "read committed", "off")
                ]
        store.close()
        with psycopg.connect(postgres_url) as connection:
            connection.execute(f"DROP SCHEMA {store.schema} CASCADE")
