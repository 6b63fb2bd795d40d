"""专项保障: 立项, 抽调, 归队, 结束."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.projection.horizon import day_start
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.special_duty import (
    Conclusion,
    DetachedCars,
    DetachedDrivers,
    Document,
    FirstDay,
    LastDay,
    Plan,
    ServedUnit,
    SpecialDuty,
    TaskName,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from houqin.core.model.context import Context


class OpenDuty(Form):
    """立项后抽调车辆和驾驶员；不抽调的也要办理开始，再按专项派车。"""

    name: TaskName
    unit: ServedUnit
    first: FirstDay
    last: LastDay
    document: Document | None = None
    plan: Plan | None = None


class StartDuty(RecordForm):
    """抽调的车辆和驾驶员到归队为止只保障本专项；途中增派也在这里办理。"""

    vehicles: DetachedCars | None = None
    drivers: DetachedDrivers | None = None


class ReleaseFromDuty(RecordForm):
    """提前归队，归队后恢复统一调度。"""

    vehicles: DetachedCars | None = None
    drivers: DetachedDrivers | None = None


class CloseDuty(RecordForm):
    """结束后抽调的车辆和驾驶员全部归队。"""

    conclusion: Conclusion | None = None


@command(
    "vehicles.open_duty", "专项保障立项", permission=Right.DUTY, menu=True,
    event=SpecialDuty.Opened, order=310,
)  # fmt: skip
def open_duty(context: Context, form: OpenDuty) -> None:
    """Open a special duty."""
    context.choose("core.Department", form.unit, "unit")
    serial = context.serial("vehicles.duty_serials")
    context.create(SpecialDuty, SpecialDuty.Opened, serial=serial, **dict(form))


@command(
    "vehicles.start_duty", "抽调并开始", permission=Right.DUTY, on=SpecialDuty,
    event=SpecialDuty.Started, order=320,
)  # fmt: skip
def start_duty(context: Context, form: StartDuty) -> None:
    """Detach cars and drivers; the duty runs."""
    duty: Any = context.load(SpecialDuty, form.record)
    cars, drivers = form.vehicles or [], form.drivers or []
    if duty.state == "running" and not (cars or drivers):
        raise FormErrors({"vehicles": "请选择增派的车辆或驾驶员"})
    _require_free(context, "vehicles.Vehicle", cars, "available", "vehicles")
    _require_free(context, "vehicles.Driver", drivers, "active", "drivers")
    for car in cars:
        _require_not_booked(context, "vehicles.cars", car, duty, "vehicles")
    for driver in drivers:
        _require_not_booked(context, "vehicles.drivers", driver, duty, "drivers")
    duty.record(SpecialDuty.Started, vehicles=cars or None, drivers=drivers or None)
    duty.detach(Vehicle, cars)
    duty.detach(Driver, drivers)


def _require_free(
    context: Context, aggregate: str, chosen: Sequence[UUID], state: str, name: str
) -> None:
    """在编可用的车辆、在岗的驾驶员才能抽调."""
    if len(set(chosen)) < len(chosen):
        raise FormErrors({name: "同一个选了两次"})
    for record in chosen:
        found = context.choose(aggregate, record, name)
        if found.state != state:
            spec = context.catalogue.aggregates[aggregate]
            workflow: Any = spec.cls.workflow
            message = (
                f"{context.title(record)}当前为“{workflow.title(found.state)}”，"
                "不能抽调"
            )
            raise Refused(message, name)


def _require_not_booked(
    context: Context, guard: str, record: UUID, duty: Any, name: str
) -> None:
    """抽调期间已有其他派车任务的，先改派."""
    start, end = context.occurred, _end_of(context, duty)
    taken = context.bookings(guard).taken(context.connection, start, end)
    if str(record) in taken:
        message = f"{context.title(record)}在抽调期间已有派车任务，请先改派"
        raise Refused(message, name)


def _end_of(context: Context, duty: Any) -> int:
    """The first instant after the duty's last day."""
    return day_start(duty.last + timedelta(days=1), context.zone)


@command(
    "vehicles.release_from_duty", "提前归队", permission=Right.DUTY, on=SpecialDuty,
    may=lambda _context, duty: (
        None if duty.state == "running" else "进行中的专项才能归队"
    ),
    style="default", order=330,
)  # fmt: skip
def release_from_duty(context: Context, form: ReleaseFromDuty) -> None:
    """Give some cars and drivers back before the end."""
    duty = context.load(SpecialDuty, form.record)
    cars, drivers = form.vehicles or [], form.drivers or []
    if duty.state != "running":
        raise Refused("进行中的专项才能归队")
    if not (cars or drivers):
        raise FormErrors({"vehicles": "请选择归队的车辆或驾驶员"})
    duty.release_these(Vehicle, cars, "vehicles")
    duty.release_these(Driver, drivers, "drivers")


@command(
    "vehicles.close_duty", "结束", permission=Right.DUTY, on=SpecialDuty,
    event=SpecialDuty.Closed, order=340,
)  # fmt: skip
def close_duty(context: Context, form: CloseDuty) -> None:
    """End it; everything detached is released."""
    duty = context.load(SpecialDuty, form.record)
    duty.record(SpecialDuty.Closed, conclusion=form.conclusion)
    duty.release()


ALL = (open_duty, start_duty, release_from_duty, close_duty)
