"""巡检: planned, done, and what was found put right and taken off the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.deadline import AtField
from houqin.core.model.rectifying import Rectifiable, Rectified
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import (
    Files,
    LongLine,
    Moment,
    Note,
    PersonId,
    TypedMoment,
)
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.schema.types import FieldType

MOST_BUILDINGS = 50

InspectionSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
Scope = Annotated[LongLine, Field(title="巡检内容", min_length=1)]
Buildings = Annotated[
    list[UUID],
    Field(title="巡检楼座", min_length=1, max_length=MOST_BUILDINGS),
    types.refs("buildings.Building"),
]
Inspector = Annotated[PersonId, Field(title="巡检人")]
TypedPlanned = Annotated[TypedMoment, Field(title="计划完成时间")]
PlannedFor = Annotated[Moment, Field(title="计划完成时间")]
Summary = Annotated[Note, Field(title="巡检情况", min_length=1)]
Pictures = Annotated[Files, Field(title="现场照片")]
Found = Annotated[int, Field(title="发现问题"), types.integer("个"), Fixed()]
InspectionId = Annotated[
    UUID, Field(title="巡检"), types.ref("buildings.Inspection"), Fixed()
]
DefectRoom = Annotated[UUID, Field(title="房间"), types.ref("buildings.Room")]


class Inspection(Rectified):
    """One round through some buildings (巡检)."""

    topic = "buildings.Inspection"
    title = "巡检"
    seen_by = Right.SEE_ESTATE
    of_people = ("inspector",)
    workflow = Workflow(
        [
            State(
                "planned", "待检查", "巡检人{inspector}检查",
                person_column="inspector", due=(AtField("planned_for"),),
            ),
            State("rectifying", "整改中"),
            State("closed", "已销号"),
        ],
        [
            Transition("Planned", (), "planned"),
            Transition("Done", ("planned",), outcome="outcome"),
            Transition("Settled", ("rectifying",), "closed"),
            Transition("Unsettled", ("closed",), "rectifying"),
        ],
    )  # fmt: skip

    class Planned(Aggregate.Created):
        """What is looked at, by whom, until when."""

        title = "计划"
        serial: InspectionSerial
        scope: Scope
        buildings: Buildings
        inspector: Inspector
        planned_for: PlannedFor

    class Done(Aggregate.Event):
        """Looked at; without a problem that is all."""

        title = "检查"
        summary: Summary
        found: Found
        outcome: Annotated[str, Field(title="结果"), Fixed()]
        photos: Pictures | None = None

        @staticmethod
        def told(
            _catalogue: Any,
            _opened: dict[str, Any],
            payload: dict[str, Any],
            _show: Callable[[FieldType, Any], str],
        ) -> list[tuple[str, str, str]]:
            """What was found; the problems stand in their own ledger."""
            return [
                ("巡检情况", "", payload["summary"]),
                ("发现问题", "", f"{payload['found']}个"),
            ]


class Defect(Rectifiable):
    """One thing an inspection found (巡检问题), until it is put right."""

    topic = "buildings.Defect"
    title = "巡检问题"
    seen_by = Right.SEE
    rectified_by, verified_by = Right.MEND, Right.INSPECT
    part_of, pictured = "inspection", True

    class Opened(Rectifiable.Opened):
        """Found where."""

        inspection: InspectionId
        room: DefectRoom | None = None
