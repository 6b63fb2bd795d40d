"""登记车辆 and 登记驾驶员, their changes and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import payload_fields
from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.fields import (
    SAVING,
    Category,
    CategoryField,
    Displacement,
    DriverKind,
    DriverKindField,
    EnergyField,
    LicenceField,
    Model,
    Odometer,
    PersonOf,
    Plate,
    Price,
    Reason,
    RegisteredOn,
    Seats,
    SpecialCase,
    UsingUnit,
)
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.fleet_fields import (
    Approval,
    CostPerKm,
    Endurance,
    InspectedUntil,
    InsuredUntil,
    MarkField,
    Method,
    OverQuota,
    Proceeds,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.quotas import exceeded

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class RegisterVehicle(Form):
    """登记一辆公务用车，登记后即可派车。"""

    plate: Plate
    category: CategoryField
    model: Model
    energy: EnergyField
    seats: Seats
    registered_on: RegisteredOn
    price: Price
    odometer: Odometer
    displacement: Displacement | None = None
    special_case: SpecialCase | None = None
    unit: UsingUnit | None = None
    mark: MarkField | None = None
    endurance: Endurance | None = None
    cost_per_km: CostPerKm | None = None
    insured_until: InsuredUntil | None = None
    inspected_until: InspectedUntil | None = None
    over_quota: OverQuota | None = None


class UpdateVehicle(RecordForm):
    """变更自变更日起生效；登记错误请用“更正”。"""

    plate: Plate
    category: CategoryField
    model: Model
    seats: Seats
    unit: UsingUnit | None = None
    mark: MarkField | None = None
    endurance: Endurance | None = None
    cost_per_km: CostPerKm | None = None
    over_quota: OverQuota | None = None


class ApproveDisposal(RecordForm):
    """批准后车辆不能再派，实际处置时再登记处置。"""

    method: Method
    approval: Approval
    reason: Reason


class Dispose(RecordForm):
    """拍卖、报废或划转完成后登记。"""

    reason: Reason
    proceeds: Proceeds | None = None


class WithReason(RecordForm):
    """请写明理由。"""

    reason: Reason


class RegisterDriver(Form):
    """驾驶员须先登记为人员并授予驾驶员角色；准驾人员只驾驶本人用车。"""

    person: PersonOf
    licence: LicenceField
    kind: DriverKindField = DriverKind.FULL_TIME


class Resume(RecordForm):
    """恢复后即可派车。"""


@command(
    "vehicles.register_vehicle", "登记车辆", permission=Right.REGISTER, menu=True,
    event=Vehicle.Registered, order=210, batch=True,
)  # fmt: skip
def register_vehicle(context: Context, form: RegisterVehicle) -> None:
    """Enter a vehicle in the register."""
    _require_unit(context, form.unit)
    _require_standard(context, form)
    _require_quota(context, form)
    context.create(Vehicle, Vehicle.Registered, **dict(form))


def _require_quota(context: Context, form: RegisterVehicle | UpdateVehicle) -> None:
    """A car beyond its unit's quota needs a reason, and no other car has one."""
    quota = exceeded(context, form.unit, form.category)
    if quota is not None and not form.over_quota:
        message = (
            f"该单位{Category(form.category).title}编制{quota}辆已满，请写明超编理由"
        )
        raise FormErrors({"over_quota": message})
    if quota is None and form.over_quota:
        raise FormErrors({"over_quota": "未超编，不写超编理由"})


def _require_standard(context: Context, form: RegisterVehicle) -> None:
    """What is dearer or larger than its category's standard needs a reason."""
    if form.special_case:
        return
    for fact, title, unit in (("price", "购置价", 0), ("displacement", "排量", 1)):
        code, kind = _standard(context, form, fact)
        value, limit = getattr(form, fact), _limit(context, f"vehicles.{fact}_{code}")
        if limit is not None and (value or 0) > limit:
            said = f"{limit}毫升" if unit else f"{limit // 1_000_000}万元"
            message = f"{title}超过{kind}上限{said}，请写明配备理由"
            raise FormErrors({"special_case": message})


def _limit(context: Context, name: str) -> int | None:
    return context.setting(name) if name in context.catalogue.defaults else None


def _standard(context: Context, form: RegisterVehicle, fact: str) -> tuple[str, str]:
    """Whose limit a fact has: 新能源轿车 have a price of their own."""
    sedan = form.seats <= context.setting("vehicles.sedan_seats")
    if fact == "price" and sedan and form.energy in SAVING:
        return "new_energy", "新能源轿车"
    return _kind(context, form)


def _kind(context: Context, form: RegisterVehicle) -> tuple[str, str]:
    """Whose standard holds: coaches by their seats, other cars by their category."""
    if form.seats > context.setting("vehicles.medium_seats"):
        return "large_coach", "大型客车"
    if form.seats > context.setting("vehicles.small_seats"):
        return "medium_coach", "中型客车"
    return form.category.value, f"{Category(form.category).title}用车"


def _require_unit(context: Context, unit: UUID | None) -> None:
    if unit is not None:
        context.choose("core.Department", unit, "unit")


def _as_it_is(_context: Context, vehicle: Any) -> dict[str, Any]:
    """The facts as they stand."""
    return {name: getattr(vehicle, name) for name in payload_fields(Vehicle.Updated)}


@command(
    "vehicles.update_vehicle", "变更", permission=Right.REGISTER, on=Vehicle,
    event=Vehicle.Updated, style="default", starts=_as_it_is, order=220,
)  # fmt: skip
def update_vehicle(context: Context, form: UpdateVehicle) -> None:
    """Change facts from here on."""
    vehicle: Any = context.load(Vehicle, form.record)
    require_in_service(vehicle)
    _require_unit(context, form.unit)
    if (form.unit, form.category) != (vehicle.unit, vehicle.category):
        # Elsewhere it is one more; the reason that held before holds no longer.
        _require_quota(context, form)
    values = dict(form)
    values.pop("record")
    vehicle.record(Vehicle.Updated, **values)


def require_in_service(vehicle: Vehicle) -> None:
    """Nothing happens to a car that is gone."""
    if vehicle.state == "disposed":
        message = "车辆已处置，不能变更"
        raise Refused(message)


@command(
    "vehicles.approve_disposal", "批准处置", permission=Right.APPROVE, on=Vehicle,
    event=Vehicle.DisposalApproved, style="danger", order=225,
)  # fmt: skip
def approve_disposal(context: Context, form: ApproveDisposal) -> None:
    """Take a vehicle out of service, unless trips are still planned for it."""
    vehicle = context.load(Vehicle, form.record)
    booked = context.bookings("vehicles.cars").taken(
        context.connection, context.occurred, 2**62
    )
    if str(vehicle.id) in booked:
        message = "车辆还有未完成的派车任务，不能处置"
        raise Refused(message)
    values = dict(form)
    values.pop("record")
    vehicle.record(Vehicle.DisposalApproved, **values)


dispose_vehicle = records(
    "vehicles.dispose_vehicle", "处置", Dispose, Vehicle, Vehicle.Disposed,
    permission=Right.REGISTER, style="danger", order=230,
)  # fmt: skip


@command(
    "vehicles.register_driver", "登记驾驶员", permission=Right.REGISTER, menu=True,
    event=Driver.Registered, order=240, batch=True,
)  # fmt: skip
def register_driver(context: Context, form: RegisterDriver) -> None:
    """Let a person drive."""
    context.choose("core.Person", form.person, "person")
    # Most are full-time drivers; an event says only that somebody is not.
    kind = None if form.kind == DriverKind.FULL_TIME else form.kind
    context.create(
        Driver, Driver.Registered, person=form.person, licence=form.licence, kind=kind
    )


stop_driver = records(
    "vehicles.stop_driver", "停驾", WithReason, Driver, Driver.Stopped,
    permission=Right.REGISTER, style="danger", order=250,
)  # fmt: skip


resume_driver = records(
    "vehicles.resume_driver", "恢复驾驶", Resume, Driver, Driver.Resumed,
    permission=Right.REGISTER, order=260,
)  # fmt: skip


ALL = (
    register_vehicle,
    update_vehicle,
    approve_disposal,
    dispose_vehicle,
    register_driver,
    stop_driver,
    resume_driver,
)
