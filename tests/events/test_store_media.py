"""What is particular to a SQLite file, and to a schema of a PostgreSQL server."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import (
    ForeignStore,
    OldFormat,
    StoreExists,
    StoreFaulty,
    StoreUnreachable,
)
from houqin.events.log import Log
from houqin.events.store import FORMAT, PostgresStore, SQLiteStore

if TYPE_CHECKING:
    from pathlib import Path


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
            assert connection.execute("SELECT format FROM [log_format]") == [(FORMAT,)]
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

    @pytest.mark.parametrize("other", [FORMAT - 1, FORMAT + 1])
    def test_another_format_is_refused(self, tmp_path: Path, other: int) -> None:
        store = SQLiteStore(tmp_path / "a.db")
        store.create()
        raw = sqlite3.connect(store.path)
        raw.execute(f"PRAGMA user_version = {other}")
        raw.close()
        with pytest.raises(OldFormat) as caught:
            store.verify_identity()
        assert (caught.value.found, caught.value.known) == (str(other), FORMAT)

    def test_a_fault_whose_message_is_no_text_is_a_fault_of_the_medium(
        self, tmp_path: Path
    ) -> None:
        """SQLite quotes the damaged name of a table in what it says."""
        store = SQLiteStore(tmp_path / "a.db")
        store.create()
        store.close()
        content = store.path.read_bytes()
        for whole, broken in (
            (b"tablecheckpointcheckpoint", b"table\x8aheckpointcheckpoint"),
            (b"CREATE TABLE checkpoint", b"CREATE TABLE )heckpoint"),
        ):
            assert whole in content
            content = content.replace(whole, broken)
        store.path.write_bytes(content)
        with pytest.raises(StoreFaulty), store.reading():
            pass

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
            ("UPDATE {}.log_format SET format = 1", "1"),
            ("DELETE FROM {}.log_format", "none"),
        ],
    )
    def test_another_format_is_refused(
        self, postgres_url: str, change: str, known: str
    ) -> None:
        store = PostgresStore(postgres_url, f"site_{uuid4().hex[:8]}")
        store.create()
        with psycopg.connect(postgres_url) as connection:
            connection.execute(change.format(store.schema))
        with pytest.raises(OldFormat) as caught:
            store.verify_identity()
        assert caught.value.found == known
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
        # An address of its own: other tests' sites may be open on the server's pool.
        url = f"{postgres_url}{'&' if '?' in postgres_url else '?'}application_name=own"
        stores = [PostgresStore(url, f"site_{letter}") for letter in "ab"]
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
