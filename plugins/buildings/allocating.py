"""核定, 调配方案, 签协议, 发凭证, 交接, 腾退, 归档."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.quotas import beyond_quota
from houqin.plugins.buildings.room import Receiver, Room
from houqin.plugins.buildings.room_allocation import (
    CERTIFICATE,
    SERIAL,
    AgreementNumber,
    ArchiveNumber,
    AssessedArea,
    Condition,
    Furniture,
    HandedOn,
    Keys,
    MethodField,
    OverQuotaReason,
    Persons,
    Plan,
    RoomAllocation,
    SignedOn,
    TakenBy,
    VacatedOn,
    VacatedWhy,
    ValidUntil,
    rooms_of,
)

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class Assess(RecordForm):
    """按编制、人数、职务职级和单位核定面积核定。"""

    persons: Persons
    assessed_area: AssessedArea
    comment: fields.Opinion | None = None


class PlanRooms(RecordForm):
    """选闲置房间；超出单位核定面积的写明理由。方案待批时可以重新提出。"""

    method: MethodField
    rooms: fields.RoomIds
    over_reason: OverQuotaReason | None = None
    plan: Plan | None = None


class SignAgreement(RecordForm):
    """双方签字盖章后登记。"""

    agreement: AgreementNumber
    signed_on: SignedOn
    scans: fields.Scans | None = None


class IssueCertificate(RecordForm):
    """凭证编号与申请单号一致，可打印调配通知单。"""

    valid_until: ValidUntil | None = None


class HandOverRooms(RecordForm):
    """钥匙、家具当面点交，双方签字后登记；房间自交接日起由单位使用。"""

    keys: Keys
    furniture: Furniture
    taken_by: TakenBy
    handed_on: HandedOn
    condition: Condition | None = None
    photos: fields.Photos | None = None


class VacateRooms(RecordForm):
    """使用人全部搬出后登记；房间由中心逐间接收。"""

    reason: VacatedWhy
    vacated_on: VacatedOn
    receiver: Receiver | None = None


class VacateRoom(RecordForm):
    """使用人全部搬出后登记；房间由中心接收后恢复闲置。"""

    reason: VacatedWhy
    vacated_on: VacatedOn
    receiver: Receiver | None = None


class AcceptRoom(RecordForm):
    """清点钥匙、家具和水电后接收，接收后恢复闲置。"""

    photos: fields.Photos | None = None
    remark: fields.Remark | None = None


class Archive(RecordForm):
    """申请、方案、协议、凭证、交接清单归档。"""

    archive: ArchiveNumber | None = None


def _asked(_context: Context, record: Any) -> dict[str, Any]:
    return {"persons": record.persons, "assessed_area": record.wanted_area}


def _beyond(context: Context, record: Any) -> list[str]:
    """What a unit has already, against what it may have."""
    over = beyond_quota(context, record.unit, record.wanted_area)
    if over is None:
        return []
    return [f"按申请面积将超出单位核定面积{over / 100:.2f}平方米"]


assess_request = records(
    "buildings.assess_request", "核定", Assess, RoomAllocation, RoomAllocation.Assessed,
    permission=Right.ALLOT, starts=_asked, warns=_beyond, order=30,
)  # fmt: skip


def _free(context: Context, _record: Any) -> dict[str, list[UUID]]:
    """Rooms that nobody has."""
    rooms = context.choosable("buildings.Room")
    return {"rooms": [room.id for room in rooms if room.state == "idle"]}


@command(
    "buildings.plan_rooms", "调配方案", permission=Right.ALLOT, on=RoomAllocation,
    event=RoomAllocation.Planned, choices=_free, order=40,
)  # fmt: skip
def plan_rooms(context: Context, form: PlanRooms) -> None:
    """Say which rooms."""
    record: Any = context.load(RoomAllocation, form.record)
    area = _require_free(context, form)
    over = beyond_quota(context, record.unit, area)
    if over and not form.over_reason:
        message = f"超出单位核定面积{over / 100:.2f}平方米，请写明理由"
        raise FormErrors({"over_reason": message})
    if form.over_reason and not over:
        raise FormErrors({"over_reason": "未超出单位核定面积，不写超核定理由"})
    record.record(
        RoomAllocation.Planned, room_count=len(form.rooms), area=area, excess=over,
        **form.said(),
    )  # fmt: skip


def _require_free(context: Context, form: PlanRooms) -> int:
    """Each room is idle, and chosen once; what they measure together."""
    if len(set(form.rooms)) < len(form.rooms):
        raise FormErrors({"rooms": "同一间选了两次"})
    area = 0
    for chosen in form.rooms:
        room = context.choose("buildings.Room", chosen, "rooms")
        _require_idle(context, room.id, room.state, "rooms")
        area += room.attributes["usable_area"]
    return area


def _require_idle(context: Context, room: UUID, state: str | None, name: str) -> None:
    if state != "idle":
        title = Room.workflow.title(state) if Room.workflow else ""
        raise Refused(f"{context.title(room)}当前为“{title}”，不能分配", name)


@command(
    "buildings.sign_agreement", "签使用协议", permission=Right.ALLOT,
    on=RoomAllocation, event=RoomAllocation.AgreementSigned, order=50,
)  # fmt: skip
def sign_agreement(context: Context, form: SignAgreement) -> None:
    """The unit has signed."""
    record = context.load(RoomAllocation, form.record)
    if not rooms_of(record):
        raise Refused("还没有调配方案")
    record.record(RoomAllocation.AgreementSigned, **form.said())


@command(
    "buildings.issue_certificate", "发使用凭证", permission=Right.ALLOT,
    on=RoomAllocation, event=RoomAllocation.CertificateIssued, order=60,
)  # fmt: skip
def issue_certificate(context: Context, form: IssueCertificate) -> None:
    """Issue the paper that says who uses them."""
    record: Any = context.load(RoomAllocation, form.record)
    certificate = record.serial.replace(SERIAL, CERTIFICATE, 1)
    record.record(
        RoomAllocation.CertificateIssued, certificate=certificate, **form.said()
    )


@command(
    "buildings.hand_over_rooms", "交接入驻", permission=Right.ALLOT,
    on=RoomAllocation, event=RoomAllocation.MovedIn, order=70,
)  # fmt: skip
def hand_over_rooms(context: Context, form: HandOverRooms) -> None:
    """Hand keys and furniture over; the unit has the rooms from that day on."""
    context.choose("core.Person", form.taken_by, "taken_by")
    record: Any = context.load(RoomAllocation, form.record)
    rooms = rooms_of(record)
    record.record(RoomAllocation.MovedIn, rooms=rooms, **form.said())
    for each in rooms:
        room = context.load(Room, each)
        _require_idle(context, each, room.state, "")
        room.record(
            Room.Allocated, unit=record.unit, since=form.handed_on,
            agreement=record.agreement, certificate=record.certificate,
            allocation=record.id,
        )  # fmt: skip


@command(
    "buildings.vacate_rooms", "腾退", permission=Right.ALLOT, on=RoomAllocation,
    event=RoomAllocation.Vacated, style="default", order=80,
)  # fmt: skip
def vacate_rooms(context: Context, form: VacateRooms) -> None:
    """The unit has left all of them."""
    record = context.load(RoomAllocation, form.record)
    record.record(
        RoomAllocation.Vacated, reason=form.reason, vacated_on=form.vacated_on
    )
    for each in rooms_of(record):
        room: Any = context.load(Room, each)
        if room.state == "allocated" and room.allocation == record.id:
            _vacate(context, room, form)


def _vacate(context: Context, room: Any, form: VacateRooms | VacateRoom) -> None:
    if getattr(room, "people", None):
        message = f"{context.title(room.id)}还有使用人，先登记人员腾退"
        raise Refused(message)
    room.record(
        Room.Vacated, former=room.unit, reason=form.reason,
        vacated_on=form.vacated_on, receiver=form.receiver,
    )  # fmt: skip


@command(
    "buildings.vacate_room", "单位腾退", permission=Right.ALLOT, on=Room,
    event=Room.Vacated, style="default", order=548,
)  # fmt: skip
def vacate_room(context: Context, form: VacateRoom) -> None:
    """A unit has left one room."""
    _vacate(context, context.load(Room, form.record), form)


accept_room = records(
    "buildings.accept_room", "接收", AcceptRoom, Room, Room.Accepted,
    permission=Right.ALLOT, order=549,
)  # fmt: skip


archive_allocation = records(
    "buildings.archive_allocation", "归档", Archive, RoomAllocation,
    RoomAllocation.Archived, permission=Right.ALLOT, order=90,
)  # fmt: skip


ALL = (
    assess_request,
    plan_rooms,
    sign_agreement,
    issue_certificate,
    hand_over_rooms,
    vacate_rooms,
    vacate_room,
    accept_room,
    archive_allocation,
)
