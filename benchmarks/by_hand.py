"""派车台账 and its indicators computed by a plain loop, as one would write it by hand.

It knows the events of one kind of record, their fields, and nothing of corrections,
voiding, erasure, horizons or failures. It reads, decodes and writes with what the
rebuild reads, decodes and writes with.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from houqin.core.projection.rebuild_tables import RebuildTables
from houqin.events.instants import from_text

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from houqin.core.site.site import Site
    from houqin.events.store.connection import Row

WINDOW, TOGETHER = 20_000, 2000
SAVING = {"electric", "plug_in_hybrid"}
FULL_TIME = "full_time"

_EVENTS = (
    "SELECT e.originator_id, e.topic, e.occurred, b.payload FROM [event] AS e"
    " JOIN [body] AS b ON b.position = e.position"
    " WHERE e.position BETWEEN ? AND ? AND e.topic LIKE 'vehicles.Trip.%'"
    " ORDER BY e.position"
)
_decode = msgspec.json.Decoder().decode

Trip = dict[str, Any]


def rebuild_by_hand(site: Site, generation: int) -> int:
    """Fold every trip of the log into new tables.

    :returns: how many rows were written.
    """
    trips = _fold(site)
    cells = _count(trips.values(), site.zone)
    made = site.projections.tables(
        site.declarations.ledgers["vehicles.trips"], generation, site.store.schema
    )
    tables = RebuildTables(made)
    with site.store.deriving() as connection:
        tables.create(connection)
    names = made.ledger.order
    rows = [tuple(map(trip.get, names)) for trip in trips.values()]
    for first in range(0, len(rows), TOGETHER):
        with site.store.deriving() as connection:
            tables.load(connection, rows[first : first + TOGETHER])
    for step in tables.completing(cells):
        with site.store.deriving() as connection:
            if connection.dialect == "postgresql":
                # It is a loop on one core: the server sorts in no other process.
                connection.run("SET LOCAL max_parallel_maintenance_workers = 0")
            step(connection)
    return len(rows)


def _fold(site: Site) -> dict[bytes, Trip]:
    trips: dict[bytes, Trip] = {}
    with site.store.reading() as connection:
        last = site.log.head(connection)[0]
        for first in range(1, last + 1, WINDOW):
            for event in connection.execute(_EVENTS, (first, first + WINDOW - 1)):
                _apply(trips, event)
    return trips


def _apply(trips: dict[bytes, Trip], event: Row) -> None:
    stream, topic, occurred, body = event
    kind, payload = topic[14:], _decode(body)
    if kind == "Dispatched":
        trips[stream] = dispatched(stream, occurred, payload)
        return
    trip = trips[stream]
    if kind == "Reassigned":
        for name in ("vehicle", "driver", "energy", "driver_person"):
            trip[name] = payload.get(name)
        trip["driver_kind"] = payload.get("driver_kind", FULL_TIME)
        trip["energy_reason"] = None
    elif kind == "Inspected":
        trip["inspected_at"] = occurred
        trip["inspection_note"] = payload.get("note")
    elif kind == "Departed":
        trip["state"] = "departed"
        trip["used_at"] = trip["departed_at"] = occurred
        trip["odometer_out"] = payload["odometer"]
    elif kind == "Returned":
        trip["state"] = "returned"
        trip["returned_at"] = occurred
        trip["nights"], trip["days_off"] = (
            payload.get("nights"),
            payload.get("days_off"),
        )
        trip["odometer_in"] = payload["odometer"]
        trip["distance"] = payload["odometer"] - trip["odometer_out"]
    elif kind == "CostRecorded":
        _cost(trip, payload)
    elif kind == "Closed":
        trip["state"] = "closed"
        trip["remark"] = payload.get("remark")
    elif kind == "Cancelled":
        trip["state"] = "cancelled"
        trip["remark"] = payload.get("reason")


def dispatched(stream: bytes, occurred: int, payload: dict[str, Any]) -> Trip:
    """What a trip's row begins with."""
    key = str(UUID(bytes=stream))
    return {
        "key": key,
        "stream": key,
        "voided": 0,
        "state": "dispatched",
        "serial": payload["serial"],
        "used_at": from_text(payload["planned_start"]),
        "unit": payload["unit"],
        "user": payload["user"],
        "purpose": payload["purpose"],
        "origin": payload["origin"],
        "destination": payload["destination"],
        "passengers": payload["passengers"],
        "vehicle": payload["vehicle"],
        "driver": payload["driver"],
        "driver_person": payload.get("driver_person"),
        "driver_kind": payload.get("driver_kind", FULL_TIME),
        "paper_number": payload.get("paper_number"),
        "duty": payload.get("duty"),
        "planned_end": from_text(payload["planned_end"]),
        "approved_by": payload["approver"],
        "energy": payload.get("energy"),
        "energy_reason": payload.get("reason"),
        "dispatched_at": occurred,
        "response": (occurred - from_text(payload["approved_at"])) // 60_000_000,
        "request": payload["requests"][0],
        "sensitive": int(payload["sensitive"]) if "sensitive" in payload else None,
    }


def _cost(trip: Trip, payload: dict[str, Any]) -> None:
    kind, amount = payload["kind"], payload["amount"]
    if kind in {"fuel", "electricity"}:
        _add(trip, kind, payload.get("volume") or 0)
        _add(trip, "energy_cost", amount)
    elif kind in {"toll", "parking"}:
        _add(trip, kind, amount)
    else:
        _add(trip, "other_cost", amount)


def _add(trip: Trip, column: str, amount: int) -> None:
    trip[column] = (trip.get(column) or 0) + amount


def _count(trips: Any, zone: ZoneInfo) -> list[tuple[Any, ...]]:
    """Every indicator by day, and by day and unit, car and driver."""
    cells: defaultdict[tuple[str, str, str, int], int] = defaultdict(int)

    def day(instant: int) -> int:
        return datetime.fromtimestamp(instant // 1_000_000, zone).toordinal()

    def add(trip: Trip, name: str, on: int, amount: int) -> None:
        cells[name, "", "", on] += amount
        for dimension in ("unit", "vehicle", "driver"):
            cells[name, dimension, trip[dimension], on] += amount

    for trip in trips:
        dispatched = day(trip["dispatched_at"])
        cells["vehicles.dispatches", "", "", dispatched] += 1
        cells["vehicles.response_minutes", "", "", dispatched] += trip["response"]
        if trip.get("departed_at") is not None:
            departed = day(trip["departed_at"])
            add(trip, "vehicles.trips_dispatched", departed, 1)
            if trip["energy"] in SAVING:
                add(trip, "vehicles.saving_trips", departed, 1)
        if trip.get("returned_at") is not None:
            add(trip, "vehicles.distance", day(trip["returned_at"]), trip["distance"])
    return [(*cell, amount) for cell, amount in cells.items() if amount]
