"""One record's row from its events in version order, as its ledger declares it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.core.site.naive_events import Event, Row, micros, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MINUTE = 60_000_000
#: Columns that no digest holds.
PERSONAL = frozenset({"contact"})
ASKED = (
    "user", "purpose", "task", "range", "passengers", "planned_start", "planned_end",
    "origin", "destination",
)  # fmt: skip


#: What nobody does in these walks: 先用后补, 社会租赁, 回执.
BESIDE = (
    "emergency_reason", "approved_after_at", "approved_after_by", "emergency_trip",
    "after_late", "arrangement", "company", "rent", "confirmed_at", "rating",
)  # fmt: skip


def total(values: Iterable[int | None]) -> int | None:
    """The sum of what is there; nothing when nothing is."""
    present = [v for v in values if v is not None]
    return sum(present) if present else None


def _latest(events: list[Event], names: tuple[str, ...]) -> Event:
    """The event of those names with the greatest (occurred, version)."""
    found = [e for e in events if name_of(e) in names]
    return max(found, key=lambda e: (e["occurred"], e["version"]))


def vehicle_row(events: list[Event]) -> Row:
    first, last = events[0]["payload"], _latest(events, ("Registered", "Updated"))
    fixed = (
        "energy", "displacement", "registered_on", "price", "odometer", "special_case",
        "insured_until", "inspected_until",
    )  # fmt: skip
    changing = (
        "plate", "unit", "category", "model", "seats", "mark", "endurance",
        "cost_per_km", "over_quota",
    )  # fmt: skip
    return {n: first.get(n) for n in fixed} | {
        n: last["payload"].get(n) for n in changing
    }


def driver_row(events: list[Event]) -> Row:
    known = {n: events[0]["payload"].get(n) for n in ("person", "licence")}
    # Nobody is assessed here.
    return known | {"kind": "full_time", "period": None, "score": None}


def request_row(events: list[Event]) -> Row:
    first = events[0]
    asked = [e for e in events if name_of(e) in {"Requested", "Revised"}][-1]["payload"]
    row = {n: asked.get(n) for n in ASKED}
    row["planned_start"] = micros(asked["planned_start"])
    row["planned_end"] = micros(asked["planned_end"])
    row |= {n: first["payload"][n] for n in ("serial", "unit")}
    row["requested_at"] = first["occurred"]
    row["contact"] = _json(asked.get("contact"))
    row["sensitive"] = _flag(asked.get("sensitive"))
    return row | dict.fromkeys(BESIDE)


def _flag(value: bool | None) -> int | None:  # noqa: FBT001 - a payload's value
    """Yes or no as a row keeps it."""
    return None if value is None else int(value)


def _json(value: Any) -> str | None:
    """A sealed value as a row keeps it."""
    if value is None:
        return None
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def trip_row(events: list[Event]) -> Row:
    first, payload = events[0], events[0]["payload"]
    same = (
        "serial", "unit", "user", "purpose", "origin", "destination", "passengers",
        "vehicle", "driver", "energy", "driver_person", "duty",
    )  # fmt: skip
    row: Row = {n: payload.get(n) for n in same}
    row["approved_by"] = payload.get("approver")
    row["driver_kind"] = payload.get("driver_kind", "full_time")
    row["sensitive"] = _flag(payload.get("sensitive"))
    row["used_at"] = micros(payload["planned_start"])
    row["planned_end"] = micros(payload["planned_end"])
    row["paper_number"] = payload.get("paper_number")
    row["energy_reason"] = payload.get("reason")
    row["dispatched_at"] = first["occurred"]
    row["response"] = (first["occurred"] - micros(payload["approved_at"])) // MINUTE
    row["request"] = payload["requests"][0]
    for name in ("departed_at", "odometer_out", "returned_at", "odometer_in"):
        row[name] = None
    row["distance"] = row["remark"] = row["nights"] = row["days_off"] = None
    row["inspected_at"] = row["inspection_note"] = None
    for event in events:
        _TRIP_STEPS.get(name_of(event), _nothing)(row, event)
    return row | _costs([e["payload"] for e in events if name_of(e) == "CostRecorded"])


def _nothing(row: Row, event: Event) -> None:
    """Costs are added up apart."""


def _reassigned(row: Row, event: Event) -> None:
    for name in ("vehicle", "driver", "energy", "driver_person"):
        row[name] = event["payload"].get(name)
    row["driver_kind"] = event["payload"].get("driver_kind", "full_time")
    row["energy_reason"] = None


def _departed(row: Row, event: Event) -> None:
    row["used_at"] = row["departed_at"] = event["occurred"]
    row["odometer_out"] = event["payload"]["odometer"]


def _returned(row: Row, event: Event) -> None:
    row["returned_at"] = event["occurred"]
    row["odometer_in"] = event["payload"]["odometer"]
    row |= {n: event["payload"].get(n) for n in ("nights", "days_off")}
    if row["odometer_out"] is not None:
        row["distance"] = row["odometer_in"] - row["odometer_out"]


def _closed(row: Row, event: Event) -> None:
    row["remark"] = event["payload"].get("remark")


def _cancelled(row: Row, event: Event) -> None:
    row["remark"] = event["payload"]["reason"]


_TRIP_STEPS: dict[str, Callable[[Row, Event], None]] = {
    "Reassigned": _reassigned,
    "Departed": _departed,
    "Returned": _returned,
    "Closed": _closed,
    "Cancelled": _cancelled,
}


def _costs(lines: list[dict[str, Any]]) -> Row:
    def paid(*kinds: str) -> int | None:
        return total(line["amount"] for line in lines if line["kind"] in kinds)

    def bought(kind: str) -> int | None:
        return total(line.get("volume") for line in lines if line["kind"] == kind)

    return {
        "fuel": bought("fuel"),
        "electricity": bought("electricity"),
        "energy_cost": paid("fuel", "electricity"),
        "toll": paid("toll"),
        "parking": paid("parking"),
        "other_cost": paid("washing", "other"),
    }
