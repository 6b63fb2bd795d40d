"""院落, 楼座 and 楼层 as they stand."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import field
from houqin.core.schema import types
from houqin.plugins.buildings.building import Building, Safety
from houqin.plugins.buildings.compound import Compound
from houqin.plugins.buildings.fields import (
    AREA,
    Acquired,
    Ownership,
    RoomKind,
    Structure,
)
from houqin.plugins.buildings.floor import Floor


def _area_of_rooms(column: str) -> LookedUp:
    """What the rooms of a building measure together."""
    return LookedUp("buildings.rooms", "building", column, "sum")


_storeys = types.integer("层")

compounds = Ledger(
    "buildings.compounds",
    "院落台账",
    per=Compound,
    columns=[
        Column("name", "院落", types.text(), filter=True, primary=True),
        Column("address", "坐落", types.text(), latest=True, primary=True),
        Column("land_area", "占地面积", AREA, total=True, latest=True),
        Column(
            "buildings", "楼座数", types.integer("栋"), total=True, primary=True,
            looked_up=LookedUp(
                "buildings.buildings", "compound", "name", "count", state="in_use"
            ),
        ),
        Column("status", "状态", types.state(), filter=True),
    ],
    title_column="name",
    sort="name",
    numbered=True,
)  # fmt: skip
compounds.on(Compound.Registered, "name", "address", "land_area")
compounds.on(Compound.Updated, "address", "land_area")

buildings = Ledger(
    "buildings.buildings",
    "办公用房基本情况",
    per=Building,
    columns=[
        Column(
            "compound", "院落", types.ref("buildings.Compound"), filter=True,
            primary=True,
        ),
        Column("name", "楼座", types.text(), filter=True, primary=True, latest=True),
        Column("address", "坐落", types.text(), latest=True),
        Column("built_year", "建成年份", types.integer("年")),
        Column(
            "structure", "结构", types.choice(Structure), filter=True, latest=True
        ),
        Column("storeys", "地上层数", _storeys, latest=True),
        Column("basements", "地下层数", _storeys, latest=True),
        Column(
            "gross_area", "建筑面积", AREA, total=True, latest=True, primary=True
        ),
        Column(
            "usable_area", "使用面积", AREA, total=True,
            looked_up=_area_of_rooms("usable_area"),
        ),
        *(
            Column(
                f"{kind.value}_area", kind.title, AREA, total=True,
                looked_up=_area_of_rooms(f"{kind.value}_area"),
            )
            for kind in RoomKind
        ),
        Column(
            "ownership", "权属", types.choice(Ownership), filter=True, latest=True
        ),
        Column(
            "cert", "证号", types.text(),
            looked_up=LookedUp(
                "buildings.property_certs", "building", "number", "newest",
                order="issued_on",
            ),
        ),
        Column("acquired", "取得方式", types.choice(Acquired), latest=True),
        Column("value", "价值", types.money(), total=True, latest=True),
        Column("safety", "安全鉴定", types.choice(Safety), filter=True, latest=True),
        Column("appraised_on", "鉴定日期", types.day(), latest=True),
        Column("status", "状态", types.state(), filter=True),
    ],
    title_column="name",
    sort="name",
    numbered=True,
    extensible=True,
)  # fmt: skip
_CHANGING = (
    "address", "structure", "storeys", "basements", "gross_area", "ownership",
    "acquired", "value",
)  # fmt: skip
buildings.on(Building.Registered, "compound", "name", "built_year", *_CHANGING)
buildings.on(Building.Updated, *_CHANGING)
buildings.on(Building.Renamed, "name")

buildings.on(Building.Appraised, "appraised_on", safety=field("grade"))

floors = Ledger(
    "buildings.floors",
    "楼层台账",
    per=Floor,
    columns=[
        Column(
            "building", "楼座", types.ref("buildings.Building"), filter=True,
            primary=True,
        ),
        Column("level", "层号", _storeys, filter=True, primary=True),
        Column("name", "楼层", types.text(), primary=True, latest=True),
        Column("gross_area", "建筑面积", AREA, total=True, latest=True),
        Column("use", "主要用途", types.text(), latest=True),
        Column(
            "rooms", "房间数", types.integer("间"), total=True,
            looked_up=LookedUp("buildings.rooms", "floor", "number", "count"),
        ),
        Column(
            "usable_area", "使用面积", AREA, total=True,
            looked_up=LookedUp("buildings.rooms", "floor", "usable_area", "sum"),
        ),
    ],
    title_column="name",
    sort="name",
)  # fmt: skip
floors.on(Floor.Registered, "building", "level", "name", "gross_area", "use")
floors.on(Floor.Updated, "gross_area", "use")
floors.on(Floor.Renamed, "name")

ALL = (compounds, buildings, floors)
