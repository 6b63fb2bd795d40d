"""Verification of logs of more than one range, by one process and by two."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.events import examination, verification
from houqin.events.clock import SteppingClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.log import Log
from houqin.events.store import SQLiteStore
from houqin.events.tree import ALGORITHMS, SHA256
from houqin.events.tree_nodes import StoredTree
from houqin.events.verification import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from houqin.events.examination import Examined
    from houqin.events.store import Connection, Store
    from houqin.events.verification import Range

START = 1_700_000_000_000_000
SIZES = (1, 256, 300, 512, 513)
NODE = "INSERT INTO [tree_node] (level, number, sha256, sm3) SELECT"
COMMAND = "INSERT INTO [command] (id, body_hash, first_position, last_position) SELECT"


@pytest.fixture
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tile to a range, so that few events make several."""
    monkeypatch.setattr(examination, "BATCH", 100)
    for module in (examination, verification):
        monkeypatch.setattr(module, "LEVEL", 8)
        monkeypatch.setattr(module, "SIZE", 256)


def append(log: Log, count: int, per_stream: int = 1) -> None:
    streams = [uuid4() for _ in range(count // per_stream)]
    new = [
        NewEvent(stream, version, "tests.Thing.Done", {"n": version}, START)
        for version in range(1, per_stream + 1)
        for stream in streams
    ]
    command = uuid4()
    with log.transaction(Authorship(uuid4(), command, command)) as transaction:
        done = transaction.append(new)
        transaction.record_command(command, b"h", done[0].position, done[-1].position)


@pytest.fixture
def log(store: Store, small_ranges: None) -> Log:
    log = Log(store, SteppingClock(START))
    append(log, 500, per_stream=5)
    append(log, 100)
    return log


def problems(log: Log, *tampering: str) -> list[Problem]:
    with log.store.writing() as connection:
        for sql in tampering:
            connection.run(sql)
    with log.store.reading() as connection:
        return verification.verify(connection).problems


def roots(connection: Connection) -> dict[tuple[str, int], bytes]:
    return {
        (each.name, size): StoredTree(connection, each).root(size)
        for each in ALGORITHMS
        for size in (*SIZES, 600)
    }


def test_a_whole_log_has_the_roots_it_had(log: Log) -> None:
    progress: list[int] = []
    with log.store.reading() as connection:
        done = verification.verify(connection, sizes=SIZES, progress=progress.append)
        assert (done.problems, done.position, done.events) == ([], 600, 600)
        known = roots(connection)
        assert {key: root for key, root in done.roots.items() if key in known} == known
    assert progress == [256, 512, 600]


def test_an_empty_log_is_whole(store: Store) -> None:
    with store.reading() as connection:
        done = verification.verify(connection)
    assert (done.problems, done.position) == ([], 0)


@pytest.mark.parametrize(
    ("tampering", "expected"),
    [
        ("DELETE FROM [event] WHERE position = 257", Problem("missing", 257, 257)),
        (
            "DELETE FROM [event] WHERE position BETWEEN 250 AND 520",
            Problem("missing", 250, 520),
        ),
        (
            "UPDATE [event] SET recorded = recorded - 9 WHERE position = 513",
            Problem("order", 513, 513),
        ),
        (
            "UPDATE [tree_node] SET sm3 = sha256 WHERE number = 1",
            Problem("tree", 257, 512),
        ),
        (
            f"{NODE} 16, 0, sha256, sm3 FROM [tree_node] WHERE number = 1",
            Problem("tree", 1, 65_536),
        ),
        (
            f"{NODE} 8, 700, sha256, sm3 FROM [tree_node] WHERE number = 1",
            Problem("tree", 1, 600),
        ),
        (
            "UPDATE [event] SET position = 9000000000000000000 WHERE position = 600",
            Problem("missing", 600, 8_999_999_999_999_999_999),
        ),
        (
            "UPDATE [event] SET position = -5 WHERE position = 600",
            Problem("stray", -5, -5),
        ),
        (
            "UPDATE [log_head] SET position = 9000000000000000000",
            Problem("head", 601, 9_000_000_000_000_000_000),
        ),
        (
            "UPDATE [log_head] SET recorded = recorded + 1",
            Problem("head", 600, 600),
        ),
        (
            "UPDATE [command] SET last_position = 499 WHERE first_position = 1",
            Problem("command", 500, 500),
        ),
        (
            f"{COMMAND} body_sha256, body_sha256, 7, 9 FROM [event] WHERE position = 1",
            Problem("command", 7, 9),
        ),
        (
            "UPDATE [event] SET originator_version = 99 WHERE position = 1",
            Problem("version", 1, 1),
        ),
    ],
)
def test_what_does_not_hold_is_placed(
    log: Log, tampering: str, expected: Problem
) -> None:
    assert expected in problems(log, tampering)


def test_a_gap_is_told_once(log: Log) -> None:
    found = problems(
        log,
        "DELETE FROM [event] WHERE position BETWEEN 200 AND 300",
        "DELETE FROM [body] WHERE position BETWEEN 200 AND 300",
    )
    assert [each for each in found if each.code != "command"] == [
        Problem("missing", 200, 300)
    ]


def test_what_was_changed_lies_between_two_signed_heads(log: Log) -> None:
    with log.store.reading() as connection:
        heads = [(*key, root) for key, root in roots(connection).items()]
        done = verification.verify(connection, sizes=SIZES)
    assert verification.against(done, heads) == []
    others = [
        (name, size, root if size < 300 else b"\0" * 32) for name, size, root in heads
    ]
    found = verification.against(done, [each for each in others if each[0] == "sm3"])
    assert found[0] == Problem("root", 257, 300)
    longer = [("sha256", 700, b"\0" * 32)]
    assert verification.against(done, longer) == [Problem("cut", 601, 700)]


def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    """One event more than a range holds, so that both have something to do."""
    store = SQLiteStore(tmp_path / "long.db", durable=False)
    store.create()
    log = Log(store, SteppingClock(START))
    append(log, examination.SIZE + 1)
    with store.reading() as connection:
        alone = verification.verify(connection)
        with verification.several(store, 2) as runner:
            together = verification.verify(connection, runner=runner)
    assert alone.problems == []
    assert together == alone
    assert ("sha256", examination.SIZE + 1) in together.roots
    last = "UPDATE [body] SET payload = metadata WHERE position = 65537"
    with store.writing() as connection:
        connection.run(last)
    with (
        store.reading() as connection,
        verification.several(store, 2) as runner,
    ):
        done = verification.verify(connection, runner=runner)
        tree = StoredTree(connection, SHA256)
        assert done.roots["sha256", tree.size] == tree.root(tree.size)
    assert done.problems == [Problem("body", 65_537, 65_537)]
    store.close()


def test_what_is_appended_and_erased_meanwhile_is_no_problem(log: Log) -> None:
    """Other processes read each range later than the head was read."""
    stream = uuid4()
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        transaction.append([NewEvent(stream, 1, "tests.Thing.Done", {}, START)])
    versions = count(2)

    def later(ranges: Iterable[Range]) -> Iterator[Examined]:
        for each in ranges:
            said = {"target": 1, "payload": {}, "metadata": {}}
            with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
                erasing = NewEvent(stream, next(versions), PAYLOAD_ERASED, said, START)
                transaction.append([erasing])
            with log.store.reading() as connection:
                yield examination.examine(connection, *each)

    with log.store.reading() as connection:
        done = verification.verify(connection, runner=later)
    assert (done.problems, done.position) == ([], 601)


def test_memory_is_bounded_by_the_number_of_problems(log: Log) -> None:
    found = problems(log, "UPDATE [event] SET occurred = occurred + 1")
    assert {each.code for each in found} == {"header"}
    assert len(found) == 2 * examination.MOST + 88
