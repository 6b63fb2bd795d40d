from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import uuid4

import pytest

from houqin.events import library
from houqin.events.errors import NotDecodable, TopicMissing, TopicTaken, VersionTooLow
from houqin.events.instants import from_datetime
from houqin.events.mapper import CanonicalMapper, HeaderedEvent
from houqin.events.topics import OpaqueEvent, Topics
from tests.events.trips import Cost, Range, Trip, topics

MOMENT = datetime(2023, 5, 6, 7, 8, 9, 10, UTC)


@pytest.fixture
def mapper() -> CanonicalMapper:
    return CanonicalMapper(topics())


def closed(version: int = 3) -> Any:
    return Trip.Closed(
        originator_id=uuid4(),
        originator_version=version,
        timestamp=MOMENT,
        closed_at=MOMENT,
        day=date(2023, 5, 6),
        range=Range.PROVINCE,
        costs=[Cost("toll", 1200)],
        requests=(uuid4(),),
        flags={"checked": True},
        late=False,
    )


def test_an_event_survives_with_its_business_time(mapper: CanonicalMapper) -> None:
    event = closed()
    stored = mapper.to_stored_event(event)
    assert stored.occurred == from_datetime(MOMENT)
    assert mapper.to_domain_event(stored) == event


def test_stored_bytes_hold_nothing_of_the_librarys(mapper: CanonicalMapper) -> None:
    trip = Trip(vehicle=uuid4(), driver=uuid4())
    (created,) = trip.collect_events()
    stored = mapper.to_stored_event(created)
    assert stored.topic == "tests.Trip.Created"
    expected = f'{{"driver":"{trip.driver}","vehicle":"{trip.vehicle}"}}'
    assert stored.state == expected.encode()


def test_a_created_event_builds_its_aggregate_again(mapper: CanonicalMapper) -> None:
    trip = Trip(vehicle=uuid4(), driver=uuid4())
    trip.depart(odometer=7)
    again = None
    for event in trip.collect_events():
        again = mapper.to_domain_event(mapper.to_stored_event(event)).mutate(again)
    assert again == trip


def test_versions_count_from_one(mapper: CanonicalMapper) -> None:
    event = closed(version=0)
    with pytest.raises(VersionTooLow) as caught:
        mapper.to_stored_event(event)
    assert (caught.value.stream, caught.value.version) == (event.originator_id, 0)


def test_a_class_without_a_topic_is_not_stored() -> None:
    with pytest.raises(TopicMissing, match=r"trips:Trip\.Closed"):
        CanonicalMapper(Topics()).to_stored_event(closed())


def test_the_event_of_a_missing_plugin_stays_readable() -> None:
    trip = Trip(vehicle=uuid4(), driver=uuid4())
    mapper = CanonicalMapper(Topics())
    payload = {"a": 1}
    event = mapper.domain_event("gone.Thing.Done", 4, trip.id, 2, 9, payload)
    assert event == OpaqueEvent(
        trip.id, 2, event.timestamp, "gone.Thing.Done", 4, payload
    )
    assert from_datetime(event.timestamp) == 9
    assert mapper.payload_of(event) == ("gone.Thing.Done", 4, payload)
    assert event.mutate(trip) is trip
    assert (trip.version, trip.modified_on) == (2, event.timestamp)
    assert event.mutate(None) is None


class Ticket(library.Aggregate):
    class Sold(library.Aggregate.Event):
        class_version: ClassVar[int] = 3
        price: int
        currency: str

        @staticmethod
        def upcast_v1_v2(payload: dict[str, Any]) -> None:
            payload["price"] = payload.pop("yuan") * 100

        @staticmethod
        def upcast_v2_v3(payload: dict[str, Any]) -> None:
            payload["currency"] = "CNY"


@pytest.fixture
def ticket_mapper() -> CanonicalMapper:
    declared = Topics()
    declared.register("tests.Ticket.Sold", Ticket.Sold)
    return CanonicalMapper(declared)


@pytest.mark.parametrize(
    ("class_version", "payload"),
    [
        (1, {"yuan": 5}),
        (2, {"price": 500}),
        (3, {"price": 500, "currency": "CNY"}),
    ],
)
def test_older_payloads_are_brought_up_to_date_unchanged_themselves(
    ticket_mapper: CanonicalMapper, class_version: int, payload: dict[str, Any]
) -> None:
    before = dict(payload)
    event = ticket_mapper.domain_event(
        "tests.Ticket.Sold", class_version, uuid4(), 1, 0, payload
    )
    assert (event.price, event.currency) == (500, "CNY")
    assert ticket_mapper.to_stored_event(event).class_version == 3
    assert payload == before


def test_a_payload_of_newer_code_is_not_guessed_at(
    ticket_mapper: CanonicalMapper,
) -> None:
    with pytest.raises(NotDecodable, match="class version 4"):
        ticket_mapper.domain_event("tests.Ticket.Sold", 4, uuid4(), 1, 0, {})


def test_headers_do_not_count_when_stored_events_are_compared() -> None:
    stream = uuid4()
    headered = HeaderedEvent(stream, 1, "a.B.C", b"{}", class_version=2, occurred=5)
    plain = library.StoredEvent(stream, 1, "a.B.C", b"{}")
    assert headered == plain
    assert hash(headered) == hash(HeaderedEvent(stream, 1, "a.B.C", b"{}"))
    assert headered != library.StoredEvent(stream, 2, "a.B.C", b"{}")
    assert headered != "a.B.C"


@dataclass
class Other:
    pass


def test_one_topic_has_one_class() -> None:
    declared = topics()
    with pytest.raises(TopicTaken) as caught:
        declared.register("tests.Trip.Created", Other)
    assert "Trip.Created" in caught.value.holder
    assert "Other" in caught.value.claimant
    assert declared.class_of("tests.Trip.Created") is Trip.Created


def test_one_class_has_one_topic() -> None:
    declared = topics()
    with pytest.raises(TopicTaken):
        declared.register("tests.Trip.Made", Trip.Created)
    assert declared.class_of("tests.Trip.Made") is None
    assert declared.topic_of(Trip.Created) == "tests.Trip.Created"


def test_saying_it_twice_changes_nothing() -> None:
    declared = topics()
    declared.register("tests.Trip.Created", Trip.Created, class_version=2)
    assert declared.version_of(Trip.Created) == 2


@pytest.mark.parametrize("topic", ["Trip.Created", "tests.trip.Created", "a.B.C.D", ""])
def test_a_topic_names_plugin_aggregate_and_event(topic: str) -> None:
    with pytest.raises(ValueError, match=r"plugin\.Aggregate\.Event"):
        Topics().register(topic, Other)


def test_a_created_event_of_no_aggregate_cannot_be_read() -> None:
    class Loose(library.AggregateCreated):
        pass

    declared = Topics()
    declared.register("tests.Loose.Created", Loose)
    with pytest.raises(TypeError, match="Loose is an event of no aggregate"):
        CanonicalMapper(declared).domain_event(
            "tests.Loose.Created", 1, uuid4(), 1, 0, {}
        )
