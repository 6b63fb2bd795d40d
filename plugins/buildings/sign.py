"""标牌: plates of units and rooms, boards that say where to go."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Day, DepartmentId, Line, LongLine
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right


class SignKind(types.Choice):
    """标牌类别."""

    UNIT = "unit", "单位牌匾"
    INDEX = "index", "楼层索引牌"
    ROOM = "room", "房间门牌"
    GUIDE = "guide", "导向牌"
    WARNING = "warning", "安全警示牌"
    OTHER = "other", "其他"


Kind = Annotated[SignKind, Field(title="类别"), types.choice(SignKind)]
Wording = Annotated[LongLine, Field(title="标牌内容", min_length=1)]
Spot = Annotated[Line, Field(title="悬挂位置")]
OfUnit = Annotated[DepartmentId, Field(title="所属单位")]
Material = Annotated[Line, Field(title="规格材质")]
PostedOn = Annotated[Day, Field(title="悬挂日期")]
ChangedOn = Annotated[Day, Field(title="变更日期")]
RemovedOn = Annotated[Day, Field(title="拆除日期")]


class Sign(Aggregate):
    """One sign (标牌), as long as it hangs."""

    topic = "buildings.Sign"
    title = "标牌"
    seen_by = Right.SEE
    of_units = ("unit",)
    workflow = Workflow(
        [
            State("posted", "在用", stage=False),
            State("removed", "已拆除", stage=False),
        ],
        [
            Transition("Posted", (), "posted"),
            Transition("Changed", ("posted",)),
            Transition("Removed", ("posted",), "removed"),
        ],
    )

    class Posted(Aggregate.Created):
        """It hangs at a building, and at a room where it is a room's."""

        title = "设置标牌"
        kind: Kind
        wording: Wording
        building: fields.BuildingId
        spot: Spot
        posted_on: PostedOn
        room: fields.RoomId | None = None
        unit: OfUnit | None = None
        material: Material | None = None
        photos: fields.Photos | None = None

        def check(self) -> None:
            """A room's plate names the room."""
            if self.kind == SignKind.ROOM and not self.room:
                raise FormErrors({"room": "房间门牌须选择房间"})

    class Changed(Aggregate.Event):
        """Something else stands on it now."""

        title = "变更标牌"
        wording: Wording
        changed_on: ChangedOn
        photos: fields.Photos | None = None

    class Removed(Aggregate.Event):
        """It hangs no more."""

        title = "撤除标牌"
        removed_on: RemovedOn
        reason: fields.Reason
