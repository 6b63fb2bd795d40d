"""Years of trips put into a log in large transactions, by the log's own append."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid4, uuid5

from houqin.events.canonical import encode
from houqin.events.entry import Authorship, NewEvent
from houqin.events.instants import from_datetime, to_text
from houqin.plugins.vehicles.aggregates import Trip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.site.site import Site

#: What one trip leaves in the log: dispatched, departed, a receipt, back, filed.
EVENTS_A_TRIP = 5
#: Trips under way at once, and so the distance between two events of one.
UNDER_WAY = 50
#: The events of one trip: what a short command appends.
FEW_TRIPS = EVENTS_A_TRIP
#: Events in one transaction.
TOGETHER = 2500
START = datetime(2023, 1, 2, tzinfo=UTC)
#: Three years of trips, however many there are.
MINUTES = 3 * 365 * 24 * 60
UNITS, CARS = 40, 26
METADATA = encode({"channel": "system"})

Written = tuple[NewEvent, bytes]


class Cast(NamedTuple):
    """Who and what the trips are about."""

    units: list[str]
    cars: list[str]
    drivers: list[str]
    people: list[str]


def fill(site: Site, events: int) -> int:
    """Append trips until there are so many events.

    :returns: the log's last position.
    """
    batch: list[Written] = []
    for together in history(site.id, events):
        batch += together
        if len(batch) >= TOGETHER:
            _append(site, batch)
            batch = []
    return _append(site, batch)


def history(site: UUID, events: int) -> Iterator[list[Written]]:
    """Trips of a site, those under way at once together, as they are recorded."""
    cast = _cast(site)
    trips = events // EVENTS_A_TRIP
    for first in range(0, trips, UNDER_WAY):
        numbers = range(first, min(first + UNDER_WAY, trips))
        yield list(_together(cast, numbers, trips))


def _append(site: Site, batch: list[Written]) -> int:
    """Each event is a command of its own, as in an office."""
    actor = site.system_actor
    with site.log.transaction(site.author()) as transaction:
        # One round trip for all, where the server is another process.
        with transaction.connection.pipeline():
            for event, payload in batch:
                command = uuid4()
                transaction.author = Authorship(actor, command, command)
                transaction.append_encoded([event], [(payload, METADATA)])
        return transaction.position


def _cast(site: UUID) -> Cast:
    def made(kind: str, count: int) -> list[str]:
        return [str(uuid5(site, f"{kind}{number}")) for number in range(count)]

    return Cast(
        *map(made, ("unit", "car", "driver", "person"), (UNITS, CARS, CARS, 400))
    )


def _together(cast: Cast, numbers: range, of: int) -> Iterator[Written]:
    """Some trips step by step: all leave before the first is back."""
    ids = {number: uuid4() for number in numbers}
    for step in range(EVENTS_A_TRIP):
        for number, trip in ids.items():
            begun = START + timedelta(minutes=number * MINUTES // of)
            topic, payload = _step(cast, step, number, begun)
            occurred = from_datetime(begun + timedelta(minutes=25 * step))
            event = NewEvent(trip, step + 1, f"{Trip.topic}.{topic}", payload, occurred)
            yield event, encode(payload)


def _step(
    cast: Cast, step: int, number: int, begun: datetime
) -> tuple[str, dict[str, Any]]:
    car = number % CARS
    out = 1000 + 40 * (number // CARS)
    if step == 0:
        return "Dispatched", _dispatched(cast, number, begun)
    if step == 1:
        return "Departed", {"odometer": out}
    if step == 2:
        kind = ("toll", "fuel", "parking", "electricity")[number % 4]
        receipt = {"kind": kind, "amount": 500 + car, "paid_on": f"{begun:%Y-%m-%d}"}
        if kind in {"fuel", "electricity"}:
            receipt["volume"] = 3200 + car
        return "CostRecorded", receipt
    if step == 3:
        return "Returned", {"odometer": out + 20 + number % 30}
    return "Closed", {}


def _dispatched(cast: Cast, number: int, begun: datetime) -> dict[str, Any]:
    car = number % CARS
    person = cast.people[number % len(cast.people)]
    return {
        "serial": f"PC{begun:%Y}-{number:07d}",
        "requests": [str(UUID(int=number + 1))],
        "vehicle": cast.cars[car],
        "driver": cast.drivers[car],
        "driver_person": cast.people[car],
        "unit": cast.units[number * 7 % UNITS],
        "user": person,
        "purpose": "下乡调研乡村振兴项目",
        "passengers": 1 + number % 4,
        "origin": "行政中心",
        "destination": "青竹镇",
        "planned_start": to_text(from_datetime(begun + timedelta(minutes=20))),
        "planned_end": to_text(from_datetime(begun + timedelta(minutes=140))),
        "approver": cast.people[-1],
        "approved_at": to_text(from_datetime(begun - timedelta(minutes=9))),
        "energy": ("electric", "petrol", "plug_in_hybrid")[car % 3],
    }
