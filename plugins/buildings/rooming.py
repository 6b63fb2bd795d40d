"""登记房间, 测量面积, 变更房号, 改变用途, 维修, 处置."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.fields import AreaSource
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import (
    ON_THE_BOOKS,
    Agreement,
    Certificate,
    FunctionField,
    Room,
    RoomNumber,
    Since,
    Work,
)

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.model.context import Context


class RegisterRoom(Form):
    """已在使用的写明使用单位；以后的调配按用房申请办理。"""

    floor: fields.FloorId
    number: RoomNumber
    function: FunctionField
    usable_area: fields.UsableArea
    area_source: fields.AreaSourceField = AreaSource.SURVEYED
    measured_on: fields.MeasuredOn
    gross_area: fields.RoomGross | None = None
    unit: fields.UsingUnit | None = None
    since: Since | None = None
    agreement: Agreement | None = None
    certificate: Certificate | None = None
    remark: fields.Remark | None = None


class SurveyRoom(RecordForm):
    """按测绘成果或自测登记；超标按新的使用面积核对。"""

    usable_area: fields.UsableArea
    area_source: fields.AreaSourceField
    measured_on: fields.MeasuredOn
    gross_area: fields.RoomGross | None = None


class ReviseRoom(RecordForm):
    """房号、面积有改动的照实填写；改变用途的须写批准文号和理由。"""

    number: RoomNumber
    function: FunctionField
    usable_area: fields.UsableArea
    area_source: fields.AreaSourceField
    measured_on: fields.MeasuredOn
    gross_area: fields.RoomGross | None = None
    document: fields.Document | None = None
    reason: fields.Reason | None = None


class RenumberRoom(RecordForm):
    """门牌变更后登记。"""

    number: RoomNumber


class RepurposeRoom(RecordForm):
    """改变用途须经批准。"""

    function: FunctionField
    document: fields.Document
    reason: fields.Reason


class BeginRepair(RecordForm):
    """维修期间不能分配；有单位使用的先腾退。"""

    work: Work


class EndRepair(RecordForm):
    """维修完成后可以分配。"""

    remark: fields.Remark | None = None


class ApproveDisposal(RecordForm):
    """批准后不能再分配，实际处置时再登记处置。"""

    document: fields.Document
    reason: fields.Reason


class DisposeRoom(RecordForm):
    """拆除、出售或移交完成后登记。"""

    reason: fields.Reason


_OF_ROOM = (
    "floor", "number", "function", "usable_area", "area_source", "measured_on",
    "gross_area", "remark",
)  # fmt: skip


@command(
    "buildings.register_room", "登记房间", permission=Right.REGISTER, menu=True,
    event=Room.Registered, order=540, batch=True,
)  # fmt: skip
def register_room(context: Context, form: RegisterRoom) -> None:
    """Enter a room, and the unit that has it already."""
    _require_past(context, form.measured_on)
    floor = context.choose("buildings.Floor", form.floor, "floor")
    facts = {name: getattr(form, name) for name in _OF_ROOM}
    room = context.create(
        Room, Room.Registered, name=_named(context, floor, form.number), **facts
    )
    if form.unit is not None:
        context.choose("core.Department", form.unit, "unit")
        since = form.since or local_day(context.occurred, context.zone)
        room.record(
            Room.Allocated, unit=form.unit, since=since, agreement=form.agreement,
            certificate=form.certificate,
        )  # fmt: skip
    elif form.since or form.agreement or form.certificate:
        raise FormErrors({"unit": "写了启用日期、协议或凭证的须写使用单位"})


def _require_past(context: Context, measured_on: date) -> None:
    today = local_day(context.occurred, context.zone)
    if measured_on > today:
        raise FormErrors({"measured_on": "测量日期不能晚于登记的日期"})


def _named(context: Context, floor: Any, number: str) -> str:
    """The building's name and the number on the door."""
    building = context.choose("buildings.Building", UUID(floor.attributes["building"]))
    return f"{building.attributes['name']}{number}"


def _as_it_is(_context: Context, room: Any) -> dict[str, Any]:
    """What was measured the last time."""
    return {
        name: getattr(room, name)
        for name in ("usable_area", "area_source", "measured_on", "gross_area")
    }


@command(
    "buildings.survey_room", "测量面积", permission=Right.REGISTER, on=Room,
    event=Room.Surveyed, starts=_as_it_is, style="default", order=541,
)  # fmt: skip
def survey_room(context: Context, form: SurveyRoom) -> None:
    """Enter what was measured."""
    _require_past(context, form.measured_on)
    context.load(Room, form.record).record(Room.Surveyed, **form.said())


_MEASURED = ("usable_area", "area_source", "measured_on", "gross_area")


def _as_registered(_context: Context, room: Any) -> dict[str, Any]:
    """What the grid starts with; 批准文号 and 理由 are of the change."""
    names = ("number", "function", *_MEASURED)
    return {name: getattr(room, name) for name in names}


def _on_the_books(_context: Context, room: Any) -> str | None:
    return None if room.state in ON_THE_BOOKS else "房间已处置或待处置，不能修改"


@command(
    "buildings.revise_room", "核对房间", permission=Right.REGISTER, on=Room,
    may=_on_the_books, starts=_as_registered, style="default", order=539,
    revises=True,
)  # fmt: skip
def revise_room(context: Context, form: ReviseRoom) -> None:
    """Enter what differs from what is registered: number, area, function."""
    room: Any = context.load(Room, form.record)
    if message := _on_the_books(context, room):
        raise Refused(message)
    _require_past(context, form.measured_on)
    if form.number != room.number:
        _renumber(context, room, form.number)
    if any(getattr(form, name) != getattr(room, name) for name in _MEASURED):
        measured = {name: getattr(form, name) for name in _MEASURED}
        room.record(Room.Surveyed, **measured)
    if form.function != room.function:
        _repurpose(room, form)
    elif form.document or form.reason:
        raise FormErrors({"document": "用途没有改变，不写批准文号和理由"})


def _repurpose(room: Any, form: ReviseRoom) -> None:
    missing = [name for name in ("document", "reason") if not getattr(form, name)]
    if missing:
        raise FormErrors(dict.fromkeys(missing, "改变用途的必须填写"))
    said = {name: getattr(form, name) for name in ("function", "document", "reason")}
    room.record(Room.Repurposed, **said)


@command(
    "buildings.renumber_room", "变更房号", permission=Right.REGISTER, on=Room,
    event=Room.Renumbered, style="default", order=542,
)  # fmt: skip
def renumber_room(context: Context, form: RenumberRoom) -> None:
    """Another number on the door."""
    _renumber(context, context.load(Room, form.record), form.number)


def _renumber(context: Context, room: Any, number: str) -> None:
    floor = context.choose("buildings.Floor", room.floor)
    name = _named(context, floor, number)
    room.record(Room.Renumbered, number=number, name=name)


@command(
    "buildings.repurpose_room", "改变用途", permission=Right.REGISTER, on=Room,
    event=Room.Repurposed, style="default", order=543,
)  # fmt: skip
def repurpose_room(context: Context, form: RepurposeRoom) -> None:
    """Use it for something else, as somebody approved."""
    room: Any = context.load(Room, form.record)
    if room.function == form.function:
        raise FormErrors({"function": "用途没有改变"})
    room.record(Room.Repurposed, **form.said())


begin_room_repair = records(
    "buildings.begin_room_repair", "开始维修", BeginRepair, Room, Room.RepairBegun,
    permission=Right.REGISTER, style="default", order=544,
)  # fmt: skip


end_room_repair = records(
    "buildings.end_room_repair", "维修完成", EndRepair, Room, Room.RepairEnded,
    permission=Right.REGISTER, order=545,
)  # fmt: skip


approve_room_disposal = records(
    "buildings.approve_room_disposal", "批准处置", ApproveDisposal, Room,
    Room.DisposalApproved, permission=Right.APPROVE, style="danger", order=546,
)  # fmt: skip


dispose_room = records(
    "buildings.dispose_room", "处置", DisposeRoom, Room, Room.Disposed,
    permission=Right.REGISTER, style="danger", order=547,
)  # fmt: skip


ALL = (
    register_room,
    revise_room,
    survey_room,
    renumber_room,
    repurpose_room,
    begin_room_repair,
    end_room_repair,
    approve_room_disposal,
    dispose_room,
)
