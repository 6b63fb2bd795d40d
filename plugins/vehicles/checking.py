"""出车前检查, and a second car after a breakdown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import RecordForm
from houqin.events.instants import from_datetime, to_datetime
from houqin.plugins.vehicles import inspection
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.dispatching import (
    fit_car,
    require_driver,
    require_seats,
    users_of,
)
from houqin.plugins.vehicles.fields import (
    DriverId,
    InspectionNote,
    OdometerIn,
    Reason,
    VehicleId,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.special_duty import Bound
from houqin.plugins.vehicles.travelling import last_reading, record_return
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

if TYPE_CHECKING:
    from houqin.core.model.context import Context

#: A second car is planned for so long where the first one's plan has run out.
SHORTEST = timedelta(hours=1)


class InspectTrip(RecordForm):
    """八项都合格才能出车；不合格的请说明。"""

    engine_oil: inspection.EngineOil = False
    coolant: inspection.Coolant = False
    brakes: inspection.Brakes = False
    tyres: inspection.Tyres = False
    lights: inspection.Lights = False
    instruments: inspection.Instruments = False
    papers: inspection.Papers = False
    tools: inspection.Tools = False
    note: InspectionNote | None = None


class RelieveTrip(RecordForm):
    """故障车按回场登记，另派一辆车，另计一车次。"""

    odometer: OdometerIn
    vehicle: VehicleId
    driver: DriverId
    reason: Reason


def _before_departure(_context: Context, trip: Any) -> str | None:
    return None if trip.state == "dispatched" else "出车前才能检查"


@command(
    "vehicles.inspect_trip", "出车前检查", permission=Right.DRIVE, on=Trip,
    event=Trip.Inspected, may=_before_departure, style="default", order=45,
)  # fmt: skip
def inspect_trip(context: Context, form: InspectTrip) -> None:
    """Tick what is in order; what is not is said."""
    trip = context.load(Trip, form.record)
    if message := _before_departure(context, trip):
        raise Refused(message)
    values = dict(form)
    values.pop("record")
    if inspection.faults(values) and not form.note:
        raise FormErrors({"note": "有不合格项，请说明"})
    trip.record(Trip.Inspected, **values)


@command(
    "vehicles.relieve_trip", "故障换车", permission=Right.DISPATCH, on=Trip,
    event=Trip.Returned, starts=last_reading, style="default", order=65,
)  # fmt: skip
def relieve_trip(context: Context, form: RelieveTrip) -> None:
    """The broken car's trip ends; a second one serves its requests."""
    broken: Any = context.load(Trip, form.record)
    now = to_datetime(context.occurred)
    end = max(broken.planned_end, now + SHORTEST)
    interval = (context.occurred, from_datetime(end))
    bound = Bound(broken.duty, context.occurred)
    car = fit_car(context, form.vehicle, interval, bound)
    require_driver(context, form.driver, car, users_of(context, broken), bound)
    require_seats(context, [car], broken.passengers)
    record_return(context, broken, form.odometer, route=form.reason)
    same = (
        "requests", "unit", "user", "purpose", "passengers", "origin", "destination",
        "approver", "approved_at", "sensitive",
        "duty",
    )  # fmt: skip
    second = context.create(
        Trip,
        Trip.Dispatched,
        serial=context.serial("vehicles.trip_serials"),
        vehicle=form.vehicle,
        driver=form.driver,
        planned_start=now,
        planned_end=end,
        **{name: getattr(broken, name) for name in same},
    )
    for record in broken.requests:
        request = context.load(VehicleRequest, record)
        if request.workflow.allows(request.state, "Arranged"):
            request.record(VehicleRequest.Arranged, trips=[second.id])


ALL = (inspect_trip, relieve_trip)
