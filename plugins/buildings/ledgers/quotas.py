"""单位核定面积 as approved; 使用单位基本情况 beside what is used."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.rollup import Added, Count, Divided, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.plugins.buildings.area_table import Level
from houqin.plugins.buildings.fields import AREA, RoomKind
from houqin.plugins.buildings.functions import Function
from houqin.plugins.buildings.ledgers.rooms import rooms
from houqin.plugins.buildings.quota import Nature, UnitQuota
from houqin.plugins.buildings.room import ON_THE_BOOKS

_people = types.integer("人")
_unit = types.ref("core.Department")

quotas = Ledger(
    "buildings.quotas",
    "单位核定面积",
    per=UnitQuota,
    columns=[
        Column("unit", "使用单位", _unit, filter=True, primary=True),
        Column("credit_code", "统一社会信用代码", types.text()),
        Column("nature", "单位性质", types.choice(Nature), filter=True),
        Column("level", "级别", types.choice(Level), filter=True),
        Column("posts", "编制数", _people, total=True, latest=True),
        Column("staff", "实有人数", _people, total=True, latest=True, primary=True),
        Column("county_heads", "县级正副职", _people, total=True, latest=True),
        Column("heads", "正科级", _people, total=True, latest=True),
        Column("deputies", "副科级", _people, total=True, latest=True),
        Column("others", "科级以下", _people, total=True, latest=True),
        Column(
            "approved_area", "核定面积", AREA, total=True, latest=True, primary=True
        ),
        Column("document", "核定文号", types.text(), filter=True, latest=True),
    ],
    title_column="unit",
    sort="unit",
)
_PEOPLE = ("posts", "staff", "county_heads", "heads", "deputies", "others")
quotas.on(
    UnitQuota.Set, "unit", "credit_code", "nature", "level", "approved_area",
    "document", *_PEOPLE,
)  # fmt: skip
quotas.on(UnitQuota.Changed, "approved_area", "document")
quotas.on(UnitQuota.Counted, *_PEOPLE)

_IN_USE = Equals("state", ("allocated",))

units = RollUp(
    "buildings.units",
    "使用单位基本情况",
    by=("unit",),
    parts=[
        Part(
            quotas,
            measures={
                "posts": Sum("posts"),
                "staff": Sum("staff"),
                "approved": Sum("approved_area"),
            },
        ),
        Part(
            rooms,
            measures={
                "rooms": Count((_IN_USE,)),
                "used": Sum("usable_area", (_IN_USE,)),
                "offices": Sum(
                    "usable_area",
                    (_IN_USE, Equals("kind", (RoomKind.OFFICE.value,))),
                ),
                "over_rooms": Count((_IN_USE, Equals("is_over", ("yes",)))),
            },
        ),
    ],
    columns=[
        Column("unit", "使用单位", _unit, filter=True, primary=True),
        Column("posts", "编制数", _people, total=True),
        Column("staff", "实有人数", _people, total=True),
        Column("rooms", "房间数", types.integer("间"), total=True),
        Column("approved", "核定面积", AREA, total=True, primary=True),
        Column("used", "实用面积", AREA, total=True, primary=True),
        Column("difference", "差额", AREA, total=True, primary=True),
        Column("offices", "办公室面积", AREA, total=True),
        Column("each", "人均使用面积", AREA, total=True),
        Column("over_rooms", "超标间数", types.integer("间"), total=True),
    ],
    computed={
        "difference": Added(("approved",), minus=("used",)),
        "each": Divided("used", "staff"),
    },
    sort="unit",
)

functions = RollUp(
    "buildings.functions",
    "使用功能细化",
    by=("unit", "function"),
    parts=[
        Part(
            rooms,
            measures={
                "rooms": Count((Equals("state", ON_THE_BOOKS),)),
                "area": Sum("usable_area", (Equals("state", ON_THE_BOOKS),)),
            },
        )
    ],
    columns=[
        Column("unit", "使用单位", _unit, filter=True, primary=True),
        Column("function", "用途", types.choice(Function), filter=True, primary=True),
        Column("rooms", "房间数", types.integer("间"), total=True, primary=True),
        Column("area", "使用面积", AREA, total=True, primary=True),
    ],
    sort="unit",
)

ALL = (quotas, units, functions)
