"""核查超标, 确定整改方式: from the rooms as they are to what is to be put right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.command import command
from houqin.core.model.rectifying import UNSETTLED, TypedDeadline
from houqin.core.schema.errors import FormErrors, NotPermitted, Refused
from houqin.core.schema.form import Form, RecordForm
from houqin.events.instants import from_datetime
from houqin.plugins.buildings.functions import OFFICES
from houqin.plugins.buildings.over_standard import (
    Filing,
    OverStandard,
    Plan,
    Way,
    WayOut,
)
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import Room
from houqin.plugins.buildings.seating import allowed, seat, seats_of

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.core.model.streams import Choosable


class CheckStandards(Form):
    """逐间按职务职级核对使用面积，超标的列入整改；已在整改或已备案的不重复。"""

    deadline: TypedDeadline


class ChooseWay(RecordForm):
    """腾退、合用、调换、分隔、改作公用；结构不宜分隔的写明备案文号。"""

    way: Way
    plan: Plan
    filing: Filing | None = None


@command(
    "buildings.check_standards", "核查超标用房", permission=Right.OVERSEE, menu=True,
    order=210,
)  # fmt: skip
def check_standards(context: Context, form: CheckStandards) -> None:
    """Judge every office anew, and open a finding for each above the standard."""
    if from_datetime(form.deadline) <= context.occurred:
        raise FormErrors({"deadline": "时限必须晚于发生时间"})
    known = _dealt_with(context)
    rooms = [room for room in context.choosable("buildings.Room") if _used(room)]
    number = 0
    for found in sorted(rooms, key=lambda room: str(room.attributes["name"])):
        room: Any = _judged_anew(context, found)
        if room is not None and _over(room) and str(room.id) not in known:
            number += 1
            _open(context, form, room, number)


def _used(room: Choosable) -> bool:
    attributes = room.attributes
    sole = len(attributes.get("people") or ()) == 1
    return room.state == "allocated" and sole and attributes["function"] in OFFICES


def _judged_anew(context: Context, found: Choosable) -> Any:
    """The room where it may be above the standard, told of a standard that changed."""
    rank = UUID(found.attributes["ranks"][0])
    now = allowed(context, rank)
    standard = now.limit if now else None
    if standard == found.attributes.get("standard") and (
        standard is None or found.attributes["usable_area"] <= standard
    ):
        return None
    room: Any = context.load(Room, found.id)
    if room.standard != standard:
        seat(context, room, seats_of(room))
    return room


def _over(room: Any) -> int:
    return max(0, room.usable_area - room.standard) if room.standard else 0


def _dealt_with(context: Context) -> set[str]:
    """Rooms that are being put right, or are filed as they stand."""
    return {
        item.attributes["room"]
        for item in context.choosable("buildings.OverStandard")
        if item.state in UNSETTLED or item.attributes.get("way") == WayOut.FILED
    }


def _open(context: Context, form: CheckStandards, room: Any, number: int) -> None:
    ((person, rank),) = seats_of(room)
    over = _over(room)
    matter = (
        f"{room.name}使用面积{room.usable_area / 100:.2f}平方米，"
        f"标准{room.standard / 100:.2f}平方米，超标{over / 100:.2f}平方米"
    )
    context.create(
        OverStandard, OverStandard.Opened, number=number, matter=matter,
        unit=room.unit, deadline=form.deadline, issuer=_issuer(context), room=room.id,
        occupant=person, rank=rank, area=room.usable_area, standard=room.standard,
        over=over,
    )  # fmt: skip


def _issuer(context: Context) -> UUID | None:
    """The centre of whoever checks: the top of that person's own departments."""
    person = context.find("core.Person", context.acting)
    above = person.attributes.get("department") if person else None
    parents = {
        str(d.id): d.attributes.get("parent")
        for d in context.choosable("core.Department")
    }
    while above and parents.get(above):
        above = parents[above]
    return UUID(above) if above else None


def _may_choose(context: Context, item: Any) -> str | None:
    if context.actor == context.services.system_actor:
        return None
    extent = context.standing(context.acting).extent(Right.RECTIFY)
    own = context.acting == getattr(item, "person", None)
    if own or extent.covers({str(item.unit)}, own=False):
        return None
    return "这一步由责任单位办理"


@command(
    "buildings.choose_way", "确定整改方式", on=OverStandard,
    event=OverStandard.WayChosen, may=_may_choose, order=5,
)  # fmt: skip
def choose_way(context: Context, form: ChooseWay) -> None:
    """Say how it is to be put right."""
    item: Any = context.load(OverStandard, form.record)
    if message := _may_choose(context, item):
        raise NotPermitted(message)
    if item.state not in UNSETTLED:
        raise Refused("已销号，不再整改")
    if (form.way is WayOut.FILED) != (form.filing is not None):
        raise FormErrors({"filing": "因结构不宜分隔的填写备案文号，其他方式不填"})
    item.record(OverStandard.WayChosen, **form.said())


ALL = (check_standards, choose_way)
