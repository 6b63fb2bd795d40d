"""巡检: 计划, 检查; what was found goes through the steps of 整改."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.command import command
from houqin.core.model.rectification import ItemLine, open_item
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.events.instants import from_datetime
from houqin.plugins.buildings.inspection import (
    Buildings,
    Defect,
    DefectRoom,
    Inspection,
    Inspector,
    Pictures,
    Scope,
    Summary,
    TypedPlanned,
)
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from houqin.core.model.context import Context

SERIALS = "buildings.inspection_serials"
MOST_DEFECTS = 50


class PlanInspection(Form):
    """写明看什么、谁去看、什么时候看完。"""

    scope: Scope
    buildings: Buildings
    inspector: Inspector
    planned_for: TypedPlanned


class DefectLine(ItemLine):
    """One problem; its room where it is one room's."""

    room: DefectRoom | None = None


class Inspect(RecordForm):
    """没有问题的不填问题，检查后即销号；有问题的逐项写明责任单位和时限。"""

    summary: Summary
    photos: Pictures | None = None
    items: Annotated[list[DefectLine], Field(title="问题", max_length=MOST_DEFECTS)] = (
        Field(default_factory=list)
    )


@command(
    "buildings.plan_inspection", "计划巡检", permission=Right.INSPECT, menu=True,
    event=Inspection.Planned, order=630,
)  # fmt: skip
def plan_inspection(context: Context, form: PlanInspection) -> None:
    """Plan it."""
    if from_datetime(form.planned_for) <= context.occurred:
        raise FormErrors({"planned_for": "计划完成时间必须晚于计划的时间"})
    for building in form.buildings:
        context.choose("buildings.Building", building, "buildings")
    context.choose("core.Person", form.inspector, "inspector")
    serial = context.serial(SERIALS)
    context.create(Inspection, Inspection.Planned, serial=serial, **dict(form))


def _inspector(context: Context, inspection: Any) -> str | None:
    """由巡检人办理."""
    who = {context.acting, context.services.system_actor}
    mine = context.acting == inspection.inspector or len(who) == 1
    return None if mine else "由指定的巡检人登记"


@command(
    "buildings.inspect", "登记检查", on=Inspection, event=Inspection.Done,
    may=_inspector, order=631,
)  # fmt: skip
def inspect(context: Context, form: Inspect) -> None:
    """Say what was found; each problem is one thing to put right."""
    inspection: Any = context.load(Inspection, form.record)
    if message := _inspector(context, inspection):
        raise NotPermitted(message)
    outcome = "rectifying" if form.items else "closed"
    inspection.record(
        Inspection.Done, summary=form.summary, photos=form.photos,
        found=len(form.items), outcome=outcome,
    )  # fmt: skip
    person = context.find("core.Person", inspection.inspector)
    department = person.attributes.get("department") if person else None
    issuer = UUID(department) if department else None
    for number, line in enumerate(form.items, 1):
        prefix = f"items.{number - 1}."
        if line.room:
            context.choose("buildings.Room", line.room, f"{prefix}room")
        open_item(
            context, Defect, number, prefix, line, {"issuer": issuer},
            inspection=inspection.id,
        )  # fmt: skip


ALL = (plan_inspection, inspect)
