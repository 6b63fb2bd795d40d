"""The one deletion: by an event that says what is read instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.events.clock import SteppingClock
from houqin.events.entry import Authorship, NewEvent, RecordedEvent
from houqin.events.erasure import PAYLOAD_ERASED, applied
from houqin.events.log import Log

if TYPE_CHECKING:
    from houqin.events.store import Store

START = 1_700_000_000_000_000
NOTED = "tests.Thing.Noted"
OTHER = UUID(int=7)


@pytest.fixture
def log(store: Store) -> Log:
    return Log(store, SteppingClock(START))


def append(log: Log, *events: NewEvent) -> list[RecordedEvent]:
    command = uuid4()
    with log.transaction(Authorship(uuid4(), command, command)) as transaction:
        appended = transaction.append(events)
        places = appended[0].position, appended[-1].position
        transaction.record_command(command, bytes(32), *places)
    return appended


def noted(stream: UUID, version: int, text: str = "秘密") -> NewEvent:
    metadata = {"channel": "system", "address": "10.0.0.1"}
    return NewEvent(stream, version, NOTED, {"note": text}, START, metadata=metadata)


def erasure(stream: UUID, version: int, target: int, *covers: int) -> NewEvent:
    said: dict[str, Any] = {
        "target": target,
        "payload": {"note": f"{version}"},
        "metadata": {"channel": "system"},
        "covers": [
            {"version": v, "payload": {"note": "c"}, "metadata": {}} for v in covers
        ],
    }
    return NewEvent(stream, version, PAYLOAD_ERASED, said, START)


def columns(log: Log, name: str) -> list[Any]:
    with log.store.reading() as connection:
        found = connection.execute(
            f"SELECT {name} FROM [event] ORDER BY position"  # noqa: S608
        )
    return [row[0] for row in found]


def bodies(log: Log) -> list[int]:
    with log.store.reading() as connection:
        found = connection.execute("SELECT position FROM [body] ORDER BY position")
    return [row[0] for row in found]


def notes(events: Any) -> list[Any]:
    return [event.payload.get("note") for event in events]


def test_an_erasure_deletes_the_body_and_leaves_the_leaf(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1), noted(stream, 2), noted(OTHER, 1))
    leaves = columns(log, "leaf_sha256")
    append(log, erasure(stream, 3, 1))
    assert bodies(log) == [2, 3, 4]
    assert columns(log, "leaf_sha256")[:3] == leaves
    with log.store.reading() as connection:
        assert log.verify(connection) == []


def test_what_stands_for_it_is_read_wherever_one_reads(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1), noted(stream, 2), noted(OTHER, 1))
    append(log, erasure(stream, 3, 1, 2))
    with log.store.reading() as connection:
        assert notes(log.read_stream(connection, stream)) == ["3", "c", None]
        # Also where only what was recorded before the erasure is asked for.
        assert notes(log.read_stream(connection, stream, 2)) == ["3", "c"]
        assert notes(log.read(connection, stop=3)) == ["3", "c", "秘密"]
        streams = log.read_streams(connection, topics=[NOTED], stop=3)
        assert sorted(notes(streams)) == ["3", "c", "秘密"]
        (first, *_) = log.read_stream(connection, stream)
        assert first.metadata == {"channel": "system"}


def test_the_last_erasure_says_what_is_read(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1))
    append(log, erasure(stream, 2, 1))
    append(log, erasure(stream, 3, 1, 2))
    assert bodies(log) == [3]
    with log.store.reading() as connection:
        assert notes(log.read_stream(connection, stream)) == ["3", "c", None]
        assert log.verify(connection) == []


def test_a_stream_in_memory_is_read_as_it_will_be(log: Log) -> None:
    stream = uuid4()
    loaded = append(log, noted(stream, 1), noted(stream, 2))
    added = append(log, erasure(stream, 3, 1))
    with log.store.reading() as connection:
        assert applied([*loaded, *added]) == log.read_stream(connection, stream)


def test_an_erasure_undone_leaves_everything(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1))
    author = Authorship(uuid4(), uuid4(), uuid4())
    with pytest.raises(ZeroDivisionError), log.transaction(author) as transaction:
        transaction.append([erasure(stream, 2, 1)])
        raise ZeroDivisionError
    assert bodies(log) == [1]
    with log.store.reading() as connection:
        assert notes(log.read(connection)) == ["秘密"]


def test_a_body_that_comes_back_is_found(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1))
    with log.store.reading() as connection:
        kept = connection.execute("SELECT salt, payload, metadata FROM [body]")
    append(log, erasure(stream, 2, 1))
    with log.store.writing() as connection:
        connection.run(
            "INSERT INTO [body] (position, salt, payload, metadata)"
            " VALUES (1, ?, ?, ?)",
            kept[0],
        )
    with log.store.reading() as connection:
        assert log.verify(connection) == [
            "position 1: its body is there although it was erased"
        ]


def test_a_body_that_nobody_erased_is_missed(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1), noted(stream, 2))
    append(log, erasure(stream, 3, 1))
    with log.store.writing() as connection:
        connection.run("DELETE FROM [body] WHERE position = 2")
    with log.store.reading() as connection:
        assert log.verify(connection) == [
            "position 2: its body is gone without an erasure"
        ]


def test_every_other_process_hears_of_it_by_the_epoch(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1))
    with log.store.reading() as connection:
        before = log.head(connection)[2]
    append(log, erasure(stream, 2, 1))
    with log.store.reading() as connection:
        assert log.head(connection)[2] == before + 1


def test_a_reader_of_an_earlier_moment_does_not_hold_the_erasure_up(log: Log) -> None:
    stream = uuid4()
    append(log, noted(stream, 1))
    with log.store.reading() as connection:
        assert notes(log.read(connection)) == ["秘密"]
        append(log, erasure(stream, 2, 1))
        assert notes(log.read(connection)) == ["秘密"]
    append(log, noted(OTHER, 1))
