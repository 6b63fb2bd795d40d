"""无任务出行: a car that moved without a task, from 发现 to 销号."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After, AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Files, Line, LongLine, Note, TypedMoment
from houqin.core.schema.types import Copied, Fixed
from houqin.plugins.vehicles.fields import DriverId, VehicleId
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

#: Said to the driver within a working day, decided within three.
PROMPTED, DECIDED = (After(days=1),), (After(days=3),)


class FoundBy(types.Choice):
    """发现方式."""

    PLATFORM = "platform", "平台轨迹"
    PATROL = "patrol", "现场检查"
    GATE = "gate", "门岗登记"
    ODOMETER = "odometer", "里程核对"
    REPORT = "report", "群众反映"


CaseSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
TypedMoved = Annotated[TypedMoment, Field(title="出行时间")]
MovedAt = Annotated[datetime, Field(title="出行时间"), types.instant()]
MovedPlace = Annotated[Line, Field(title="地点")]
SourceField = Annotated[FoundBy, Field(title="发现方式"), types.choice(FoundBy)]
Kilometres = Annotated[
    int, Field(title="出行里程", ge=0, le=10_000), types.integer("公里")
]
FoundNote = Annotated[LongLine, Field(title="情况")]
Evidence = Annotated[Files, Field(title="证据照片")]
ResponsibleDriver = Annotated[DriverId, Field(title="驾驶员")]
ResponsiblePerson = Annotated[
    UUID,
    Field(title="驾驶员本人"),
    types.ref("core.Person"),
    Copied("driver", "person"),
]
Prompt = Annotated[LongLine, Field(title="提示内容", min_length=1)]
TypedDeadline = Annotated[TypedMoment, Field(title="说明时限")]
Deadline = Annotated[datetime, Field(title="说明时限"), types.instant()]
Explanation = Annotated[Note, Field(title="情况说明", min_length=1)]
Demand = Annotated[LongLine, Field(title="整改要求", min_length=1)]
TypedDemandDeadline = Annotated[TypedMoment, Field(title="整改时限")]
DemandDeadline = Annotated[datetime, Field(title="整改时限"), types.instant()]
Rectification = Annotated[Note, Field(title="整改情况", min_length=1)]
RectifiedPhotos = Annotated[Files, Field(title="整改后照片")]
Opinion = Annotated[LongLine, Field(title="销号意见")]


class UnplannedTrip(Case):
    """One movement of a car without a task, and what came of it (无任务出行)."""

    topic = "vehicles.UnplannedTrip"
    title = "无任务出行"
    seen_by = Right.SEE_OVERSIGHT
    of_people = ("driver_person",)
    workflow = Workflow(
        [
            State("found", "已发现", "调度员提示", Right.OVERSEE, due=PROMPTED),
            State(
                "prompted", "已提示", "驾驶员{driver}说明", Right.EXPLAIN,
                person_column="driver_person", due=(AtField("explain_by"),),
            ),
            State(
                "explained", "已说明", "中心责令整改或销号", Right.OVERSEE, due=DECIDED
            ),
            State(
                "rectifying", "整改中", "驾驶员{driver}整改", Right.EXPLAIN,
                person_column="driver_person", due=(AtField("rectify_by"),),
            ),
            State("rectified", "已整改", "中心领导销号", Right.APPROVE, due=DECIDED),
            State("closed", "已销号"),
        ],
        [
            Transition("Found", (), "found"),
            Transition("Prompted", ("found", "prompted"), "prompted"),
            Transition("Explained", ("prompted",), "explained"),
            Transition("RectificationDemanded", ("explained",), "rectifying"),
            Transition("Rectified", ("rectifying",), "rectified"),
            Transition("Closed", ("rectified",), "closed"),
        ],
    )  # fmt: skip

    class Found(Aggregate.Created):
        """A car moved and no trip stood for it."""

        title = "发现"
        serial: CaseSerial
        vehicle: VehicleId
        moved_at: MovedAt
        place: MovedPlace
        source: SourceField
        distance: Kilometres | None = None
        note: FoundNote | None = None
        photos: Evidence | None = None

    class Prompted(Aggregate.Event):
        """Whoever drove is asked for an explanation."""

        title = "提示"
        driver: ResponsibleDriver
        prompt: Prompt
        explain_by: Deadline
        driver_person: ResponsiblePerson | None = None

    class Explained(Aggregate.Event):
        """The driver says what it was."""

        title = "说明"
        explanation: Explanation
        photos: Evidence | None = None

    class RectificationDemanded(Aggregate.Event):
        """What has to be put right, and until when."""

        title = "责令整改"
        demand: Demand
        rectify_by: DemandDeadline

    class Rectified(Aggregate.Event):
        """It was put right."""

        title = "整改完成"
        rectification: Rectification
        photos: RectifiedPhotos | None = None

    class Closed(Aggregate.Event):
        """Checked, and taken off the list."""

        title = "销号"
        opinion: Opinion | None = None

    def applicants(self) -> set[UUID]:
        """Who drove does not close the matter."""
        person: Any = getattr(self, "driver_person", None)
        return {person} if person else set()
