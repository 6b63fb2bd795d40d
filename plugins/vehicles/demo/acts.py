"""The year's acts as the commands a person uses, in the order of their recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import text
from houqin.core.demonstration.identities import (
    command_id,
    department_id,
    person_id,
    second_of,
)
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.spread import between
from houqin.core.model.command import Act

from .identities import driver_id, duty_id, request_id, trip_id, vehicle_id
from .paying import FUEL_POINT, card_id, card_of, fuel_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from .year import (
        CostLine,
        Emergency,
        Journey,
        Moment,
        Request,
        Shortage,
        Trip,
        Year,
    )


def requests_and_trips(year: Year) -> list[Timed]:
    """List what is done on every request and its trip, as it is recorded."""
    told = [
        (timed.recorded, request.number, step, timed)
        for request in year.requests
        for step, timed in enumerate(_on_request(request))
    ]
    told.sort(key=lambda one: one[:3])
    return [timed for *_, timed in told]


def _on_request(request: Request) -> Iterator[Timed]:
    number, wanted = request.number, _wanted(request)
    record = {"record": str(request_id(number))}
    if request.emergency and request.trip:
        yield from _urgent(request, request.emergency, request.trip)
        return
    yield _act("vehicles.request_vehicle", "request", number, request.asked, wanted)
    if back := request.sent_back:
        comment = record | {"comment": back.remark.text}
        yield _act("core.send_back", "send back", number, back.remark.moment, comment)
        again = record | wanted
        yield _act(
            "vehicles.resubmit_request", "resubmit", number, back.resubmitted, again
        )
    for step, agreed in (("review", request.reviewed), ("approve", request.approved)):
        if agreed:
            yield _act("core.agree", step, number, agreed, record)
    if no := request.refused:
        yield _act(
            "core.refuse", "refuse", number, no.moment, record | {"comment": no.text}
        )
    if request.trip:
        yield _dispatched(request.trip, number)
        yield from _on_trip(request.trip, number, trip_of(request))
    if request.shortage:
        yield from _without_car(request.shortage, number, record)


def _dispatched(trip: Trip, number: int) -> Timed:
    """The driver of whom a slip comes back on paper takes a numbered one along."""
    request = str(request_id(number))
    sent = _sent(trip.vehicle, trip.driver, trip.reason)
    moment = trip.dispatched
    if not trip.journey or trip.journey.departed.channel != "paper":
        given: dict[str, Any] = {"requests": [request], "trips": [sent]}
        return _act("vehicles.dispatch", "dispatch", number, moment, given)
    given = {"record": request, "paper_number": f"No.{number:06d}", **sent}
    return _act("vehicles.dispatch_request", "dispatch", number, moment, given)


def trip_of(request: Request) -> UUID:
    """The trip that serves a request; in an emergency one command made both."""
    number = request.number
    return second_of("request", number) if request.emergency else trip_id(number)


def _urgent(request: Request, emergency: Emergency, trip: Trip) -> Iterator[Timed]:
    number, sent = request.number, _sent(trip.vehicle, trip.driver, None)
    used = _wanted(request) | sent | {"reason": emergency.reason}
    told = emergency.told
    yield _act("vehicles.use_in_emergency", "request", number, told, used)
    record = {"record": str(request_id(number))}
    yield _act(
        "vehicles.approve_after", "approve after", number, emergency.approved, record
    )
    yield from _on_trip(trip, number, trip_of(request))


def _without_car(
    shortage: Shortage, number: int, record: dict[str, str]
) -> Iterator[Timed]:
    if no := shortage.told:
        given = record | {"reason": no.text}
        yield _act("vehicles.tell_no_vehicle", "no vehicle", number, no.moment, given)
    if shortage.rented:
        rented = record | {
            "company": shortage.company, "rented_plate": shortage.plate,
            "rent": shortage.rent,
        }  # fmt: skip
        yield _act("vehicles.rent_vehicle", "rent", number, shortage.rented, rented)


def _on_trip(trip: Trip, number: int, id_: UUID) -> Iterator[Timed]:
    record = {"record": str(id_)}
    if swap := trip.reassigned:
        other = record | _sent(swap.vehicle, swap.driver, swap.reason)
        yield _act("vehicles.reassign", "reassign", number, swap.moment, other)
    if no := trip.cancelled:
        reason = record | {"reason": no.text}
        yield _act("vehicles.cancel_trip", "cancel", number, no.moment, reason)
    if not (journey := trip.journey):
        return
    out = record | {"odometer": journey.odometer_out}
    back = record | {"odometer": journey.odometer_in}
    yield _act("vehicles.depart", "depart", number, journey.departed, out)
    yield _act("vehicles.return_trip", "return", number, journey.returned, back)
    if journey.costs_recorded:
        yield from _costs(trip, number, id_, journey, journey.costs_recorded)
    yield _act("vehicles.close_trip", "close", number, journey.closed, record)


def _costs(
    trip: Trip, number: int, id_: UUID, journey: Journey, recorded: Moment
) -> Iterator[Timed]:
    """Fuel is paid by card and typed there; the rest is typed on the slip."""
    fuel = fuel_of(journey)
    for count, line in enumerate(fuel):
        filled = _filled(trip, id_, journey, line)
        step = f"fill {count}"
        yield _act("vehicles.fill_card", step, number, recorded, filled)
    lines = [_line(line) for line in journey.costs if line not in fuel]
    if lines:
        given = {"record": str(id_), "lines": lines}
        yield _act("vehicles.record_costs", "costs", number, recorded, given)


def _filled(trip: Trip, id_: UUID, journey: Journey, line: CostLine) -> dict[str, Any]:
    return _line(line) | {
        "record": str(card_id(card_of(trip.vehicle_gone, journey))),
        "trip": str(id_),
        "driver": str(driver_id(trip.driver_gone)),
        "point": str(FUEL_POINT),
    }


def _act(
    command: str, step: str, number: int, moment: Moment, given: dict[str, Any]
) -> Timed:
    late = moment.occurred != moment.recorded
    act = Act(
        command,
        given,
        person_id(moment.actor),
        command_id(step, number),
        on_behalf_of=person_id(moment.on_behalf) if moment.on_behalf else None,
        channel=moment.channel,
        occurred_at=moment.occurred if late else None,
    )
    return Timed(moment.recorded, act)


def _wanted(request: Request) -> dict[str, Any]:
    more = {"duty": str(duty_id(request.duty))} if request.duty else {}
    if request.asked.channel == "phone":
        # Who applies by telephone leaves a number to be called back at.
        more["contact"] = f"139{between(0, 99_999_999, request.user):08d}"
    return more | {
        "unit": str(department_id(request.department)),
        "user": str(person_id(request.user)),
        "purpose": request.purpose,
        "task": request.task,
        "range": request.range,
        "passengers": request.people,
        "planned_start": text(request.planned_start),
        "planned_end": text(request.planned_end),
        "origin": request.origin,
        "destination": request.destination,
    }


def _sent(vehicle: str, driver: str, reason: str | None) -> dict[str, Any]:
    sent = {"vehicle": str(vehicle_id(vehicle)), "driver": str(driver_id(driver))}
    return sent | {"reason": reason} if reason else sent


def _line(line: CostLine) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": line.kind,
        "amount": line.amount,
        "paid_on": line.paid_on.isoformat(),
    }
    optional = {"volume": line.quantity, "voucher": line.voucher}
    return told | {name: value for name, value in optional.items() if value is not None}
