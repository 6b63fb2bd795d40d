"""违章 and 事故: recorded with whoever drove then, and handled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import RecordForm
from houqin.events.instants import from_datetime
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.incident_fields import (
    Conduct,
    Damage,
    Document,
    Evidence,
    Fine,
    Injured,
    LiabilityField,
    Outcome,
    Points,
    Spot,
    Story,
    TypedHappenedAt,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class RecordViolation(RecordForm):
    """按违章时刻自动找出当时的派车单和驾驶员。"""

    document: Document
    happened_at: TypedHappenedAt
    spot: Spot
    conduct: Conduct
    penalty_points: Points = 0
    fine: Fine


class HandleViolation(RecordForm):
    """缴清罚款、教育驾驶员后登记。"""

    document: Document
    outcome: Outcome


class RecordAccident(RecordForm):
    """按事故时刻自动找出当时的派车单和驾驶员。"""

    document: Document
    happened_at: TypedHappenedAt
    spot: Spot
    story: Story
    injured: Injured = 0
    damage: Damage
    liability: LiabilityField | None = None
    evidence: Evidence | None = None


class HandleAccident(RecordForm):
    """责任认定、赔付完成后登记。"""

    document: Document
    outcome: Outcome
    liability: LiabilityField


@command(
    "vehicles.record_violation", "违章登记", permission=Right.DISPATCH, on=Vehicle,
    event=Vehicle.ViolationRecorded, style="default", order=370,
)  # fmt: skip
def record_violation(context: Context, form: RecordViolation) -> None:
    """Enter a violation with whoever drove then."""
    _record(context, form, Vehicle.ViolationRecorded, "violations")


@command(
    "vehicles.record_accident", "事故登记", permission=Right.DISPATCH, on=Vehicle,
    event=Vehicle.AccidentRecorded, style="danger", order=380,
)  # fmt: skip
def record_accident(context: Context, form: RecordAccident) -> None:
    """Enter an accident with whoever drove then."""
    _record(context, form, Vehicle.AccidentRecorded, "accidents")


def _record(context: Context, form: Any, event: type[Any], what: str) -> None:
    vehicle = context.load(Vehicle, form.record)
    if from_datetime(form.happened_at) > context.now:
        raise FormErrors({"happened_at": "发生时刻晚于现在"})
    if form.document in vehicle.unhandled(what):
        raise FormErrors({"document": f"文书“{form.document}”已经登记过"})
    vehicle.record(event, **form.said())


def _open(what: str) -> Any:
    def starts(_context: Context, vehicle: Any) -> dict[str, Any]:
        waiting = vehicle.unhandled(what)
        return {"document": waiting[0]} if waiting else {}

    return starts


def _any_open(what: str, title: str) -> Any:
    def may(_context: Context, vehicle: Any) -> str | None:
        return None if vehicle.unhandled(what) else f"没有待处理的{title}"

    return may


@command(
    "vehicles.handle_violation", "违章处理", permission=Right.DISPATCH, on=Vehicle,
    event=Vehicle.ViolationHandled, style="default", order=375,
    starts=_open("violations"), may=_any_open("violations", "违章"),
)  # fmt: skip
def handle_violation(context: Context, form: HandleViolation) -> None:
    """Enter what became of a violation."""
    _handle(context, form, Vehicle.ViolationHandled, "violations")


@command(
    "vehicles.handle_accident", "事故处理", permission=Right.DISPATCH, on=Vehicle,
    event=Vehicle.AccidentHandled, style="default", order=385,
    starts=_open("accidents"), may=_any_open("accidents", "事故"),
)  # fmt: skip
def handle_accident(context: Context, form: HandleAccident) -> None:
    """Enter what became of an accident."""
    _handle(context, form, Vehicle.AccidentHandled, "accidents")


def _handle(context: Context, form: Any, event: type[Any], what: str) -> None:
    vehicle = context.load(Vehicle, form.record)
    if form.document not in vehicle.unhandled(what):
        raise FormErrors({"document": f"没有待处理的文书“{form.document}”"})
    vehicle.record(event, **form.said())


ALL = (record_violation, handle_violation, record_accident, handle_accident)
