"""The words of a vehicle's life: points, insurance, inspection, sealing, standards."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import Day, Fen, Files, Line, LongLine
from houqin.plugins.vehicles.fields import MOST_KM


class Mark(types.Choice):
    """标识: signs on the body, which work on cases and state security is spared."""

    MARKED = "marked", "统一标识"
    PLAIN = "plain", "未喷涂"
    EXEMPT = "exempt", "按规定免喷涂"


class PointKind(types.Choice):
    """What a registered point (定点) is for."""

    PARK = "park", "停放"
    WASH = "wash", "洗车"
    REPAIR = "repair", "维修保养"
    FUEL = "fuel", "加油充电"


class DisposalMethod(types.Choice):
    """处置方式."""

    AUCTION = "auction", "公开拍卖"
    SCRAP = "scrap", "报废回收"
    TRANSFER = "transfer", "调拨划转"


Vehicles = Annotated[
    list[UUID],
    Field(title="车辆", min_length=1, max_length=300),
    types.refs("vehicles.Vehicle"),
]
MarkField = Annotated[Mark, Field(title="标识"), types.choice(Mark)]
Endurance = Annotated[
    int,
    Field(title="续航里程", ge=1, le=3000, description="纯电动车充满电能跑的里程"),
    types.integer("公里"),
]
CostPerKm = Annotated[
    int,
    Field(title="每公里运行费", ge=0, le=10_000, description="按上年单车核算填写"),
    types.quantity("元", 2),
]
InsuredUntil = Annotated[Day, Field(title="保险到期")]
InspectedUntil = Annotated[Day, Field(title="年检到期")]
Insurer = Annotated[Line, Field(title="保险公司（定点）")]
Policy = Annotated[Line, Field(title="保单号")]
Coverage = Annotated[Line, Field(title="险种")]
Since = Annotated[Day, Field(title="生效日期")]
Premium = Annotated[Fen, Field(title="保险费")]
Station = Annotated[Line, Field(title="检测机构")]
InspectionFee = Annotated[Fen, Field(title="年检费")]
Scans = Annotated[Files, Field(title="扫描件")]

OldReading = Annotated[
    int, Field(title="旧表读数", ge=0, le=MOST_KM), types.integer("公里")
]
NewReading = Annotated[
    int, Field(title="新表读数", ge=0, le=MOST_KM), types.integer("公里")
]

PointId = Annotated[UUID, types.ref("vehicles.Point")]
ParkingPoint = Annotated[PointId, Field(title="停放地点（定点）")]
FillingPoint = Annotated[
    PointId,
    Field(title="加油或洗车点（定点）"),
]
WashingPoint = Annotated[PointId, Field(title="洗车点（定点）")]
PointName = Annotated[Line, Field(title="名称")]
KindOfPoint = Annotated[PointKind, Field(title="用途"), types.choice(PointKind)]
Address = Annotated[LongLine, Field(title="地址", min_length=1)]
Contract = Annotated[Line, Field(title="定点协议编号")]
WashingCost = Annotated[Fen, Field(title="洗车费")]

OverQuota = Annotated[LongLine, Field(title="超编理由")]
Occasion = Annotated[Line, Field(title="封存事由", description="例如国庆节封存")]
SealedPlace = Annotated[Line, Field(title="封存地点")]
SealPhotos = Annotated[Files, Field(title="封存照片")]

Method = Annotated[
    DisposalMethod, Field(title="处置方式"), types.choice(DisposalMethod)
]
Approval = Annotated[Line, Field(title="批准文号")]
Proceeds = Annotated[Fen, Field(title="处置收入")]
