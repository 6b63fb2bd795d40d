"""超标用房: a room above the standard, from 发现 to 销号, by one of six ways out."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.rectifying import Rectifiable
from houqin.core.schema import types
from houqin.core.schema.fields import Line, LongLine, PersonId
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.standard import RankId


class WayOut(types.Choice):
    """整改方式."""

    VACATE = "vacate", "腾退"
    SHARE = "share", "合用"
    EXCHANGE = "exchange", "调换"
    DIVIDE = "divide", "分隔"
    CONVERT = "convert", "改作公用"
    FILED = "filed", "因结构不宜分隔-备案"


Occupant = Annotated[PersonId, Field(title="使用人"), Fixed()]
OccupantRank = Annotated[RankId, Field(title="职务职级"), Fixed()]
FoundArea = Annotated[int, Field(title="使用面积"), fields.AREA, Fixed()]
FoundStandard = Annotated[int, Field(title="标准面积"), fields.AREA, Fixed()]
FoundOver = Annotated[int, Field(title="超标面积"), fields.AREA, Fixed()]
Way = Annotated[WayOut, Field(title="整改方式"), types.choice(WayOut)]
Plan = Annotated[LongLine, Field(title="整改方案", min_length=1)]
Filing = Annotated[Line, Field(title="备案文号", description="因结构不宜分隔的填写")]


class OverStandard(Rectifiable):
    """One room above what its only occupant may have."""

    topic = "buildings.OverStandard"
    title = "超标用房"
    seen_by = Right.SEE
    rectified_by = Right.RECTIFY
    verified_by = Right.OVERSEE
    pictured = True

    class Opened(Rectifiable.Opened):
        """Found above the standard of the day."""

        title = "发现超标"
        room: fields.RoomId
        occupant: Occupant
        rank: OccupantRank
        area: FoundArea
        standard: FoundStandard
        over: FoundOver

    class WayChosen(Aggregate.Event):
        """How it is to be put right."""

        title = "确定整改方式"
        way: Way
        plan: Plan
        filing: Filing | None = None

    def unready(self, context: Any) -> str:  # noqa: ARG002 - as core asks
        """Put right is only what a way was chosen for."""
        return "" if getattr(self, "way", None) else "请先确定整改方式"
