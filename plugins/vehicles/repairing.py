"""维修保养: asking, approving, sending, accepting, paying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.vehicles.fields import VehicleId
from houqin.plugins.vehicles.fleet_fields import PointKind
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.points import offered_points, require_point
from houqin.plugins.vehicles.repair_order import (
    Estimate,
    Fault,
    Garage,
    Invoice,
    KindOfRepair,
    Opinion,
    PaidOn,
    Parts,
    Reading,
    Receipts,
    RepairCost,
    RepairOrder,
    Result,
)

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class RequestRepair(Form):
    """审核后送定点维修，验收前车辆不能派。"""

    vehicle: VehicleId
    kind: KindOfRepair
    fault: Fault
    estimate: Estimate | None = None


class ApproveRepair(RecordForm):
    """同意后由调度员送修。"""

    comment: Opinion | None = None


class RefuseRepair(RecordForm):
    """请写明原因，申请人会看到。"""

    comment: Opinion


class SendForRepair(RecordForm):
    """只能送登记的定点；自此到验收车辆不能派。"""

    point: Garage


class AcceptRepair(RecordForm):
    """试车合格后验收，按里程表填写里程。"""

    reading: Reading
    result: Result
    parts: Parts | None = None


class PayRepair(RecordForm):
    """按发票结算。"""

    amount: RepairCost
    invoice: Invoice
    paid_on: PaidOn
    receipts: Receipts | None = None


@command(
    "vehicles.request_repair", "申请维修", permission=Right.REPAIR, menu=True,
    event=RepairOrder.Requested, order=400,
)  # fmt: skip
def request_repair(context: Context, form: RequestRepair) -> None:
    """Say what is wrong with a car."""
    car = context.choose("vehicles.Vehicle", form.vehicle, "vehicle")
    if car.state == "disposed":
        message = f"车辆{car.attributes['plate']}已处置，不能维修"
        raise Refused(message, "vehicle")
    serial = context.serial("vehicles.repair_serials")
    context.create(RepairOrder, RepairOrder.Requested, serial=serial, **dict(form))


def _of_another(context: Context, order: Any) -> str | None:
    """Nobody approves what he asked for."""
    first = context.effective(order.id).first
    if context.actor == context.services.system_actor:
        return None
    own = context.acting in {first.actor, first.on_behalf_of}
    return "本人的申请不能由本人审核" if own else None


def _decided(context: Context, form: RecordForm) -> RepairOrder:
    order = context.load(RepairOrder, form.record)
    if message := _of_another(context, order):
        raise NotPermitted(message)
    return order


@command(
    "vehicles.approve_repair", "审核", permission=Right.APPROVE, on=RepairOrder,
    event=RepairOrder.Approved, may=_of_another, order=410,
)  # fmt: skip
def approve_repair(context: Context, form: ApproveRepair) -> None:
    """Let it be repaired."""
    _decided(context, form).record(RepairOrder.Approved, comment=form.comment)


@command(
    "vehicles.refuse_repair", "不同意", permission=Right.APPROVE, on=RepairOrder,
    event=RepairOrder.Refused, may=_of_another, style="danger", order=415,
)  # fmt: skip
def refuse_repair(context: Context, form: RefuseRepair) -> None:
    """Let it not be repaired."""
    _decided(context, form).record(RepairOrder.Refused, comment=form.comment)


@command(
    "vehicles.send_for_repair", "送修", permission=Right.DISPATCH, on=RepairOrder,
    event=RepairOrder.Sent, choices=offered_points(PointKind.REPAIR), order=420,
)  # fmt: skip
def send_for_repair(context: Context, form: SendForRepair) -> None:
    """Bring the car to a registered garage."""
    require_point(context, form.point, PointKind.REPAIR)
    order: Any = context.load(RepairOrder, form.record)
    order.record(RepairOrder.Sent, point=form.point)


def _last_reading(context: Context, order: Any) -> dict[str, Any]:
    series = context.series("vehicles.odometers")
    reading = series.latest(context.connection, str(order.vehicle), context.now + 1)
    return {} if reading is None else {"reading": reading}


accept_repair = records(
    "vehicles.accept_repair", "验收", AcceptRepair, RepairOrder, RepairOrder.Accepted,
    permission=Right.DISPATCH, starts=_last_reading, order=430,
)  # fmt: skip


@command(
    "vehicles.pay_repair", "结算", permission=Right.DISPATCH, on=RepairOrder,
    event=RepairOrder.Paid, order=440,
)  # fmt: skip
def pay_repair(context: Context, form: PayRepair) -> None:
    """Pay the garage."""
    values = dict(form)
    values.pop("record")
    context.load(RepairOrder, form.record).record(RepairOrder.Paid, **values)


ALL = (
    request_repair,
    approve_repair,
    refuse_repair,
    send_for_repair,
    accept_repair,
    pay_repair,
)
