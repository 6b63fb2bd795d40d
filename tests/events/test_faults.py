"""Crashes, locks and failing media: real ones."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import (
    LogClosedAfterFault,
    StoreCorrupt,
    StoreFaulty,
    StoreLocked,
    StoreUnreachable,
)
from houqin.events.log import Log
from houqin.events.store import PostgresStore, SQLiteStore, pools
from tests.events.holder import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.events.store import Connection, Store

HOLDER = Path(__file__).with_name("holder.py")


def start_holder(store: Store, then: str) -> subprocess.Popen[str]:
    """Start another process and wait until it holds the lock."""
    url = store.url if isinstance(store, PostgresStore) else store.name
    process = subprocess.Popen(
        [sys.executable, HOLDER, url, store.schema or "", then],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@contextmanager
def held(store: Store) -> Iterator[None]:
    process = start_holder(store, "hold")
    try:
        yield
    finally:
        process.communicate("")


def append(log: Log, payload: dict[str, str] | None = None) -> int:
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        event = NewEvent(uuid4(), 1, "tests.Thing.Done", payload or {}, 0)
        return transaction.append([event])[0].position


def break_medium(connection: Connection) -> None:
    """Let no byte of what follows reach the store."""
    if connection.dialect == "sqlite":
        # The file may not grow any more, as on a disk that is full.
        ((pages,),) = connection.execute("PRAGMA page_count")
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return
    # The server drops us, as when it stops.
    ((pid,),) = connection.execute("SELECT pg_backend_pid()")
    url = connection._store.url  # type: ignore[attr-defined]
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (pid,))
    time.sleep(0.1)


def overfill(connection: Connection) -> None:
    break_medium(connection)
    connection.run(
        "INSERT INTO [body] (position, salt, payload, metadata)"
        " VALUES (0, zeroblob(9), zeroblob(99999), zeroblob(9))"
    )


def break_at_commit(connection: Connection) -> None:
    """Let the server drop us while it commits: nobody knows what came of it."""
    schema = connection.schema
    connection.driver(
        f'CREATE FUNCTION "{schema}".drop_us() RETURNS trigger LANGUAGE plpgsql AS'
        " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM"
        " pg_sleep(9); RETURN NULL; END $$"
    )
    connection.driver(
        f'CREATE CONSTRAINT TRIGGER drop_us AFTER INSERT ON "{schema}".event DEFERRABLE'
        f' INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "{schema}".drop_us()'
    )


def break_in_transaction(log: Log) -> None:
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        if log.store.dialect == "sqlite":
            break_medium(transaction.connection)
        if log.store.dialect == "postgresql":
            break_at_commit(transaction.connection)
        event = NewEvent(uuid4(), 1, "tests.Thing.Done", {"text": "x" * 50_000}, 0)
        transaction.append([event])


def test_a_crash_in_the_middle_of_a_transaction_leaves_nothing(store: Store) -> None:
    log = Log(store, SystemClock())
    append(log)
    process = start_holder(store, "crash")
    process.communicate()
    assert process.returncode == -9
    with store.reading() as connection:
        assert log.head(connection)[0] == 1
        assert log.verify(connection) == []
        assert connection.execute("SELECT * FROM [command]") == []
    assert append(log) == 2


def test_another_process_keeps_writers_out_until_the_timeout(
    new_store: Callable[..., Store],
) -> None:
    store = new_store(busy_timeout=0.2)
    store.create()
    log = Log(store, SystemClock())
    with held(store):
        started = time.monotonic()
        with pytest.raises(StoreLocked) as caught:
            append(log)
        assert 0.2 <= time.monotonic() - started < 5
        with store.reading() as connection:
            assert log.head(connection)[0] == 0
    assert (caught.value.name, caught.value.waited) == (store.name, 0.2)
    assert append(log) == 1


def test_a_writer_comes_in_between_two_steps_of_another(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "log.db")
    store.create()
    log = Log(store, SystemClock())
    process = start_holder(store, "steps")
    while process.poll() is None:
        append(log)
    assert process.stdout
    # Who waits in SQLite's own way looks again after a tenth of a second, and misses
    # nearly all of these gaps.
    assert int(process.stdout.read()) > STEPS // 2
    process.communicate()


def test_another_thread_keeps_writers_out_until_the_timeout(
    new_store: Callable[..., Store],
) -> None:
    store = new_store(busy_timeout=0.2)
    store.create()
    log = Log(store, SystemClock())
    refused: list[StoreLocked] = []

    def wait() -> None:
        with pytest.raises(StoreLocked) as caught:
            append(log)
        refused.append(caught.value)

    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())):
        thread = threading.Thread(target=wait)
        thread.start()
        thread.join()
    assert [error.name for error in refused] == [store.name]


def test_after_a_fault_nothing_is_written_until_verified(store: Store) -> None:
    log = Log(store, SystemClock())
    append(log)
    with pytest.raises(StoreFaulty) as caught:
        break_in_transaction(log)
    assert caught.value.name == store.name
    for _ in range(2):
        with pytest.raises(LogClosedAfterFault) as refused:
            append(log)
    assert refused.value.why == caught.value.why
    with store.reading() as connection:
        assert log.head(connection)[0] == 1
    store.reopen_verified()
    assert append(log, {"text": "x" * 50_000}) == 2
    with store.reading() as connection:
        assert log.verify(connection) == []


def test_a_head_that_disagrees_is_not_opened_again(store: Store) -> None:
    log = Log(store, SystemClock())
    append(log)
    with store.writing() as connection:
        connection.run("UPDATE [log_head] SET position = 2")
    with pytest.raises(StoreCorrupt, match="head at 2, last event 1, 1 events"):
        store.reopen_verified()


class TestPostgres:
    @pytest.fixture
    def log(self, postgres_url: str) -> Iterator[Log]:
        store = PostgresStore(postgres_url, f"site_{uuid4().hex[:8]}")
        store.create()
        yield Log(store, SystemClock())
        store.close()
        with psycopg.connect(postgres_url) as connection:
            connection.execute(f"DROP SCHEMA {store.schema} CASCADE")

    def test_a_connection_lost_before_the_commit_only_aborts(self, log: Log) -> None:
        def lose() -> None:
            with log.store.writing() as connection:
                break_medium(connection)
                connection.execute("SELECT 1")

        with pytest.raises(StoreUnreachable) as caught:
            lose()
        assert caught.value.name == log.store.name
        assert append(log) == 1

    def test_a_server_that_came_back_is_not_noticed(self, log: Log) -> None:
        append(log)
        assert isinstance(log.store, PostgresStore)
        with psycopg.connect(log.store.url) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                " AND query LIKE %s",
                (f"%{log.store.schema}%",),
            )
        time.sleep(0.1)
        assert append(log) == 2

    def test_a_full_pool_is_told(
        self, log: Log, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pools, "CONNECTIONS", 1)
        monkeypatch.setattr(pools, "WAIT", 1)
        assert isinstance(log.store, PostgresStore)
        # Another timeout is another pool.
        store = PostgresStore(log.store.url, log.store.schema or "", busy_timeout=2)
        with (
            pytest.raises(StoreUnreachable) as caught,
            store.reading(),
            store.reading(),
        ):
            pass
        store.close()
        assert caught.value.name == log.store.name


class TestSQLite:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SQLiteStore]:
        store = SQLiteStore(tmp_path / "a.db", busy_timeout=0.1)
        store.create()
        log = Log(store, SystemClock())
        for _ in range(200):
            append(log)
        store.close()
        yield store
        store.close()

    def test_a_fault_that_is_swallowed_is_not_committed_over(
        self, store: SQLiteStore
    ) -> None:
        def swallow() -> None:
            with store.writing() as connection:
                connection.run("UPDATE [log_head] SET epoch = 9")
                with pytest.raises(StoreFaulty), connection.savepoint():
                    overfill(connection)

        with pytest.raises(LogClosedAfterFault):
            swallow()
        with store.reading() as connection:
            assert connection.execute("SELECT epoch FROM [log_head]") == [(1,)]

    def overwrite(self, path: Path, start: int, size: int) -> None:
        with path.open("r+b") as file:
            file.seek(start)
            file.write(b"\xa5" * size)

    def test_a_damaged_page_is_found_when_reopening(self, store: SQLiteStore) -> None:
        # Behind the schema, which fills the first pages.
        self.overwrite(store.path, store.path.stat().st_size - 8192, 4096)
        with pytest.raises(StoreCorrupt) as caught:
            store.reopen_verified()
        assert caught.value.name == store.name

    def test_a_damaged_schema_is_found_when_reopening(self, store: SQLiteStore) -> None:
        self.overwrite(store.path, 100, 3000)
        with pytest.raises((StoreCorrupt, StoreFaulty)) as caught:
            store.reopen_verified()
        assert caught.value.name == store.name

    def test_a_damaged_page_stops_a_reader_by_name(self, store: SQLiteStore) -> None:
        self.overwrite(store.path, 4096, 4096 * 8)
        log = Log(store, SystemClock())
        with pytest.raises(StoreFaulty) as caught, store.reading() as connection:
            list(log.read(connection))
        assert caught.value.name == store.name
        with pytest.raises(LogClosedAfterFault):
            append(log)

    def test_a_file_locked_whole_is_told(self, store: SQLiteStore) -> None:
        code = (
            "import sqlite3, sys; raw = sqlite3.connect(sys.argv[1]);"
            "raw.execute('PRAGMA locking_mode = EXCLUSIVE');"
            "raw.execute('BEGIN EXCLUSIVE'); print('ready', flush=True);"
            "sys.stdin.read()"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, store.name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            with pytest.raises(StoreLocked) as caught, store.reading():
                pass
            process.communicate(b"")
        assert caught.value.name == store.name
