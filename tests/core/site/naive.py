"""A second reading of the log, as slow and as plain as the contracts are written.

It knows raw recorded events and nothing of core: amendments are resolved by asking of
each event whether anything still standing voids it, and every row, figure, history and
digest is computed from the first event on, for every question anew. What core keeps,
shares, folds at once or remembers must come to the same.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tests.core.site.naive_events import (
    VOIDED,
    Event,
    Record,
    Row,
    amended,
    as_erased,
    by_day,
    day_of,
    is_amendment,
    micros,
    name_of,
    stands,
)
from tests.core.site.naive_rows import (
    PERSONAL,
    driver_row,
    request_row,
    trip_row,
    vehicle_row,
)

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

#: Event -> states it may happen in, and the state after it.
WORKFLOWS: dict[str, dict[str, tuple[tuple[str | None, ...], str]]] = {
    "vehicles.Trip": {
        "Dispatched": ((None,), "dispatched"),
        "Reassigned": (("dispatched",), "dispatched"),
        "Departed": (("dispatched",), "departed"),
        "Returned": (("departed",), "returned"),
        "Closed": (("returned",), "closed"),
        "Cancelled": (("dispatched",), "cancelled"),
    },
    "vehicles.VehicleRequest": {
        "Requested": ((None,), "requested"),
        "Revised": (("returned",), "requested"),
        "Agreed": (("requested", "reviewed"), "outcome"),
        "SentBack": (("requested", "reviewed"), "returned"),
        "Refused": (("requested", "reviewed"), "refused"),
        "Withdrawn": (("requested", "reviewed", "returned", "approved"), "withdrawn"),
        "Arranged": (("approved", "cancelled", "arranged"), "arranged"),
        "Reopened": (("arranged", "approved", "cancelled"), "approved"),
        "Dropped": (("arranged",), "cancelled"),
    },
    "vehicles.Vehicle": {
        "Registered": ((None,), "available"),
        "DisposalApproved": (("available", "sealed"), "pending_disposal"),
        "Disposed": (("pending_disposal",), "disposed"),
    },
    "vehicles.Driver": {
        "Registered": ((None,), "active"),
        "Stopped": (("active",), "stopped"),
        "Resumed": (("stopped",), "active"),
    },
}
#: What a line of costs takes from its trip.
CARRIED = ("serial", "vehicle", "driver", "unit", "driver_person")
#: Their state follows business time, not the order of recording.
LATEST = {"vehicles.Vehicle", "vehicles.Driver"}


class Naive:
    """One horizon over raw events: position, knowledge date, business date."""

    def __init__(
        self,
        events: list[Event],
        zone: ZoneInfo,
        position: int | None = None,
        recorded_by: date | None = None,
        as_of: date | None = None,
    ) -> None:
        self.raw, self.zone = as_erased(events), zone
        self.position, self.recorded_by, self.as_of = position, recorded_by, as_of
        self.records: dict[str, Record] = {}
        for event in self.raw:
            if self._is_known(event):
                stream = event["stream"]
                self.records.setdefault(stream, Record(stream, [])).known.append(event)
        for record in list(self.records.values()):
            self._resolve(record)

    def until(self, as_of: date) -> Naive:
        """The same horizon, with a business date no later than ``as_of``."""
        last = min(self.as_of, as_of) if self.as_of else as_of
        return Naive(self.raw, self.zone, self.position, self.recorded_by, last)

    def _is_known(self, event: Event) -> bool:
        if self.position is not None and event["position"] > self.position:
            return False
        recorded = day_of(event["recorded"], self.zone)
        return self.recorded_by is None or recorded <= self.recorded_by

    def _has_happened(self, event: Event) -> bool:
        return self.as_of is None or day_of(event["occurred"], self.zone) <= self.as_of

    def _resolve(self, record: Record) -> None:
        known = sorted(record.known, key=lambda e: e["version"])
        first = known[0]
        record.voided = any(
            e["topic"] == VOIDED
            and e["payload"]["target"] in {0, first["version"]}
            and stands(e, known)
            for e in known
        )
        for event in known:
            if is_amendment(event):
                continue
            shown = amended(event, known)
            if not self._has_happened(shown):
                if event is first:
                    del self.records[record.stream]
                    return
                continue
            struck = event is not first and not stands(event, known)
            (record.struck if struck else record.events).append(shown)

    def of(self, aggregate: str) -> list[Record]:
        """The records of one kind."""
        return [r for r in self.records.values() if r.aggregate == aggregate]

    # States

    def state(self, record: Record, events: list[Event] | None = None) -> str | None:
        """The state after ``events``, or after all of the record's."""
        events = record.events if events is None else events
        moves = WORKFLOWS[record.aggregate]
        moving = [e for e in events if name_of(e) in moves]
        if record.aggregate in LATEST:
            moving.sort(key=lambda e: (e["occurred"], e["version"]))
        if not moving:
            return None
        last = moving[-1]
        target = moves[name_of(last)][1]
        return str(last["payload"]["outcome"]) if target == "outcome" else target

    # Ledgers

    def ledger(self, name: str) -> dict[str, Row]:
        """The rows of a ledger by key, looked-up columns left out."""
        if name == "vehicles.trip_costs":
            return self._trip_costs()
        aggregate, made = {
            "vehicles.vehicles": ("vehicles.Vehicle", vehicle_row),
            "vehicles.drivers": ("vehicles.Driver", driver_row),
            "vehicles.requests": ("vehicles.VehicleRequest", request_row),
            "vehicles.trips": ("vehicles.Trip", trip_row),
        }[name]
        return {
            r.stream: {
                "voided": r.voided, "state": self.state(r), **made(r.events),
            }
            for r in self.of(aggregate)
        }  # fmt: skip

    def _trip_costs(self) -> dict[str, Row]:
        rows = {}
        for record in self.of("vehicles.Trip"):
            for event in record.events + record.struck:
                if name_of(event) != "CostRecorded":
                    continue
                before = [e for e in record.events if e["version"] < event["version"]]
                trip, paid = trip_row(before), event["payload"]
                rows[f"{record.stream}:{event['version']:06d}"] = {
                    "voided": record.voided or event in record.struck,
                    "state": self.state(record, before),
                    **{n: trip[n] for n in CARRIED},
                    **{n: paid.get(n) for n in ("kind", "amount", "paid_on")},
                    **{n: paid.get(n) for n in ("volume", "voucher", "card")},
                }
        return rows

    def shown(self, name: str) -> dict[str, Row]:
        """The rows with their looked-up columns."""
        rows = self.ledger(name)
        if name == "vehicles.vehicles":
            for key, row in rows.items():
                row.update(self._use_of_car(key, row))
        if name == "vehicles.drivers":
            for key, row in rows.items():
                out = self._out("driver", key)
                row["status"] = "on_duty" if out else row["state"]
                row["rewards"] = row["penalties"] = 0
        if name == "vehicles.trips":
            for row in rows.values():
                # Nobody uses a car in an emergency here.
                row["approver"] = row["approved_by"]
        if name == "vehicles.requests":
            for key, row in rows.items():
                row["vehicle"] = self._newest(
                    "request", key, "vehicle", "dispatched_at"
                )
                row["driver"] = self._newest("request", key, "driver", "dispatched_at")
        return rows

    def _use_of_car(self, car: str, row: Row) -> Row:
        mileage = self._newest("vehicle", car, "odometer_in", "returned_at")
        return {
            "mileage": row["odometer"] if mileage is None else mileage,
            "status": "on_duty" if self._out("vehicle", car) else row["state"],
            # No car is in a garage here.
            "at_home": row["state"],
            "upkeep_at": None,
            "upkeep_reading": None,
        }

    def _out(self, by: str, record: str) -> bool:
        """Whether a car or a driver has departed and is not back."""
        return any(
            trip[by] == record and trip["state"] == "departed"
            for trip in self._counted().values()
        )

    def _counted(self) -> dict[str, Row]:
        trips = self.ledger("vehicles.trips")
        return {key: row for key, row in trips.items() if not row["voided"]}

    def _newest(self, by: str, to: str, column: str, order: str) -> Any:
        """The column of the trip with the greatest ``order`` among those of one."""
        found = [
            (row[order], key, row[column])
            for key, row in self._counted().items()
            if row[by] == to and row[column] is not None and row[order] is not None
        ]
        return max(found)[2] if found else None

    def digest(self, name: str) -> str:
        """SHA-256 over a canonical object a row in the order of keys, LF after each."""
        lines = []
        for key, row in sorted(self.ledger(name).items()):
            told = {n: v for n, v in row.items() if n not in PERSONAL}
            shown = {n: v for n, v in told.items() if v is not None} | {"key": key}
            lines.append(
                json.dumps(
                    shown, sort_keys=True, ensure_ascii=False, separators=(",", ":")
                )
            )
        text = "".join(f"{line}\n" for line in lines)
        return hashlib.sha256(text.encode()).hexdigest()

    # Figures

    def trips_between(self, at: str, start: date, end: date) -> list[Row]:
        """Unvoided trips whose instant ``at`` lies within the days."""
        return [
            row
            for row in self._counted().values()
            if row[at] is not None and start <= day_of(row[at], self.zone) <= end
        ]

    def fleet(self, end: date) -> list[Row]:
        """Cars in service on a day, as far as this horizon sees."""
        rows = self.until(end).ledger("vehicles.vehicles").values()
        return [r for r in rows if not r["voided"] and r["state"] != "disposed"]

    # Histories

    def history(self, stream: str) -> int | None:
        """How many steps a record's history has; nothing when there is no record.

        What happened by the business date, and the amendments of what is told.
        """
        if stream not in self.records:
            return None
        record = self.records[stream]
        told = {0} | {e["version"] for e in record.events + record.struck}
        for event in sorted(record.known, key=lambda e: e["position"]):
            amends = is_amendment(event)
            if amends and event["payload"]["target"] in told:
                told.add(event["version"])
        return len(told) - 1

    # What must hold of the live horizon

    def plans(self, resource: str) -> list[tuple[str, int, int, str]]:
        """(resource, start, end, trip) of every trip that has not left or ended."""
        found = []
        for record in self.of("vehicles.Trip"):
            if record.voided or self.state(record) != "dispatched":
                continue
            trip, first = trip_row(record.events), record.events[0]["payload"]
            starts, ends = micros(first["planned_start"]), micros(first["planned_end"])
            found.append((trip[resource], starts, ends, record.stream))
        return found

    def readings(self) -> list[tuple[str, Event, int]]:
        """(car, event, odometer) of everything that read one."""
        found = []
        for record in self.of("vehicles.Vehicle"):
            if not record.voided:
                first = record.events[0]
                found.append((record.stream, first, first["payload"]["odometer"]))
        for record in self.of("vehicles.Trip"):
            car = None
            for event in [] if record.voided else record.events:
                car = event["payload"].get("vehicle", car)
                if name_of(event) in {"Departed", "Returned"}:
                    found.append((str(car), event, event["payload"]["odometer"]))
        return found

    def is_before(self, one: Event, other: Event) -> bool:
        """Business time, by day where one of the two knows only its day."""
        if by_day(one) or by_day(other):
            days = (day_of(e["occurred"], self.zone) for e in (one, other))
            return next(days) < next(days)
        return bool(one["occurred"] < other["occurred"])

    def illegal_steps(self) -> list[str]:
        """Events that their workflow does not allow where they stand."""
        found = []
        for record in self.records.values():
            moves = WORKFLOWS.get(record.aggregate, {})
            if record.aggregate in LATEST or not moves:
                continue
            for n, event in enumerate(record.events):
                sources, _ = moves.get(name_of(event), (None, ""))
                before = self.state(record, record.events[:n])
                if sources is not None and before not in sources:
                    found.append(f"{event['topic']} v{event['version']} in {before}")
        return found
