"""How many rooms there are, and how many of them nobody uses."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, level, ratio
from houqin.plugins.buildings.ledgers.estate import buildings
from houqin.plugins.buildings.ledgers.quotas import quotas
from houqin.plugins.buildings.ledgers.rooms import rooms
from houqin.plugins.buildings.room import ON_THE_BOOKS

_ON_THE_BOOKS = Equals("state", ON_THE_BOOKS)

room_count = level(
    "buildings.room_count", "房间数", over=rooms, unit="间", where=(_ON_THE_BOOKS,),
    meaning="截止日在册未处置的房间数。", source="房间明细", order=60,
)  # fmt: skip
idle_count = level(
    "buildings.idle_count", "闲置间数", over=rooms, unit="间",
    where=(Equals("state", ("idle", "vacated")),),
    meaning="截止日没有单位使用、也没有出租借用的房间数，含已腾退待接收的。",
    source="房间明细", order=70,
)  # fmt: skip
idle_rate = ratio(
    "buildings.idle_rate", "闲置率",
    of=("buildings.idle_count", "buildings.room_count"),
    unit="%", percent=True, scale=1, order=50,
    meaning="截止日闲置间数÷在册房间数。", source="房间明细",
)  # fmt: skip

gross_area = level(
    "buildings.gross_area", "总建筑面积", over=buildings, column="gross_area",
    where=(Equals("state", ("in_use",)),), unit="平方米", scale=2, order=10,
    meaning="截止日在用楼座的建筑面积之和。", source="办公用房基本情况",
)  # fmt: skip
usable_area = level(
    "buildings.usable_area", "使用面积", over=rooms, column="usable_area",
    where=(_ON_THE_BOOKS,), unit="平方米", scale=2, order=20,
    meaning="截止日在册房间的使用面积之和。", source="房间明细",
)  # fmt: skip
used_area = level(
    "buildings.used_area", "单位实用面积", over=rooms, column="usable_area",
    where=(Equals("state", ("allocated",)),), unit="平方米", scale=2, order=80,
    meaning="截止日已分配给单位的房间的使用面积之和。", source="房间明细",
)  # fmt: skip
staff = level(
    "buildings.staff", "使用单位人数", over=quotas, column="staff", unit="人", order=90,
    meaning="截止日各使用单位实有人数之和。", source="单位核定面积",
)  # fmt: skip
area_each = ratio(
    "buildings.area_each", "人均使用面积",
    of=("buildings.used_area", "buildings.staff"), unit="平方米", scale=2, order=30,
    meaning="截止日单位实用面积÷使用单位人数，含公共服务用房。",
    source="使用单位基本情况",
)  # fmt: skip

ALL = (
    gross_area,
    usable_area,
    area_each,
    idle_rate,
    room_count,
    idle_count,
    used_area,
    staff,
)
