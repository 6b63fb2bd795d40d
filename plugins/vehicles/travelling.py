"""出车, 回场, 费用登记, 办结."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles import away, inspection
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.fields import (
    Amount,
    CarPhotos,
    CostKind,
    KindOfCost,
    OdometerIn,
    OdometerOut,
    PaidOn,
    PaperScans,
    Photos,
    Place,
    Remark,
    Route,
    Volume,
    Voucher,
)
from houqin.plugins.vehicles.fleet_fields import FillingPoint, ParkingPoint, PointKind
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.points import require_point

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class Depart(RecordForm):
    """按里程表填写；自此车辆占用到回场为止。"""

    odometer: OdometerOut
    photos: CarPhotos | None = None


class ReturnTrip(RecordForm):
    """按里程表填写，公里数自动计算。"""

    odometer: OdometerIn
    route: Route | None = None
    place: Place | None = None
    point: ParkingPoint | None = None
    photos: CarPhotos | None = None


class CostLine(Form):
    """One receipt."""

    kind: KindOfCost
    amount: Amount
    paid_on: PaidOn
    volume: Volume | None = None
    voucher: Voucher | None = None
    photos: Photos | None = None
    point: FillingPoint | None = None


class RecordCosts(RecordForm):
    """派车后随时可以登记，办结以后也可以补登。"""

    lines: Annotated[list[CostLine], Field(title="费用", min_length=1, max_length=20)]


class CloseTrip(RecordForm):
    """费用和里程核对无误后办结。"""

    remark: Remark | None = None
    scans: PaperScans | None = None


def last_reading(context: Context, trip: Any) -> dict[str, Any]:
    """The car's reading before now, to be checked against the dashboard."""
    series = context.series("vehicles.odometers")
    reading = series.latest(context.connection, str(trip.vehicle), context.now + 1)
    return {} if reading is None else {"odometer": reading}


@command(
    "vehicles.depart", "出车登记", permission=Right.DRIVE, on=Trip,
    event=Trip.Departed, starts=last_reading, order=50, batch=True,
)  # fmt: skip
def depart(context: Context, form: Depart) -> None:
    """The car leaves: a fact, taken as it is, unless its inspection forbids it."""
    trip: Any = context.load(Trip, form.record)
    ticked = {name: getattr(trip, name, None) for name in inspection.TICKS}
    if wrong := inspection.faults(ticked):
        message = f"出车前检查不合格：{'、'.join(wrong)}，不能出车"
        context.breach(message)
    if None in ticked.values() and context.setting("vehicles.require_inspection"):
        context.breach("出车前须先检查")
    trip.record(Trip.Departed, odometer=form.odometer, photos=form.photos)


@command(
    "vehicles.return_trip", "回场登记", permission=Right.DRIVE, on=Trip,
    event=Trip.Returned, starts=last_reading, order=60, batch=True,
)  # fmt: skip
def return_trip(context: Context, form: ReturnTrip) -> None:
    """The car is back."""
    trip: Any = context.load(Trip, form.record)
    if form.point:
        require_point(context, form.point, PointKind.PARK)
    values = dict(form)
    values.pop("record")
    record_return(context, trip, **values)


def record_return(context: Context, trip: Any, odometer: int, **more: Any) -> None:
    """A trip ends after it began, with a reading that is not below its departure's."""
    events = context.effective(trip.id).events
    departed = away.departure(events)
    if departed is None or context.precedes(departed.occurred):
        began = context.occurred if departed is None else departed.occurred
        message = f"回场不能早于出车的{context.moment(began)}"
        raise Refused(message, "occurred_at")
    out = departed.payload["odometer"]
    dropped = away.dropped(context, events, context.occurred)
    if odometer + dropped < out:
        raise FormErrors({"odometer": f"回场里程不能小于出车里程{out}公里"})
    trip.record(Trip.Returned, odometer=odometer, **more)


def _goes(_context: Context, trip: Any) -> str | None:
    return "已取消的派车单不登记费用" if trip.state == "cancelled" else None


@command(
    "vehicles.record_costs", "费用登记", permission=Right.DRIVE, on=Trip,
    event=Trip.CostRecorded, may=_goes, style="default", order=70, batch=True,
)  # fmt: skip
def record_costs(context: Context, form: RecordCosts) -> None:
    """Record receipts; one event each, so that each can be voided alone."""
    trip = context.load(Trip, form.record)
    if message := _goes(context, trip):
        raise Refused(message)
    for line in form.lines:
        _require_registered(context, line)
        trip.record(Trip.CostRecorded, **dict(line))


#: What is bought at which kind of registered point.
_BOUGHT_AT = {
    CostKind.FUEL: PointKind.FUEL,
    CostKind.ELECTRICITY: PointKind.FUEL,
    CostKind.WASHING: PointKind.WASH,
}


def _require_registered(context: Context, line: CostLine) -> None:
    """加油、充电、洗车只在登记的定点; where the receipt's point is said."""
    if line.point is None:
        return
    kind = _BOUGHT_AT.get(line.kind)
    if kind is None:
        message = f"{line.kind.title}不填定点"
        raise Refused(message, "lines")
    require_point(context, line.point, kind, "lines")


close_trip = records(
    "vehicles.close_trip", "办结", CloseTrip, Trip, Trip.Closed,
    permission=Right.DISPATCH, order=75,
)  # fmt: skip


ALL = (depart, return_trip, record_costs, close_trip)
