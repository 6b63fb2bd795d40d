"""The words of fuel cards and ETC cards, for forms and events alike."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.schema import types
from houqin.core.schema.fields import MOST_FEN, Day, Fen, Files, Line, LongLine
from houqin.core.schema.types import Fixed
from houqin.plugins.vehicles.fields import DriverId, VehicleId

#: Cards of one list: a county's centre has some dozens.
MOST_CARDS = 300
MOST_VOLUME = 100_000


class CardKind(types.Choice):
    """油卡类别."""

    MAIN = "main", "主卡"
    SUB = "sub", "副卡"


class FillKind(types.Choice):
    """What a card pays for."""

    FUEL = "fuel", "加油"
    ELECTRICITY = "electricity", "充电"


CardNumber = Annotated[
    str, Field(title="卡号", min_length=1, max_length=40, pattern=r"^[0-9A-Za-z-]+$"),
    types.text(),
]  # fmt: skip
CardKindField = Annotated[CardKind, Field(title="类别"), types.choice(CardKind)]
FillKindField = Annotated[FillKind, Field(title="用途"), types.choice(FillKind)]
Issuer = Annotated[Line, Field(title="发卡单位")]
MainCard = Annotated[
    UUID,
    Field(title="所属主卡", description="副卡填写"),
    types.ref("vehicles.FuelCard"),
]
CardId = Annotated[UUID, Field(title="油卡"), types.ref("vehicles.FuelCard")]
CardVehicle = Annotated[VehicleId, Field(title="车号", description="副卡一车一卡")]
PositiveFen = Annotated[int, Field(title="金额", ge=1, le=MOST_FEN), types.money()]
Litres = Annotated[
    int, Field(title="数量（升或度）", ge=1, le=MOST_VOLUME), types.quantity("", 2)
]
PaidOn = Annotated[Day, Field(title="票据日期", description="不填为发生当天")]
CardDriver = Annotated[DriverId, Field(title="经手驾驶员")]
CardVoucher = Annotated[Line, Field(title="票据号")]
CardPhotos = Annotated[Files, Field(title="票据照片")]
CardReason = Annotated[LongLine, Field(title="原因", min_length=1)]
OfTrip = Annotated[
    UUID,
    Field(title="派车单", description="填写后同时登记为该车次的费用"),
    types.ref("vehicles.Trip"),
]
LinkedTrip = Annotated[UUID, Field(title="派车单"), types.ref("vehicles.Trip"), Fixed()]
PaidBy = Annotated[UUID, Field(title="油卡"), types.ref("vehicles.FuelCard"), Fixed()]
LinkedMain = Annotated[
    UUID, Field(title="所属主卡"), types.ref("vehicles.FuelCard"), Fixed()
]
Month = Annotated[
    str,
    Field(title="对账月份", pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="2023-06"),
    types.text(),
]
ListedAmount = Annotated[Fen, Field(title="油品公司清单金额")]
OurAmount = Annotated[Fen, Field(title="本单位登记金额"), Fixed()]
Gap = Annotated[int, Field(title="差额"), types.money(), Fixed()]
GapReason = Annotated[LongLine, Field(title="差额说明")]
Compared = Annotated[list[dict[str, Any]], Field(title="逐卡对账"), Fixed()]
