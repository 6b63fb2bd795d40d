"""用房调配台账, 腾退台账."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, field, occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.functions import Function
from houqin.plugins.buildings.room import Room
from houqin.plugins.buildings.room_allocation import Method, RoomAllocation

_person, _unit = types.ref("core.Person"), types.ref("core.Department")
_rooms, _people = types.integer("间"), types.integer("人")

allocations = Ledger(
    "buildings.allocations",
    "用房调配台账",
    per=RoomAllocation,
    columns=[
        Column("serial", "单号", types.text(), filter=True, primary=True),
        Column("requested_at", "申请时间", types.instant(), filter=True, primary=True),
        Column("unit", "申请单位", _unit, filter=True, primary=True),
        Column("purpose", "申请事由", types.text(), filter=True, primary=True),
        Column("function", "用途", types.choice(Function), filter=True),
        Column("persons", "使用人数", _people, total=True),
        Column("wanted_rooms", "申请间数", _rooms, total=True),
        Column("wanted_area", "申请面积", AREA, total=True),
        Column("assessed_area", "核定面积", AREA, total=True),
        Column("method", "配置方式", types.choice(Method), filter=True),
        Column("room_count", "调配间数", _rooms, total=True, primary=True),
        Column("area", "调配面积", AREA, total=True, primary=True),
        Column("excess", "超核定面积", AREA, total=True),
        Column("over_reason", "超核定理由", types.text()),
        Column("agreement", "使用协议", types.text(), filter=True),
        Column("certificate", "使用凭证", types.text(), filter=True),
        Column("moved_at", "交接时间", types.instant(), filter=True),
        Column("handed_on", "交接日期", types.day()),
        Column("taken_by", "单位接收人", _person),
        Column("handed_by", "中心交接人", _person),
        Column("keys", "钥匙", types.integer("把"), total=True),
        Column("furniture", "家具设备清单", types.long_text(), paper=False),
        Column("vacated_on", "腾退日期", types.day(), filter=True),
        Column("vacated_why", "腾退原因", types.text()),
        Column("archive", "档号", types.text(), filter=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
    ],
    period="requested_at",
    title_column="serial",
)
_ASKED = ("purpose", "function", "persons", "wanted_rooms", "wanted_area")
allocations.on(
    RoomAllocation.Requested, "serial", "unit", *_ASKED, requested_at=occurred_at
)
allocations.on(RoomAllocation.Revised, *_ASKED)
allocations.on(RoomAllocation.Assessed, "persons", "assessed_area")
allocations.on(
    RoomAllocation.Planned, "method", "room_count", "area", "excess", "over_reason"
)
allocations.on(RoomAllocation.AgreementSigned, "agreement")
allocations.on(RoomAllocation.CertificateIssued, "certificate")
allocations.on(
    RoomAllocation.MovedIn, "handed_on", "taken_by", "keys", "furniture",
    moved_at=occurred_at, handed_by=acting,
)  # fmt: skip
allocations.on(RoomAllocation.Vacated, "vacated_on", vacated_why=field("reason"))
allocations.on(RoomAllocation.Archived, "archive")

allotted_rooms = Ledger(
    "buildings.allotted_rooms",
    "调配房间明细",
    per=RoomAllocation,
    kind="event",
    items="rooms",
    item="room",
    columns=[
        Column("serial", "单号", types.text(), filter=True, primary=True),
        Column("unit", "使用单位", _unit, filter=True, primary=True),
        Column("room", "房间", types.ref("buildings.Room"), filter=True, primary=True),
        Column("moved_at", "交接时间", types.instant(), filter=True, primary=True),
    ],
    period="moved_at",
    title_column="serial",
)
allotted_rooms.carry(RoomAllocation.Requested, "serial", "unit")
allotted_rooms.on(RoomAllocation.MovedIn, moved_at=occurred_at)

vacatings = Ledger(
    "buildings.vacatings",
    "腾退台账",
    per=Room,
    kind="event",
    columns=[
        Column("name", "房间", types.text(), filter=True, primary=True),
        Column("former", "原使用单位", _unit, filter=True, primary=True),
        Column("reason", "腾退原因", types.text(), filter=True, primary=True),
        Column("due_on", "应腾退日期", types.day()),
        Column("vacated_on", "实际腾退日期", types.day(), filter=True, primary=True),
        Column("receiver", "接收人", _person),
        Column("usable_area", "使用面积", AREA, total=True),
    ],
    period="vacated_on",
    title_column="name",
)
vacatings.carry(Room.Registered, "name", "usable_area")
vacatings.carry(Room.Surveyed, "usable_area")
vacatings.carry(Room.Renumbered, "name")
vacatings.carry(Room.Renamed, "name")
vacatings.on(Room.Vacated, "former", "reason", "due_on", "vacated_on", "receiver")

ALL = (allocations, allotted_rooms, vacatings)
