"""Each system call of an append fails once: nothing acknowledged is lost by it.

strace makes the kernel's answer; what it does to a log on SQLite is seen in full, for
on PostgreSQL another program does the writing.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.log import Log
from houqin.events.store import SQLiteStore
from tests.events.appender import APPENDS
from tests.unmeasured import unmeasured

APPENDER = Path(__file__).with_name("appender.py")
#: Calls by which an append reaches the disk.
CALLS = ("pwrite64", "fdatasync", "openat", "ftruncate", "unlink")
#: Calls that would do it too, and that no append makes: SQLite renames no file.
UNUSED = (
    "rename", "renameat", "renameat2", "fsync", "sync_file_range", "pwritev",
    "pwritev2", "fallocate", "link", "linkat",
)  # fmt: skip
_CALL = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)
_APPENDER = re.compile(r"^(\d+)\s+pwrite64", re.MULTILINE)


def strace(folder: Path, call: str, count: int, *options: str) -> str:
    """Run appenders under strace and return what they said."""
    done = subprocess.run(
        ["strace", "-f", *options, sys.executable, APPENDER, folder, call, str(count)],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def permitted() -> None:
    """Skip where the system lets nobody trace a process of its own."""
    if shutil.which("strace") is None:
        pytest.fail("strace is missing: apt-get install strace")
    tried = subprocess.run(
        ["strace", "-o", os.devnull, "true"],
        capture_output=True,
        text=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip(f"ptrace is not permitted here: {tried.stderr.strip()}")


@pytest.fixture
def prepare(tmp_path: Path) -> Path:
    """A log with one command, to be copied."""
    store = SQLiteStore(tmp_path / "first" / "a.db")
    store.create()
    log = Log(store, SystemClock())
    with log.transaction(Authorship(UUID(int=1), UUID(int=1), UUID(int=1))) as writing:
        event = NewEvent(UUID(int=2), 1, "tests.Thing.Done", {}, 0)
        writing.append([event])
        writing.record_command(UUID(int=1), b"hash", 1, 1)
    store.close()
    return tmp_path


def copies(folder: Path, count: int) -> None:
    for number in range(1, count + 1):
        (folder / str(number)).mkdir()
        shutil.copy(folder / "first" / "a.db", folder / str(number) / "a.db")


@pytest.fixture
def counted(prepare: Path) -> Counter[str]:
    """How often appends make each call, when none fails."""
    copies(prepare, 1)
    out = prepare / "calls"
    options = (f"--trace={','.join(CALLS + UNUSED)}", "-o", str(out))
    said = strace(prepare, "openat", 1, *options)
    assert said.count("acknowledged") == APPENDS
    written = out.read_text()
    fork = _APPENDER.findall(written)[-1]
    own = "".join(x for x in written.splitlines(keepends=True) if x.startswith(fork))
    shutil.rmtree(prepare / "1")
    found = Counter(_CALL.findall(own))
    assert set(found) <= set(CALLS)
    return found


def assert_nothing_lost(path: Path, said: list[list[str]]) -> None:
    """What was acknowledged is there, what failed perhaps, and all of it whole."""
    log = Log(SQLiteStore(path), SystemClock())
    with log.store.reading() as connection:
        assert log.verify(connection) == []
        events = Counter(event.command for event in log.read(connection))
    log.store.close()
    acknowledged = {UUID(words[1]) for words in said if words[0] == "acknowledged"}
    failed = {UUID(words[1]) for words in said if words[0].startswith(("Store", "Log"))}
    there = events.keys() - {UUID(int=1)}
    assert acknowledged <= there <= acknowledged | failed
    assert {events[command] for command in there} <= {2}


@pytest.mark.slow
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("error", ["EIO", "ENOSPC"])
def test_a_call_that_fails_loses_nothing_acknowledged(
    prepare: Path, counted: Counter[str], call: str, error: str
) -> None:
    count = counted[call]
    assert count > 0
    copies(prepare, count)
    inject = f"inject={call}:error={error}:when={count}"
    output = strace(
        prepare, call, count, "-e", f"trace={call}", "-e", inject, "-o", os.devnull
    )
    lines: dict[int, list[list[str]]] = {}
    for line in output.splitlines():
        number, *words = line.split()
        lines.setdefault(int(number), []).append(words)
    assert list(lines) == list(range(1, count + 1))
    for number, said in lines.items():
        ends = [words[0] for words in said]
        # Between a fault and reopening it took nothing.
        assert "open" not in ends
        faults = sum(end in {"StoreFaulty", "StoreFull"} for end in ends)
        assert ends.count("closed") == faults
        assert_nothing_lost(prepare / str(number) / "a.db", said)
    ended = Counter(words[0] for said in lines.values() for words in said)
    print(f"{call} {error}: {count} calls failed once each, {dict(ended)}")  # noqa: T201 - figures for docs/durability.md
    if call in {"pwrite64", "fdatasync"}:
        assert ended["closed"] > 0
