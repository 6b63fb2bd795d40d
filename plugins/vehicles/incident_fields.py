"""The words of violations and accidents (违章事故)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import Fen, Files, Line, LongLine, TypedMoment
from houqin.core.schema.types import Fixed


class Liability(types.Choice):
    """责任认定."""

    FULL = "full", "全部责任"
    MAIN = "main", "主要责任"
    EQUAL = "equal", "同等责任"
    MINOR = "minor", "次要责任"
    NONE = "none", "无责任"


Document = Annotated[Line, Field(title="文书编号")]
TypedHappenedAt = Annotated[TypedMoment, Field(title="发生时刻")]
HappenedAt = Annotated[datetime, Field(title="发生时刻"), types.instant()]
Spot = Annotated[LongLine, Field(title="地点", min_length=1)]
Conduct = Annotated[LongLine, Field(title="违章行为", min_length=1)]
Story = Annotated[LongLine, Field(title="事故经过", min_length=1)]
Points = Annotated[int, Field(title="扣分", ge=0, le=12), types.integer("分")]
Fine = Annotated[Fen, Field(title="罚款")]
LiabilityField = Annotated[Liability, Field(title="责任认定"), types.choice(Liability)]
Injured = Annotated[int, Field(title="伤亡人数", ge=0, le=999), types.integer("人")]
Damage = Annotated[Fen, Field(title="损失金额")]
Outcome = Annotated[LongLine, Field(title="处理情况", min_length=1)]
Evidence = Annotated[Files, Field(title="照片")]
#: Found by core from the trip under way at that moment.
FoundTrip = Annotated[UUID, Field(title="派车单"), types.ref("vehicles.Trip"), Fixed()]
FoundDriver = Annotated[
    UUID, Field(title="驾驶员"), types.ref("vehicles.Driver"), Fixed()
]
