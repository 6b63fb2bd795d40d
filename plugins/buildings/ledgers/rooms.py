"""房间明细: every room, what it is for, how large it is and who has it."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import Source, constant
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA, AreaSource, RoomKind
from houqin.plugins.buildings.functions import OFFICES, Function, kind_of
from houqin.plugins.buildings.room import Room


def first(name: str) -> Source:
    """The first of several ids; the others stand in the people's own ledger."""
    return Source(f"first({name})", lambda e: next(iter(e.payload[name]), None))


#: One office for one person is what the standard is for.
_SOLE = 1


class YesNo(types.Choice):
    """是否超标."""

    YES = "yes", "是"
    NO = "no", "否"


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
        Column(
            "person", "使用人", types.ref("core.Person"), filter=True, latest=True
        ),
        Column("rank", "职务职级", types.ref("buildings.Rank"), latest=True),
        Column("persons", "人数", types.integer("人"), total=True, latest=True),
        Column("standard", "标准面积", AREA, latest=True),
        Column("over", "超标面积", AREA, total=True, primary=True),
        Column("is_over", "是否超标", types.choice(YesNo), filter=True),
        Column("since", "启用日期", types.day(), latest=True),
        Column("agreement", "使用协议", types.text(), latest=True),
        Column("certificate", "使用凭证", types.text(), latest=True),
        *(
            Column(f"{kind.value}_area", kind.title, AREA, hidden=True)
            for kind in RoomKind
        ),
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
rooms.on(Room.Renamed, "name")
rooms.on(Room.Repurposed, "function")
rooms.on(Room.Allocated, *_HELD)
_SAT = ("person", "rank", "persons", "standard")
rooms.on(Room.Occupied, "standard", person=first("people"), rank=first("ranks"))
rooms.on(Room.Vacated, **dict.fromkeys((*_HELD, *_SAT), constant(None)))


@rooms.reduce(Room.Registered)
@rooms.reduce(Room.Repurposed)
def _kind(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """The kind follows from the function."""
    row["kind"] = kind_of(event.payload["function"]).value
    return _judged(row)


@rooms.reduce(Room.Occupied)
def _persons(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """How many there are."""
    row["persons"] = len(event.payload["people"]) or None
    return _judged(row)


@rooms.reduce(Room.Surveyed)
@rooms.reduce(Room.Vacated)
def _measured(row: dict[str, Any], _event: Any) -> dict[str, Any]:
    """Another area is another judgement, and nobody is above any standard."""
    return _judged(row)


def _judged(row: dict[str, Any]) -> dict[str, Any]:
    """超标: an office of one person, larger than the rank may have.

    Its area also stands in the column of its kind, which its building adds up.
    """
    if row.get("function"):
        row.update({f"{kind.value}_area": None for kind in RoomKind})
        row[f"{kind_of(row['function']).value}_area"] = row.get("usable_area")
    over = 0
    if row.get("persons") == _SOLE and row.get("function") in OFFICES:
        standard = row.get("standard")
        over = max(0, row.get("usable_area", 0) - standard) if standard else 0
    row["over"] = over or None
    row["is_over"] = (YesNo.YES if over else YesNo.NO).value
    return row


ALL = (rooms,)
