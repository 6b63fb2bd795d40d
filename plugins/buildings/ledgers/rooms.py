"""房间明细: every room, what it is for, how large it is and who has it."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import constant
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA, AreaSource, RoomKind
from houqin.plugins.buildings.functions import Function, kind_of
from houqin.plugins.buildings.room import Room

rooms = Ledger(
    "buildings.rooms",
    "房间明细",
    per=Room,
    columns=[
        Column("name", "房间", types.text(), filter=True, primary=True, latest=True),
        Column("building", "楼座", types.ref("buildings.Building"), filter=True),
        Column("floor", "楼层", types.ref("buildings.Floor"), filter=True),
        Column("number", "房号", types.text(), filter=True, latest=True),
        Column(
            "function", "用途", types.choice(Function), filter=True, primary=True,
            latest=True,
        ),
        Column(
            "kind", "用房类别", types.choice(RoomKind), filter=True, latest=True
        ),
        Column("gross_area", "建筑面积", AREA, total=True, latest=True),
        Column(
            "usable_area", "使用面积", AREA, total=True, primary=True, latest=True
        ),
        Column("area_source", "面积来源", types.choice(AreaSource), latest=True),
        Column("measured_on", "测量日期", types.day(), latest=True),
        Column(
            "unit", "使用单位", types.ref("core.Department"), filter=True,
            primary=True, latest=True,
        ),
        Column("since", "启用日期", types.day(), latest=True),
        Column("agreement", "使用协议", types.text(), latest=True),
        Column("certificate", "使用凭证", types.text(), latest=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("remark", "备注", types.long_text()),
    ],
    title_column="name",
    sort="name",
    numbered=True,
    extensible=True,
)  # fmt: skip
_MEASURED = ("usable_area", "area_source", "measured_on", "gross_area")
_HELD = ("unit", "since", "agreement", "certificate")
rooms.on(
    Room.Registered, "name", "building", "floor", "number", "function", "remark",
    *_MEASURED,
)  # fmt: skip
rooms.on(Room.Surveyed, *_MEASURED)
rooms.on(Room.Renumbered, "number", "name")
rooms.on(Room.Repurposed, "function")
rooms.on(Room.Allocated, *_HELD)
rooms.on(Room.Vacated, **dict.fromkeys(_HELD, constant(None)))


@rooms.reduce(Room.Registered)
@rooms.reduce(Room.Repurposed)
def _kind(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """The kind follows from the function."""
    row["kind"] = kind_of(event.payload["function"]).value
    return row


ALL = (rooms,)
