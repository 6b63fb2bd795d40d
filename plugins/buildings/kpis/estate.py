"""How many rooms there are, and how many of them nobody uses."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, level, ratio
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

ALL = (room_count, idle_count, idle_rate)
