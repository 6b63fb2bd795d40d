"""The library's own conformance suites, and what they leave out."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

import pytest
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from houqin.events import library
from houqin.events.entry import Authorship
from houqin.events.errors import StoreMissing
from houqin.events.mapper import CanonicalMapper, HeaderedEvent
from houqin.events.recorder import SiteRecorder
from houqin.events.topics import Topics
from tests.events.trips import Trip, topics

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Store


class _OverOurStores:
    new_store: ClassVar[Callable[..., Store]]

    def create_recorder(self) -> SiteRecorder:
        store = type(self).new_store()
        store.create()
        return SiteRecorder(store)


class _Application(_OverOurStores, ApplicationRecorderTestCase[Any]):
    __test__ = False


class _NonInterleaving(_OverOurStores, NonInterleavingNotificationIDsBaseCase):
    __test__ = False


@pytest.mark.parametrize(
    ("suite", "behaviour"),
    [
        (_Application, "test_insert_select"),
        (_Application, "test_concurrent_no_conflicts"),
        (_Application, "test_concurrent_throughput"),
        (_Application, "test_performance"),
        (_Application, "optional_test_insert_subscribe"),
        (_NonInterleaving, "test"),
    ],
)
def test_library_conformance(
    suite: type[Any], behaviour: str, new_store: Callable[..., Store]
) -> None:
    case = type(suite.__name__, (suite,), {"new_store": staticmethod(new_store)})
    case(behaviour).debug()


def test_every_test_of_the_suites_is_run() -> None:
    for suite in (_Application, _NonInterleaving):
        marks = test_library_conformance.pytestmark[0]
        run = {name for case, name in marks.args[1] if case is suite}
        theirs = {name for name in dir(suite) if name.startswith("test")}
        assert theirs <= run


def test_version_zero_and_any_bytes_are_the_recorders_own_business(
    store: Store,
) -> None:
    recorder = SiteRecorder(store)
    stored = library.StoredEvent(uuid4(), 0, "any topic", b"\xff\x00 any bytes")
    assert recorder.insert_events([stored]) == [1]
    assert recorder.select_events(stored.originator_id) == [stored]


def test_nothing_to_insert_is_no_transaction(store: Store) -> None:
    recorder = SiteRecorder(store)
    assert recorder.insert_events([]) == []
    assert recorder.max_notification_id() is None


def test_an_author_given_is_recorded(store: Store) -> None:
    recorder = SiteRecorder(store)
    author = Authorship(uuid4(), uuid4(), uuid4())
    stored = library.StoredEvent(uuid4(), 1, "topic", b"{}")
    recorder.insert_events([stored], author=author)
    with store.reading() as connection:
        (event,) = recorder.log.read(connection)
    assert (event.actor, event.command, event.correlation) == author


def test_what_the_store_cannot_do_is_the_librarys_operational_error(
    new_store: Callable[..., Store],
) -> None:
    recorder = SiteRecorder(new_store())
    with pytest.raises(library.OperationalError) as caught:
        recorder.insert_events([library.StoredEvent(uuid4(), 1, "topic", b"{}")])
    assert isinstance(caught.value.__cause__, StoreMissing)


def test_class_version_and_business_time_come_back(store: Store) -> None:
    recorder = SiteRecorder(store)
    stored = HeaderedEvent(uuid4(), 1, "a.B.C", b"{}", class_version=3, occurred=7)
    other = library.StoredEvent(uuid4(), 1, "a.B.C", b"{}")
    recorder.insert_events([stored, other])
    (found,) = recorder.select_events(stored.originator_id)
    assert isinstance(found, HeaderedEvent)
    assert (found.class_version, found.occurred) == (3, 7)
    notification = recorder.select_notifications(1, 1)[0]
    assert vars(notification)["class_version"] == 3
    assert vars(notification)["occurred"] == 7


def test_an_aggregate_goes_through_the_librarys_event_store(store: Store) -> None:
    events = library.EventStore(CanonicalMapper(topics()), SiteRecorder(store))
    trip = Trip(vehicle=uuid4(), driver=uuid4())
    trip.depart(odometer=123456)
    pending = trip.collect_events()
    events.put(pending)
    found = list(events.get(trip.id))
    assert found == list(pending)
    again = None
    for event in found:
        again = event.mutate(again)
    assert again == trip


def test_a_subscription_waits_for_events_of_another_thread(store: Store) -> None:
    recorder = SiteRecorder(store)
    noise = library.StoredEvent(uuid4(), 1, "noise", b"{}")
    wanted = library.StoredEvent(uuid4(), 1, "wanted", b"{}")
    with recorder.subscribe(topics=["wanted"]) as subscription:
        writer = threading.Timer(0.2, recorder.insert_events, ([noise, wanted],))
        writer.start()
        notification = next(subscription)
        writer.join()
    assert (notification.id, notification.topic) == (2, "wanted")


def test_environment_variables_change_no_stored_byte(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip = Trip(vehicle=uuid4(), driver=uuid4())
    created = trip.collect_events()[0]
    plain = CanonicalMapper(topics()).to_stored_event(created)
    for name, value in {
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
        "CIPHER_KEY": "MDEyMzQ1Njc4OWFiY2RlZg==",
        "TRANSCODER_TOPIC": "eventsourcing.persistence:JSONTranscoder",
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "TZINFO_TOPIC": "zoneinfo:ZoneInfo",
    }.items():
        monkeypatch.setenv(name, value)
    mapper = CanonicalMapper(topics())
    recorder = SiteRecorder(store)
    library.EventStore(mapper, recorder).put([created])
    with store.reading() as connection:
        ((payload, metadata),) = connection.execute(
            "SELECT payload, metadata FROM [body]"
        )
    assert (payload, metadata) == (plain.state, b"{}")


def test_unknown_topics_are_not_imported(store: Store) -> None:
    recorder = SiteRecorder(store)
    stored = library.StoredEvent(uuid4(), 1, "antigravity:geohash", b"{}")
    recorder.insert_events([stored])
    event = CanonicalMapper(Topics()).to_domain_event(
        recorder.select_events(stored.originator_id)[0]
    )
    assert event.topic == "antigravity:geohash"
