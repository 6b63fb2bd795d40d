"""派车: joining requests with cars and drivers, under the rules of §2.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.projection.horizon import local_day
from houqin.core.schema import types
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.events.entry import NIL
from houqin.events.instants import from_datetime, to_datetime
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.fields import (
    IN_APPROVAL,
    DriverId,
    DriverKind,
    Energy,
    Licence,
    PaperNumber,
    Reason,
    ReasonField,
    RequestIds,
    VehicleId,
    rank,
)
from houqin.plugins.vehicles.fitness import in_repair, unfit
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.paper import require_unused
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.special_duty import Bound, require_own_duty
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable


MOST_SEATS = 100


class Sent(Form):
    """One car with its driver."""

    vehicle: VehicleId
    driver: DriverId
    reason: ReasonField | None = None


class Dispatch(Form):
    """新能源和混合动力车优先；有空闲的新能源车而另派其他车时须选理由。"""

    requests: RequestIds
    trips: Annotated[list[Sent], Field(title="派车", min_length=1, max_length=10)]


class DispatchRequest(RecordForm):
    """新能源和混合动力车优先；有空闲的新能源车而另派其他车时须选理由。"""

    vehicle: VehicleId
    driver: DriverId
    reason: ReasonField | None = None
    paper_number: PaperNumber | None = None


class Reassign(RecordForm):
    """出车前改派，仍是同一份派车单。"""

    vehicle: VehicleId
    driver: DriverId
    reason: Reason


class Cancel(RecordForm):
    """取消后不计车次；需要另行派车的，用车申请恢复为已批准。"""

    reason: Reason
    reopen: Annotated[bool, Field(title="恢复用车申请待派"), types.boolean()] = False


@command("vehicles.dispatch", "派车", permission=Right.DISPATCH, menu=True, order=30)
def dispatch(context: Context, form: Dispatch) -> None:
    """Join n approved requests with m cars and drivers, in one append."""
    if len(set(form.requests)) < len(form.requests):
        message = "同一份用车申请选了两次"
        raise Refused(message, "requests")
    requests = [_approved(context, request) for request in form.requests]
    _dispatch(context, requests, form.trips)


@command(
    "vehicles.dispatch_request", "派车", permission=Right.DISPATCH, on=VehicleRequest,
    may=lambda _context, record: (
        None if record.state == "approved" else "批准后才能派车"
    ),
    order=30,
)  # fmt: skip
def dispatch_request(context: Context, form: DispatchRequest) -> None:
    """One request, one car: what the request's page offers."""
    sent = Sent(vehicle=form.vehicle, driver=form.driver, reason=form.reason)
    requests = [_approved(context, form.record)]
    _dispatch(context, requests, [sent], form.paper_number)


def _approved(context: Context, record: UUID) -> VehicleRequest:
    """先批准后用车."""
    request = context.load(VehicleRequest, record)
    if request.state != "approved":
        state = VehicleRequest.workflow.title(request.state)
        message = f"用车申请{request.serial}当前为“{state}”，批准后才能派车"  # type: ignore[attr-defined]  # set by the fold
        if request.state not in IN_APPROVAL:
            raise Refused(message, "requests")
        # Papers of years ago went by other chains: it went all the same.
        context.breach(message, "requests", of_old=True)
    return request


def _dispatch(
    context: Context,
    requests: Sequence[Any],
    sent: Sequence[Sent],
    paper_number: str | None = None,
) -> None:
    require_unused(context, paper_number)
    first = requests[0]
    starts = min(from_datetime(r.planned_start) for r in requests)
    ends = max(from_datetime(r.planned_end) for r in requests)
    people = sum(r.passengers for r in requests)
    bound = Bound(first.duty, starts)
    cars = [fit_car(context, line.vehicle, (starts, ends), bound) for line in sent]
    for line, car in zip(sent, cars, strict=True):
        require_driver(context, line.driver, car, {r.user for r in requests}, bound)
    require_seats(context, cars, people)
    far = max(context.setting(f"vehicles.distance_{r.range}") for r in requests)
    for line, car in zip(sent, cars, strict=True):
        journey = Journey((starts, ends), -(-people // len(cars)), far)
        _require_saving_first(context, line, car, journey, cars)
    approval = _approval(context, first)
    for request in requests:
        _require_approved_before(context, request)
    made = [
        context.create(
            Trip,
            Trip.Dispatched,
            serial=context.serial("vehicles.trip_serials"),
            requests=[r.id for r in requests],
            vehicle=line.vehicle,
            driver=line.driver,
            unit=first.unit,
            user=first.user,
            purpose=first.purpose,
            passengers=people,
            origin=first.origin,
            destination=first.destination,
            planned_start=to_datetime(starts),
            planned_end=to_datetime(ends),
            approver=approval.by if approval else None,
            approved_at=to_datetime(approval.at) if approval else None,
            reason=line.reason,
            sensitive=any(r.sensitive for r in requests) or None,
            paper_number=paper_number,
            duty=first.duty,
        )
        for line in sent
    ]
    for request in requests:
        request.record(VehicleRequest.Arranged, trips=[trip.id for trip in made])


class Approval(NamedTuple):
    """Who approved last, and when; the response time counts from here."""

    by: UUID
    at: int


def _approval(context: Context, request: VehicleRequest) -> Approval | None:
    """The last of its approvals; nothing where an old paper lacks one."""
    if request.state != "approved":
        return None
    agreed = f"{VehicleRequest.topic}.Agreed"
    last = next(
        e for e in reversed(context.effective(request.id).events) if e.topic == agreed
    )
    behalf = last.on_behalf_of
    return Approval(last.actor if behalf == NIL else behalf, last.occurred)


def _require_approved_before(context: Context, request: VehicleRequest) -> None:
    """先批准后用车, in business time: a late entry cannot turn it round."""
    approval = _approval(context, request)
    if approval and context.precedes(approval.at):
        message = f"派车不能早于批准的{context.moment(approval.at)}"
        context.breach(message, "occurred_at")


def fit_car(
    context: Context, vehicle: UUID, interval: tuple[int, int], bound: Bound
) -> Choosable:
    """封存、在修、处置、保险或年检过期的车辆不能派，抽调的只保障本专项."""
    car = context.as_it_was("vehicles.Vehicle", vehicle, "vehicle")
    require_own_duty(context, car, bound, "vehicle")
    if why := unfit(context, car, interval, in_repair(context, interval)):
        message = f"车辆{car.attributes['plate']}{why}，不能派车"
        context.breach(message, "vehicle")
    return car


def require_driver(
    context: Context, driver: UUID, car: Choosable, users: set[UUID], bound: Bound
) -> None:
    """停驾的、准驾车型不符的不能派；准驾人员只驾驶本人用车."""
    found = context.as_it_was("vehicles.Driver", driver, "driver")
    require_own_duty(context, found, bound, "driver")
    if found.state not in {"active", "detached"}:
        message = f"驾驶员已{Driver.workflow.title(found.state)}，不能派车"
        context.breach(message, "driver")
    licence, seats = found.attributes["licence"], car.attributes["seats"]
    if seats > most_seats(context, licence):
        plate = car.attributes["plate"]
        message = f"准驾{licence}不能驾驶{seats}座的车辆{plate}"
        context.breach(message, "driver")
    alone = found.attributes.get("kind") == DriverKind.AUTHORISED
    if alone and UUID(found.attributes["person"]) not in users:
        message = "准驾人员只能驾驶本人用车"
        context.breach(message, "driver")


#: Up to which kind of coach a licence goes; the seats of each are parameters.
_LICENSED = {
    Licence.A1: "",
    Licence.A2: "medium",
    Licence.B1: "medium",
    Licence.B2: "small",
    Licence.C1: "small",
}


def most_seats(context: Context, licence: str) -> int:
    """The seats of the largest car that a licence is for."""
    kind = _LICENSED[Licence(licence)]
    return int(context.setting(f"vehicles.{kind}_seats")) if kind else MOST_SEATS


def require_seats(context: Context, cars: Sequence[Choosable], people: int) -> None:
    """A driver sits in every car."""
    seats = sum(car.attributes["seats"] - 1 for car in cars)
    if seats < people:
        message = f"座位不够：{people}人，除驾驶员外只有{seats}座"
        context.breach(message, "vehicle")


class Journey(NamedTuple):
    """What a car must be free for: when, for how many people, how far (km)."""

    interval: tuple[int, int]
    people: int
    far: int


def _require_saving_first(
    context: Context,
    line: Sent,
    car: Choosable,
    journey: Journey,
    chosen: Sequence[Choosable],
) -> None:
    """优先调度新能源和混合动力车; a later choice asks a reason."""
    if line.reason is not None or rank(car.attributes["energy"]) == 0:
        return
    better = first_free(context, journey, {c.id for c in chosen})
    if better and rank(better.attributes["energy"]) < rank(car.attributes["energy"]):
        plate, energy = better.attributes["plate"], better.attributes["energy"]
        message = f"{Energy(energy).title}车{plate}空闲且座位够，另派其他车请选理由"
        context.breach(message, "reason")


def first_free(context: Context, journey: Journey, but: set[UUID]) -> Choosable | None:
    """The car that should go first: free, with the seats and the range, saving most."""
    taken = context.bookings("vehicles.cars").taken(
        context.connection, *journey.interval
    )
    repaired = in_repair(context, journey.interval)
    day = local_day(journey.interval[0], context.zone).isoformat()
    free = [
        car
        for car in context.choosable("vehicles.Vehicle")
        if car.state == "available"
        and car.attributes["registered_on"] <= day
        and str(car.id) not in taken
        and car.id not in but
        and car.attributes["seats"] - 1 >= journey.people
        and _reaches(car, journey.far)
        and unfit(context, car, journey.interval, repaired) is None
    ]
    return min(free, key=lambda car: Vehicle.offered(car.attributes), default=None)


def _reaches(car: Choosable, far: int) -> bool:
    """Whether an electric car gets there and back; of others nobody asks."""
    endurance = car.attributes.get("endurance")
    electric = car.attributes["energy"] == Energy.ELECTRIC
    return not electric or endurance is None or endurance >= far


@command(
    "vehicles.reassign", "改派", permission=Right.DISPATCH, on=Trip,
    event=Trip.Reassigned, style="default", order=40,
)  # fmt: skip
def reassign(context: Context, form: Reassign) -> None:
    """Give the trip to another car or driver before it leaves."""
    trip: Any = context.load(Trip, form.record)
    planned = (from_datetime(trip.planned_start), from_datetime(trip.planned_end))
    bound = Bound(trip.duty, planned[0])
    car = fit_car(context, form.vehicle, planned, bound)
    require_driver(context, form.driver, car, users_of(context, trip), bound)
    require_seats(context, [car], trip.passengers)
    if (form.vehicle, form.driver) == (trip.vehicle, trip.driver):
        message = "车辆和驾驶员都没有改变"
        raise Refused(message, "vehicle")
    trip.record(
        Trip.Reassigned, vehicle=form.vehicle, driver=form.driver, reason=form.reason
    )


def users_of(context: Context, trip: Any) -> set[UUID]:
    """Who sits in the car, of every request it serves."""
    return {context.load(VehicleRequest, r).user for r in trip.requests}  # type: ignore[attr-defined]  # from an event


@command(
    "vehicles.cancel_trip", "取消派车", permission=Right.DISPATCH, on=Trip,
    event=Trip.Cancelled, style="danger", order=80,
)  # fmt: skip
def cancel_trip(context: Context, form: Cancel) -> None:
    """Cancel before departure; the requests end, or wait for another car."""
    trip: Any = context.load(Trip, form.record)
    trip.record(Trip.Cancelled, reason=form.reason)
    for request in trip.requests:
        trip.leave(context.load(VehicleRequest, request), reopen=form.reopen)


ALL = (dispatch, dispatch_request, reassign, cancel_trip)
