"""入驻, 职务职级变更, 延长, 腾退: who sits in which room, and by which standard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.command import command
from houqin.core.model.rectification import belongs
from houqin.core.projection.horizon import local_day
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.functions import OFFICES
from houqin.plugins.buildings.occupancy import (
    Occupancy,
    OverReason,
    Place,
    PlaceField,
    SecondApproval,
    SecondArea,
    Since,
    Together,
    Until,
    User,
    VacatedOn,
    Why,
)
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import Room
from houqin.plugins.buildings.seating import (
    Judgement,
    allowed,
    join,
    judged,
    leave,
    seats_of,
)
from houqin.plugins.buildings.standard import RankId

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable
    from houqin.plugins.buildings.guards.standards import Allowed


class Occupy(Form):
    """按职务职级核对面积；合用的按人数分摊。领导干部原则上只用一处办公室。"""

    person: User
    room: fields.RoomId
    rank: RankId
    since: Since
    together: Together | None = None
    place: PlaceField = Place.MAIN
    approval: SecondApproval | None = None
    approved_area: SecondArea | None = None
    until: Until | None = None
    over_reason: OverReason | None = None


class ChangeRank(RecordForm):
    """按新的职务职级核对面积。"""

    rank: RankId
    over_reason: OverReason | None = None


class ExtendSecond(RecordForm):
    """另处办公用房到期仍需使用的，须重新批准。"""

    approval: SecondApproval
    until: Until


class Leave(RecordForm):
    """人已搬出、物品已清空后登记。"""

    reason: Why
    vacated_on: VacatedOn


@command(
    "buildings.occupy", "登记使用人", permission=Right.OCCUPY, menu=True,
    event=Occupancy.Began, order=110, batch=True,
)  # fmt: skip
def occupy(context: Context, form: Occupy) -> None:
    """Somebody moves in."""
    context.choose("buildings.Rank", form.rank, "rank")
    room: Any = context.load(Room, form.room)
    known = _allowed(context, form.rank)
    _require_free(context, room, form)
    people = [form.person, *(form.together or ())]
    for person in people:
        _require_fit(context, room, form, person)
        _require_place(context, form, person, leader=known.leader)
    seats = [*seats_of(room), *((person, form.rank) for person in people)]
    _require_standard(context, judged(room, seats, known.limit), form.over_reason)
    said = dict(form) | {"unit": room.unit, "leader": known.leader}
    said |= {"standard": known.limit}
    del said["together"]
    for person in people:
        made = context.create(Occupancy, Occupancy.Began, **said | {"person": person})
        join(context, made)


def _allowed(context: Context, rank: UUID) -> Allowed:
    known = allowed(context, rank)
    if known is None:
        message = "这一天没有该职务职级的面积标准，请先在面积标准中设定"
        raise Refused(message, "rank")
    return known


def _require_free(context: Context, room: Any, form: Occupy) -> None:
    """The room is some unit's office, and nobody comes twice."""
    if room.state != "allocated":
        title = Room.workflow.title(room.state) if Room.workflow else ""
        raise Refused(f"房间当前为“{title}”，先分配给单位再登记使用人", "room")
    if room.function not in OFFICES:
        raise Refused("不是办公室，不登记使用人", "room")
    people = [form.person, *(form.together or ())]
    if len(set(people)) < len(people):
        raise FormErrors({"together": "同一个人选了两次"})
    if form.together and form.place is Place.SECOND:
        raise FormErrors({"together": "另处办公用房逐人登记"})
    if form.since > local_day(context.occurred, context.zone):
        raise FormErrors({"since": "启用日期不能晚于登记的日期"})


def _require_fit(context: Context, room: Any, form: Occupy, person: UUID) -> None:
    """The room is the person's unit's, and not the person's already."""
    name = "person" if person == form.person else "together"
    context.choose("core.Person", person, name)
    if not belongs(context, person, room.unit):
        unit = context.title(room.unit)
        context.breach(f"房间由{unit}使用，使用人不是该单位的", name)
    if person in {each for each, _rank in seats_of(room)}:
        raise Refused("这个人已在这个房间", name)


def others_of(context: Context, person: UUID) -> list[Choosable]:
    """The rooms that somebody has already."""
    return [
        other
        for other in context.choosable("buildings.Occupancy")
        if other.attributes["person"] == str(person) and other.state != "vacated"
    ]


_OF_SECOND = ("approval", "approved_area", "until")


def _require_place(
    context: Context, form: Occupy, person: UUID, *, leader: bool
) -> None:
    """一处 in principle; another one by approval, so large, until a day."""
    others = others_of(context, person)
    said = [name for name in _OF_SECOND if getattr(form, name) is not None]
    if form.place is Place.MAIN:
        if said:
            raise FormErrors({said[0]: "主用办公室不填另处用房的批准事项"})
        if others and leader:
            where = context.title(UUID(others[0].attributes["room"]))
            raise FormErrors({"place": f"已有办公室{where}，领导干部原则上只用一处"})
        return
    if not others:
        raise FormErrors({"place": "没有主用办公室，不能登记另处办公用房"})
    missing = [name for name in _OF_SECOND if name not in said]
    if missing:
        raise FormErrors(dict.fromkeys(missing, "另处办公用房须写明"))


def _require_standard(
    context: Context, judgement: Judgement, reason: str | None
) -> None:
    """超标: refused or a reason demanded, as the office's parameter says."""
    if not judgement.over:
        if reason:
            raise FormErrors({"over_reason": "未超标，不写超标理由"})
        return
    share, standard = (n / 100 for n in (judgement.share, judgement.standard))
    told = f"使用面积{share:.2f}平方米，标准{standard:.2f}平方米"
    if context.setting("buildings.refuse_over_standard"):
        raise FormErrors({"room": f"{told}，超标的不予分配"})
    if not reason:
        raise FormErrors({"over_reason": f"{told}，请写明超标理由"})


@command(
    "buildings.change_rank", "职务职级变更", permission=Right.OCCUPY, on=Occupancy,
    event=Occupancy.RankChanged, style="default", order=111,
)  # fmt: skip
def change_rank(context: Context, form: ChangeRank) -> None:
    """Another rank, another standard."""
    context.choose("buildings.Rank", form.rank, "rank")
    rerank(context, context.load(Occupancy, form.record), form.rank, form.over_reason)


def rerank(context: Context, occupancy: Any, rank: UUID, reason: str | None) -> None:
    """Judge the room by another rank of somebody in it."""
    room: Any = context.load(Room, occupancy.room)
    known = _allowed(context, rank)
    _require_standard(context, judged(room, seats_of(room), known.limit), reason)
    occupancy.record(
        Occupancy.RankChanged, rank=rank, leader=known.leader, standard=known.limit,
        over_reason=reason,
    )  # fmt: skip
    join(context, occupancy)


def _may_extend(_context: Context, occupancy: Any) -> str | None:
    second = occupancy.place == Place.SECOND
    return None if second else "只有另处办公用房可以延长"


@command(
    "buildings.extend_second", "延长另处用房", permission=Right.OCCUPY, on=Occupancy,
    event=Occupancy.Extended, may=_may_extend, style="default", order=112,
)  # fmt: skip
def extend_second(context: Context, form: ExtendSecond) -> None:
    """A second office may be kept longer."""
    occupancy: Any = context.load(Occupancy, form.record)
    if message := _may_extend(context, occupancy):
        raise Refused(message)
    if form.until <= occupancy.until:
        raise FormErrors({"until": f"须晚于原截止日期{occupancy.until}"})
    occupancy.record(Occupancy.Extended, **form.said())


@command(
    "buildings.leave_room", "登记腾退", permission=Right.OCCUPY, on=Occupancy,
    event=Occupancy.Vacated, order=113, batch=True,
)  # fmt: skip
def leave_room(context: Context, form: Leave) -> None:
    """Somebody is out."""
    occupancy: Any = context.load(Occupancy, form.record)
    if form.vacated_on < occupancy.since:
        raise FormErrors({"vacated_on": f"不能早于启用日期{occupancy.since}"})
    occupancy.record(Occupancy.Vacated, **form.said())
    leave(context, occupancy)


ALL = (occupy, change_rank, extend_second, leave_room)
