"""楼座面积: what the rooms of a building come to, by the four kinds."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals
from houqin.core.projection.ledger import Column
from houqin.core.projection.rollup import Count, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA, RoomKind
from houqin.plugins.buildings.ledgers.rooms import rooms
from houqin.plugins.buildings.room import ON_THE_BOOKS

_THERE = Equals("state", ON_THE_BOOKS)

building_areas = RollUp(
    "buildings.building_areas",
    "楼座面积",
    by=("building",),
    parts=[
        Part(
            rooms,
            measures={
                "rooms": Count((_THERE,)),
                "usable": Sum("usable_area", (_THERE,)),
                **{
                    kind.value: Sum(
                        "usable_area", (_THERE, Equals("kind", (kind.value,)))
                    )
                    for kind in RoomKind
                },
            },
        )
    ],
    columns=[
        Column("building", "楼座", types.ref("buildings.Building"), filter=True,
               primary=True),
        Column("rooms", "房间数", types.integer("间"), total=True),
        Column("usable", "使用面积", AREA, total=True, primary=True),
        *(Column(kind.value, kind.title, AREA, total=True) for kind in RoomKind),
    ],
    sort="building",
)  # fmt: skip

ALL = (building_areas,)
