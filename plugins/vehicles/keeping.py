"""投保, 年检, 更换里程表, 停放, 洗车: what happens to a car between its trips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.schema.form import RecordForm
from houqin.plugins.vehicles.fields import PaidOn, Reason, Voucher
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.fleet_fields import (
    Coverage,
    InspectedUntil,
    InspectionFee,
    InsuredUntil,
    Insurer,
    NewReading,
    OldReading,
    ParkingPoint,
    PointKind,
    Policy,
    Premium,
    Scans,
    Since,
    Station,
    WashingCost,
    WashingPoint,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.points import offered_points, require_point
from houqin.plugins.vehicles.registering import require_in_service

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class BuyInsurance(RecordForm):
    """到期日在车辆台账显示；过期的车辆不能派。"""

    insurer: Insurer
    policy: Policy
    coverage: Coverage
    since: Since
    insured_until: InsuredUntil
    premium: Premium
    scans: Scans | None = None


class PassInspection(RecordForm):
    """到期日在车辆台账显示；过期的车辆不能派。"""

    station: Station
    inspected_until: InspectedUntil
    fee: InspectionFee | None = None
    scans: Scans | None = None


class ReplaceOdometer(RecordForm):
    """换表前后的读数不再相互比较，行驶公里仍按实际计算。"""

    old_reading: OldReading
    new_reading: NewReading
    reason: Reason


class Park(RecordForm):
    """车辆停放在登记的定点。"""

    point: ParkingPoint


class Wash(RecordForm):
    """在登记的洗车点洗车。"""

    point: WashingPoint
    amount: WashingCost
    paid_on: PaidOn
    voucher: Voucher | None = None


def _record(context: Context, form: RecordForm, event: type[Any]) -> None:
    vehicle = context.load(Vehicle, form.record)
    require_in_service(vehicle)
    values = dict(form)
    values.pop("record")
    vehicle.record(event, **values)


@command(
    "vehicles.buy_insurance", "投保", permission=Right.REGISTER, on=Vehicle,
    event=Vehicle.InsuranceBought, style="default", order=300, batch=True,
)  # fmt: skip
def buy_insurance(context: Context, form: BuyInsurance) -> None:
    """Insure a car until a day."""
    _record(context, form, Vehicle.InsuranceBought)


@command(
    "vehicles.pass_inspection", "年检", permission=Right.REGISTER, on=Vehicle,
    event=Vehicle.InspectionPassed, style="default", order=310, batch=True,
)  # fmt: skip
def pass_inspection(context: Context, form: PassInspection) -> None:
    """Enter that a car passed its inspection."""
    _record(context, form, Vehicle.InspectionPassed)


def _last_reading(context: Context, vehicle: Any) -> dict[str, Any]:
    series = context.series("vehicles.odometers")
    reading = series.latest(context.connection, str(vehicle.id), context.now + 1)
    return {"new_reading": 0} | ({} if reading is None else {"old_reading": reading})


@command(
    "vehicles.replace_odometer", "更换里程表", permission=Right.REGISTER, on=Vehicle,
    event=Vehicle.OdometerReplaced, style="default", starts=_last_reading, order=320,
)  # fmt: skip
def replace_odometer(context: Context, form: ReplaceOdometer) -> None:
    """Enter the last reading of the old odometer and the first of the new."""
    _record(context, form, Vehicle.OdometerReplaced)


@command(
    "vehicles.park_vehicle", "停放", permission=Right.DISPATCH, on=Vehicle,
    event=Vehicle.Parked, style="default", order=330,
    choices=offered_points(PointKind.PARK),
)  # fmt: skip
def park_vehicle(context: Context, form: Park) -> None:
    """Enter where a car stands."""
    require_point(context, form.point, PointKind.PARK)
    _record(context, form, Vehicle.Parked)


@command(
    "vehicles.wash_vehicle", "洗车", permission=Right.DISPATCH, on=Vehicle,
    event=Vehicle.Washed, style="default", order=340,
    choices=offered_points(PointKind.WASH),
)  # fmt: skip
def wash_vehicle(context: Context, form: Wash) -> None:
    """Enter a washing with its receipt."""
    require_point(context, form.point, PointKind.WASH)
    _record(context, form, Vehicle.Washed)


ALL = (
    buy_insurance,
    pass_inspection,
    replace_odometer,
    park_vehicle,
    wash_vehicle,
)
