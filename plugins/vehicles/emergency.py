"""先用后补, 补批, 无车可派, 社会租赁, 回执: ways of a request beside dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.approval import applicants_of
from houqin.core.model.command import command
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.form import RecordForm
from houqin.events.instants import MINUTE, from_datetime
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.dispatching import fit_car, require_driver, require_seats
from houqin.plugins.vehicles.fields import (
    DriverId,
    EmergencyReason,
    Opinion,
    RatingField,
    Reason,
    Rent,
    RentedFrom,
    RentedPlate,
    Task,
    TaskField,
    VehicleId,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.requesting import RequestVehicle
from houqin.plugins.vehicles.special_duty import Bound, require_going_on
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

if TYPE_CHECKING:
    from houqin.core.model.context import Context

HOUR = 60 * MINUTE


class UseInEmergency(RequestVehicle):
    """先派车，事后在时限内补批；普通用车请走申请。"""

    task: TaskField = Task.EMERGENCY
    vehicle: VehicleId
    driver: DriverId
    reason: EmergencyReason


class ApproveAfter(RecordForm):
    """补批后视同批准；超过时限的标注逾期。"""

    comment: Opinion | None = None


class TellNoVehicle(RecordForm):
    """申请人会看到原因；可另行租赁。"""

    reason: Reason


class RentVehicle(RecordForm):
    """无车可派时按规定向社会租赁。"""

    company: RentedFrom
    rented_plate: RentedPlate | None = None
    rent: Rent | None = None


class ConfirmUse(RecordForm):
    """用车人核对派车单并评价。"""

    rating: RatingField
    comment: Opinion | None = None


@command(
    "vehicles.use_in_emergency", "先用后补", permission=Right.DISPATCH, menu=True,
    event=VehicleRequest.EmergencyUsed, order=25,
)  # fmt: skip
def use_in_emergency(context: Context, form: UseInEmergency) -> None:
    """A car goes at once: application, dispatch and its mark in one append."""
    context.choose("core.Department", form.unit, "unit")
    context.choose("core.Person", form.user, "user")
    require_going_on(context, form.duty)
    interval = (from_datetime(form.planned_start), from_datetime(form.planned_end))
    bound = Bound(form.duty, interval[0])
    car = fit_car(context, form.vehicle, interval, bound)
    require_driver(context, form.driver, car, {form.user}, bound)
    require_seats(context, [car], form.passengers)
    asked = dict(form)
    vehicle, driver, reason = (asked.pop(n) for n in ("vehicle", "driver", "reason"))
    asked["sensitive"] = form.sensitive or None
    request: Any = context.create(
        VehicleRequest,
        VehicleRequest.Requested,
        serial=context.serial("vehicles.request_serials"),
        **asked,
    )
    trip = _dispatched(context, request, vehicle, driver)
    hours = context.setting("vehicles.after_approval_hours")
    request.record(
        VehicleRequest.EmergencyUsed, trips=[trip.id], reason=reason, hours=hours
    )


def _dispatched(context: Context, request: Any, vehicle: Any, driver: Any) -> Trip:
    """Nobody has approved yet, and the slip says so."""
    return context.create(
        Trip,
        Trip.Dispatched,
        serial=context.serial("vehicles.trip_serials"),
        requests=[request.id],
        vehicle=vehicle,
        driver=driver,
        unit=request.unit,
        user=request.user,
        purpose=request.purpose,
        passengers=request.passengers,
        origin=request.origin,
        destination=request.destination,
        planned_start=request.planned_start,
        planned_end=request.planned_end,
        sensitive=request.sensitive,
        duty=request.duty,
    )


def _of_another(context: Context, request: Any) -> str | None:
    """Nobody records an approval for his own request."""
    if context.actor == context.services.system_actor:
        return None
    own = {context.actor, context.acting} & applicants_of(context, request)
    return "本人的申请不能由本人审批" if own else None


@command(
    "vehicles.approve_after", "补批", permission=Right.APPROVE, on=VehicleRequest,
    event=VehicleRequest.ApprovedAfter, may=_of_another, order=26,
)  # fmt: skip
def approve_after(context: Context, form: ApproveAfter) -> None:
    """Approve what has gone already."""
    request: Any = context.load(VehicleRequest, form.record)
    if message := _of_another(context, request):
        raise NotPermitted(message)
    limit = from_datetime(request.planned_start) + request.hours * HOUR
    late = context.occurred > limit
    request.record(
        VehicleRequest.ApprovedAfter, comment=form.comment, late=late or None
    )


@command(
    "vehicles.tell_no_vehicle", "无车可派", permission=Right.DISPATCH,
    on=VehicleRequest, event=VehicleRequest.NoVehicle, style="danger", order=35,
)  # fmt: skip
def tell_no_vehicle(context: Context, form: TellNoVehicle) -> None:
    """Say that no car is left."""
    request = context.load(VehicleRequest, form.record)
    request.record(VehicleRequest.NoVehicle, reason=form.reason)


@command(
    "vehicles.rent_vehicle", "社会租赁", permission=Right.DISPATCH,
    on=VehicleRequest, event=VehicleRequest.Rented, style="default", order=36,
)  # fmt: skip
def rent_vehicle(context: Context, form: RentVehicle) -> None:
    """Enter that a car was rented."""
    values = dict(form)
    values.pop("record")
    context.load(VehicleRequest, form.record).record(VehicleRequest.Rented, **values)


def _was_driven(context: Context, request: Any) -> str | None:
    """Only who sat in the car, or applied, and only once it is back."""
    own = {request.user} | applicants_of(context, request)
    if context.acting not in own and context.actor != context.services.system_actor:
        return "由用车人或申请人确认"
    trips = [context.load(Trip, trip) for trip in request.served_by()]
    if not any(trip.state in {"returned", "closed"} for trip in trips):
        return "车辆回场后才能确认"
    return None


@command(
    "vehicles.confirm_use", "回执确认", permission=Right.REQUEST, on=VehicleRequest,
    event=VehicleRequest.UseConfirmed, may=_was_driven, order=37,
)  # fmt: skip
def confirm_use(context: Context, form: ConfirmUse) -> None:
    """Confirm the slip, once."""
    request: Any = context.load(VehicleRequest, form.record)
    if message := _was_driven(context, request):
        raise Refused(message)
    request.record(
        VehicleRequest.UseConfirmed, rating=form.rating, comment=form.comment
    )


ALL = (
    use_in_emergency,
    approve_after,
    tell_no_vehicle,
    rent_vehicle,
    confirm_use,
)
