"""The library's example application on our recorders, snapshots and all."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from eventsourcing.tests import application

from houqin.events import library
from houqin.events.clock import SystemClock
from houqin.events.log import Log
from houqin.events.snapshots import SnapshotRecorder
from houqin.events.store import PostgresStore, SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Store


@pytest.fixture
def snapshots(store: Store) -> SnapshotRecorder:
    recorder = SnapshotRecorder(store)
    recorder.create_table()
    return recorder


class _Example(application.ExampleApplicationTestCase):
    __test__ = False
    expected_factory_topic = "tests.events.infrastructure:Factory"


def test_the_librarys_example_application(
    store: Store, snapshots: SnapshotRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert snapshots.select_events(uuid4()) == []
    monkeypatch.setenv("PERSISTENCE_MODULE", "tests.events.infrastructure")
    if isinstance(store, PostgresStore):
        monkeypatch.setenv("LOG_STORE", store.url)
        monkeypatch.setenv("LOG_SCHEMA", str(store.schema))
    else:
        assert isinstance(store, SQLiteStore)
        monkeypatch.setenv("LOG_STORE", str(store.path))
    _Example("test_example_application").debug()
    with store.reading() as connection:
        # Opened and three credits; the snapshots are no events.
        assert Log(store, SystemClock()).head(connection)[0] == 4
        assert connection.execute("SELECT count(*) FROM [snapshot]") == [(2,)]
        assert Log(store, SystemClock()).verify(connection) == []


def kept(stream: object, version: int, state: bytes = b"{}") -> library.StoredEvent:
    return library.StoredEvent(stream, version, "tests.Trip.Snapshot", state)  # type: ignore[arg-type]


def test_states_are_found_by_version(snapshots: SnapshotRecorder) -> None:
    stream = uuid4()
    snapshots.insert_events([kept(uuid4(), 7), *(kept(stream, n) for n in (3, 9, 5))])

    def versions(**options: object) -> list[int]:
        found = snapshots.select_events(stream, **options)  # type: ignore[arg-type]
        return [state.originator_version for state in found]

    assert versions() == [3, 5, 9]
    assert versions(desc=True, limit=1) == [9]
    assert versions(gt=3, lte=5) == [5]


def test_a_version_has_one_state(snapshots: SnapshotRecorder) -> None:
    stream = uuid4()
    snapshots.insert_events([kept(stream, 1, b"first")])
    with pytest.raises(library.IntegrityError):
        snapshots.insert_events([kept(stream, 1, b"second")])
    assert [s.state for s in snapshots.select_events(stream)] == [b"first"]


def test_a_store_that_cannot_be_written_says_so(
    new_store: Callable[..., Store],
) -> None:
    store = new_store()
    store.create()
    with pytest.raises(library.OperationalError):
        SnapshotRecorder(store).insert_events([kept(uuid4(), 1)])
