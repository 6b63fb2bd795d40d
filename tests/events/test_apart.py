"""Room beside a SQLite log: nobody waits for it, sees it, or finds it later."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from houqin.events.errors import IntegrityRefused, StatementRefused, StoreFull
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from houqin.events.store.apart import Apart

INSERT = "INSERT INTO beside.made VALUES (?)"
HERE = "SELECT position FROM [log_head]"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    made = SQLiteStore(tmp_path / "log.db", busy_timeout=0.2)
    made.create()
    yield made
    made.close()


@pytest.fixture
def apart(store: SQLiteStore) -> Iterator[Apart]:
    with store.apart() as made:
        made.run("CREATE TABLE beside.made (number INTEGER NOT NULL)")
        yield made


def test_it_is_filled_while_another_writes(store: SQLiteStore, apart: Apart) -> None:
    with store.writing():
        apart.fill(INSERT, [(1,), (2,)])
    with store.writing_from(apart) as connection:
        connection.run("CREATE TABLE kept AS SELECT number FROM beside.made")
    with store.reading() as connection:
        assert connection.execute("SELECT number FROM kept") == [(1,), (2,)]


def test_nobody_else_sees_it(store: SQLiteStore, apart: Apart) -> None:
    apart.fill(INSERT, [(1,)])
    with (
        store.reading() as connection,
        pytest.raises(StatementRefused, match="no such table"),
    ):
        connection.execute("SELECT * FROM beside.made")
    assert {file.name for file in store.path.parent.iterdir()} <= {
        "log.db", "log.db-wal", "log.db-shm",
    }  # fmt: skip


@pytest.mark.parametrize("wrong", [None, 2**70])
def test_rows_of_which_one_is_refused_leave_none(
    store: SQLiteStore, apart: Apart, wrong: object
) -> None:
    apart.fill(INSERT, [(1,)])
    with pytest.raises((IntegrityRefused, OverflowError)):
        apart.fill(INSERT, [(2,), (wrong,)])
    apart.fill(INSERT, [(3,)])
    with store.writing_from(apart) as connection:
        assert connection.execute("SELECT number FROM beside.made") == [(1,), (3,)]
    assert store.fault is None


def test_no_room_for_it_does_not_close_the_log(
    store: SQLiteStore, apart: Apart
) -> None:
    apart.run("PRAGMA beside.max_page_count = 3")
    with pytest.raises(StoreFull):
        apart.fill(INSERT, [(number,) for number in range(10_000)])
    assert store.fault is None
    with store.writing() as connection:
        assert connection.execute(HERE) == [(0,)]


def test_what_is_raised_leaves_the_log_as_it_was(
    store: SQLiteStore, apart: Apart
) -> None:
    apart.fill(INSERT, [(1,)])

    def broken_off() -> None:
        with store.writing_from(apart) as connection:
            connection.run("CREATE TABLE kept AS SELECT number FROM beside.made")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    with store.writing_from(apart) as connection:
        assert connection.execute("SELECT number FROM beside.made") == [(1,)]
        assert not connection.execute(
            "SELECT 1 FROM main.sqlite_master WHERE name = 'kept'"
        )


_KILLED = """
import os, sys
from houqin.events.store import SQLiteStore
with SQLiteStore(sys.argv[1]).apart() as apart:
    apart.run("CREATE TABLE beside.made (text TEXT)")
    # More than the database keeps in memory.
    apart.fill("INSERT INTO beside.made VALUES (?)", [("张三" * 5000,)] * 500)
    print(sum(bool(f.name) for f in os.scandir(os.environ["SQLITE_TMPDIR"])))
    files = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")
             if os.path.lexists(f"/proc/self/fd/{n}")]
    print(sum("(deleted)" in name for name in files), flush=True)
    os.kill(os.getpid(), 9)
"""


def test_a_killed_process_leaves_nothing_of_it(
    store: SQLiteStore, tmp_path: Path
) -> None:
    room = tmp_path / "room"
    room.mkdir()
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(store.path)],
        env={**os.environ, "SQLITE_TMPDIR": str(room)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == -9, ended.stderr
    # It was on the disk, under no name.
    assert ended.stdout.split() == ["0", "1"]
    assert list(room.iterdir()) == []
