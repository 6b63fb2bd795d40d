from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.events import reading
from houqin.events.canonical import NotCanonical
from houqin.events.clock import SteppingClock
from houqin.events.entry import ERASED, NIL, Authorship, NewEvent, RecordedEvent
from houqin.events.errors import CommandReused, PositionConflict, VersionTooLow
from houqin.events.log import Log

if TYPE_CHECKING:
    from houqin.events.store import Store

START = 1_700_000_000_000_000
DONE = "tests.Thing.Done"
SEEN = "tests.Thing.Seen"


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock(START)


@pytest.fixture
def log(store: Store, clock: SteppingClock) -> Log:
    return Log(store, clock)


def author() -> Authorship:
    command = uuid4()
    return Authorship(uuid4(), command, command)


def done(stream: UUID | None = None, version: int = 1, topic: str = DONE) -> NewEvent:
    return NewEvent(stream or uuid4(), version, topic, {"n": version}, START)


def append(log: Log, *events: NewEvent) -> list[RecordedEvent]:
    with log.transaction(author()) as transaction:
        return transaction.append(events)


def positions(events: Any) -> list[int]:
    return [event.position for event in events]


def test_what_is_appended_is_read_back_whole(log: Log) -> None:
    append(log, done())
    by = Authorship(uuid4(), uuid4(), uuid4())
    event = NewEvent(
        uuid4(),
        5,
        DONE,
        {"note": "去机场", "lines": [{"amount": 1200}]},
        START - 7,
        on_behalf_of=uuid4(),
        metadata={"channel": "paper"},
        class_version=3,
        causing=1,
    )
    with log.transaction(by) as transaction:
        returned = transaction.append([event])
    expected = RecordedEvent(
        2,
        event.stream,
        5,
        3,
        DONE,
        START - 7,
        START + 1,
        *(by.actor, event.on_behalf_of, by.command, by.correlation, 1),
        payload={"note": "去机场", "lines": [{"amount": 1200}]},
        metadata={"channel": "paper"},
    )
    assert returned == [expected]
    with log.store.reading() as connection:
        assert list(log.read(connection, start=2)) == [expected]
        assert log.read_stream(connection, event.stream) == [expected]


def append_and_fail(log: Log) -> None:
    with log.transaction(author()) as transaction:
        transaction.append([done()])
        raise ZeroDivisionError


def test_positions_have_no_gaps_under_eight_threads(log: Log) -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for turn in range(10):
                if turn % 4 == 3:
                    with pytest.raises(ZeroDivisionError):
                        append_and_fail(log)
                else:
                    append(log, *(done() for _ in range(turn % 3)))
        except BaseException as failure:  # noqa: BLE001 - told by the test
            failures.append(failure)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with log.store.reading() as connection:
        events = list(log.read(connection))
        assert log.verify(connection) == []
        assert log.head(connection)[0] == len(events)
    assert positions(events) == list(range(1, 8 * 8 + 1))


def test_an_exception_leaves_nothing_behind(log: Log) -> None:
    first = append(log, done())

    def fail() -> None:
        with log.transaction(author()) as transaction:
            transaction.append([done()])
            transaction.record_command(uuid4(), b"hash", 2, 2)
            transaction.raise_epoch()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with log.store.reading() as connection:
        assert list(log.read(connection)) == first
        assert log.head(connection) == (1, START, 1)
        assert connection.execute("SELECT * FROM [command]") == []
        assert connection.execute("SELECT count(*) FROM [body]") == [(1,)]


def test_a_version_taken_before_is_a_conflict(log: Log) -> None:
    stream = uuid4()
    append(log, done(), done(stream, 1), done(stream, 2))
    with pytest.raises(PositionConflict) as caught:
        append(log, done(), done(stream, 3), done(stream, 2))
    assert (caught.value.stream, caught.value.version) == (stream, 2)
    with log.store.reading() as connection:
        assert len(list(log.read(connection))) == 3
        assert log.verify(connection) == []


def test_a_version_given_twice_in_one_append_is_a_conflict(log: Log) -> None:
    stream = uuid4()
    with pytest.raises(PositionConflict) as caught:
        append(log, done(), done(stream), done(stream))
    assert (caught.value.stream, caught.value.version) == (stream, 1)


def test_a_version_given_twice_in_one_transaction_is_a_conflict(log: Log) -> None:
    stream = uuid4()

    def append_twice() -> None:
        with log.transaction(author()) as transaction:
            transaction.append([done(stream)])
            transaction.append([done(stream)])

    with pytest.raises(PositionConflict) as caught:
        append_twice()
    assert (caught.value.stream, caught.value.version) == (stream, 1)


def test_versions_count_from_one(log: Log) -> None:
    with pytest.raises(VersionTooLow):
        append(log, done(version=0))


def test_a_payload_that_is_not_canonical_is_refused(log: Log) -> None:
    with pytest.raises(NotCanonical):
        append(log, done()._replace(payload={"weight": 1.5}))


def test_appending_nothing_moves_nothing(log: Log) -> None:
    assert append(log) == []
    with log.store.reading() as connection:
        assert log.head(connection) == (0, 0, 1)
        assert list(log.read(connection)) == []
        assert log.verify(connection) == []


def test_a_command_is_found_with_its_result(log: Log) -> None:
    known, silent = uuid4(), uuid4()
    with log.transaction(author()) as transaction:
        assert transaction.find_command(known) is None
        (event,) = transaction.append([done()])
        transaction.record_command(known, b"h" * 32, event.position, event.position)
        transaction.record_command(silent, b"s" * 32, None, None)
    with log.transaction(author()) as transaction:
        assert transaction.find_command(known) == (b"h" * 32, 1, 1)
        assert transaction.find_command(silent) == (b"s" * 32, None, None)
        assert transaction.find_command(uuid4()) is None


def test_a_command_is_recorded_once(log: Log) -> None:
    command = uuid4()
    with log.transaction(author()) as transaction:
        transaction.record_command(command, b"h" * 32, None, None)
    with pytest.raises(CommandReused) as caught, log.transaction(author()) as again:
        again.record_command(command, b"h" * 32, None, None)
    assert caught.value.id == command


def test_the_epoch_is_raised_without_an_event(log: Log) -> None:
    append(log, done())
    with log.transaction(author()) as transaction:
        assert transaction.epoch == 1
        transaction.raise_epoch()
        assert transaction.epoch == 2
    with log.store.reading() as connection:
        assert log.head(connection) == (1, START, 2)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 3)
    monkeypatch.setattr(reading, "TOPIC_WINDOW", 2)


@pytest.fixture
def streams(log: Log, small_batches: None) -> list[UUID]:
    """Three streams, interleaved: versions 1 to 3, the second one SEEN."""
    streams = sorted((uuid4() for _ in range(3)), key=lambda stream: stream.bytes)
    for version in (1, 2, 3):
        topic = SEEN if version == 2 else DONE
        append(log, *(done(stream, version, topic) for stream in reversed(streams)))
    return streams


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ({"start": 4}, [4, 5, 6, 7, 8, 9]),
        ({"start": 0, "stop": 2}, [1, 2]),
        ({"start": 2, "limit": 4}, [2, 3, 4, 5]),
        ({"limit": 0}, []),
        ({"start": 10}, []),
        ({"stop": 100}, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ({"topics": [SEEN]}, [4, 5, 6]),
        ({"topics": [SEEN, DONE], "stop": 5}, [1, 2, 3, 4, 5]),
        ({"topics": [DONE], "start": 3, "limit": 2}, [3, 7]),
        ({"topics": ["a.B.C"]}, []),
    ],
)
def test_reading_in_order(
    log: Log, streams: list[UUID], limits: dict[str, Any], expected: list[int]
) -> None:
    with log.store.reading() as connection:
        assert positions(log.read(connection, **limits)) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, [3, 6, 9, 2, 5, 8, 1, 4, 7]),
        ({"stop": 5}, [3, 2, 5, 1, 4]),
        ({"topics": [SEEN]}, [6, 5, 4]),
        ({"topics": [SEEN, DONE], "stop": 4}, [3, 2, 1, 4]),
        ({"low": 1}, [2, 5, 8, 1, 4, 7]),
        ({"low": 1, "high": 2}, [2, 5, 8]),
        ({"high": 1, "topics": [DONE]}, [3, 9]),
    ],
)
def test_reading_by_stream(
    log: Log, streams: list[UUID], limits: dict[str, Any], expected: list[int]
) -> None:
    bounds = {
        name: streams[value] if name in ("low", "high") else value
        for name, value in limits.items()
    }
    with log.store.reading() as connection:
        assert positions(log.read_streams(connection, **bounds)) == expected


def test_a_stream_as_it_was_at_a_position(log: Log, streams: list[UUID]) -> None:
    with log.store.reading() as connection:
        assert positions(log.read_stream(connection, streams[0])) == [3, 6, 9]
        assert positions(log.read_stream(connection, streams[0], 6)) == [3, 6]
        assert log.read_stream(connection, uuid4()) == []
        assert reading.last_version(connection, streams[0]) == 3
        assert reading.last_version(connection, uuid4()) == 0


def test_the_position_at_a_time(log: Log, clock: SteppingClock) -> None:
    with log.store.reading() as connection:
        assert log.position_at(connection, START) == 0
    for step in range(5):
        clock.step(START + step * 100)
        append(log, done())
    with log.store.reading() as connection:
        for position in range(5):
            at = START + position * 100
            assert log.position_at(connection, at) == position
            assert log.position_at(connection, at + 1) == position + 1
        assert log.position_at(connection, START * 2) == 5


def test_a_reader_sees_one_moment(log: Log) -> None:
    append(log, done())
    with log.store.reading() as connection:
        assert log.head(connection)[0] == 1
        append(log, done())
        assert log.head(connection)[0] == 1
        assert positions(log.read(connection)) == [1]
    with log.store.reading() as connection:
        assert log.head(connection)[0] == 2


def test_an_erased_body_reads_as_erased(log: Log) -> None:
    append(log, done(), done())
    with log.store.writing() as connection:
        connection.run("DELETE FROM [body] WHERE position = 1")
    with log.store.reading() as connection:
        erased, kept = log.read(connection)
        assert erased.payload is ERASED
        assert erased.metadata is ERASED
        assert (kept.payload, kept.metadata) == ({"n": 1}, {})
        assert kept.metadata is not ERASED
        assert log.verify(connection, erased={1}) == []
        assert log.verify(connection) == [
            "position 1: its body is gone without an erasure"
        ]


def test_zeros_are_read_as_absent(log: Log) -> None:
    (event,) = append(log, done())
    assert (event.on_behalf_of, event.causing) == (NIL, 0)


@pytest.mark.parametrize(
    ("tampering", "problems"),
    [
        (
            "UPDATE [event] SET topic = 'tests.Thing.Undone' WHERE position = 2",
            ["position 2: its header differs from the hashes"],
        ),
        (
            "UPDATE [event] SET occurred = occurred - 1 WHERE position = 2",
            ["position 2: its header differs from the hashes"],
        ),
        (
            "UPDATE [body] SET metadata = payload WHERE position = 2",
            ["position 2: its body differs from the hashes"],
        ),
        (
            "UPDATE [event] SET leaf_sm3 = leaf_sha256 WHERE position = 2",
            [
                "position 2: its header differs from the hashes",
                "position 3: the stored trees are not those of the events",
            ],
        ),
        (
            "DELETE FROM [event] WHERE position = 2",
            ["position 2: no events", "position 2: a body without an event"],
        ),
        (
            "DELETE FROM [event] WHERE position = 3",
            [
                "position 3: the head is not at the last event",
                "position 3: a body without an event",
            ],
        ),
        (
            "UPDATE [event] SET recorded = recorded - 1 WHERE position = 2",
            [
                "position 2: recorded no later than the one before",
                "position 2: its header differs from the hashes",
            ],
        ),
        (
            "UPDATE [log_head] SET position = 2",
            ["position 3: the head is not at the last event"],
        ),
    ],
)
def test_tampering_is_named(log: Log, tampering: str, problems: list[str]) -> None:
    append(log, done(), done(), done())
    with log.store.writing() as connection:
        connection.run(tampering)
    with log.store.reading() as connection:
        assert log.verify(connection) == problems
