"""The words of this domain as field types; forms and events name the same ones.

Areas are integers of 0.01 m²: the usable area (使用面积), never the built one,
is what standards are compared with.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import (
    Day,
    DepartmentId,
    Fen,
    Files,
    Line,
    LongLine,
    Note,
)
from houqin.core.schema.types import Fixed

#: A million square metres; no compound of a county comes near.
MOST_AREA = 100_000_000
#: A hall; no room is larger.
MOST_ROOM = 1_000_000

AREA = types.quantity("平方米", 2)


class Structure(types.Choice):
    """结构."""

    CONCRETE = "concrete", "钢筋混凝土"
    FRAME = "frame", "框架"
    BRICK_CONCRETE = "brick_concrete", "砖混"
    STEEL = "steel", "钢结构"
    BRICK_WOOD = "brick_wood", "砖木"
    OTHER = "other", "其他"


class Ownership(types.Choice):
    """权属."""

    OWN = "own", "自有"
    ENTRUSTED = "entrusted", "代管"
    RENTED = "rented", "租用"
    BORROWED = "borrowed", "借用"


class Acquired(types.Choice):
    """取得方式."""

    BUILT = "built", "新建"
    BOUGHT = "bought", "购置"
    ALLOTTED = "allotted", "划拨"
    EXCHANGED = "exchanged", "置换"
    TAKEN_OVER = "taken_over", "接收"
    RENTED = "rented", "租用"


class AreaSource(types.Choice):
    """使用面积来源: measured by surveyors, or by the office itself."""

    SURVEYED = "surveyed", "测绘"
    OWN = "own", "自测"


class RoomKind(types.Choice):
    """四类用房 (《党政机关办公用房建设标准》)."""

    OFFICE = "office", "办公室用房"
    SERVICE = "service", "公共服务用房"
    EQUIPMENT = "equipment", "设备用房"
    ANNEX = "annex", "附属用房"


CompoundId = Annotated[UUID, Field(title="院落"), types.ref("buildings.Compound")]
BuildingId = Annotated[UUID, Field(title="楼座"), types.ref("buildings.Building")]
FloorId = Annotated[UUID, Field(title="楼层"), types.ref("buildings.Floor")]
RoomId = Annotated[UUID, Field(title="房间"), types.ref("buildings.Room")]
RoomIds = Annotated[
    list[UUID],
    Field(title="房间", min_length=1, max_length=200),
    types.refs("buildings.Room"),
]
UsingUnit = Annotated[DepartmentId, Field(title="使用单位")]
Address = Annotated[LongLine, Field(title="坐落", min_length=1)]
GrossArea = Annotated[int, Field(title="建筑面积", ge=1, le=MOST_AREA), AREA]
UsableArea = Annotated[int, Field(title="使用面积", ge=1, le=MOST_ROOM), AREA]
RoomGross = Annotated[
    int,
    Field(title="建筑面积", ge=1, le=MOST_ROOM, description="房产证分户的填写"),
    AREA,
]
AreaSourceField = Annotated[
    AreaSource, Field(title="面积来源"), types.choice(AreaSource)
]
MeasuredOn = Annotated[Day, Field(title="测量日期")]
Document = Annotated[Line, Field(title="批准文号")]
Reason = Annotated[LongLine, Field(title="理由", min_length=1)]
Remark = Annotated[Note, Field(title="备注")]
Opinion = Annotated[Note, Field(title="意见")]
Value = Annotated[Fen, Field(title="价值")]
Scans = Annotated[Files, Field(title="扫描件")]
Photos = Annotated[Files, Field(title="照片")]
Serial = Annotated[str, Field(title="单号"), types.text(), Fixed()]
