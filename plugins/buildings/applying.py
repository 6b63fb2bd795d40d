"""用房申请: applying, and applying again after it was sent back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import payload_fields
from houqin.core.model.approval import applicants_of
from houqin.core.model.command import command
from houqin.core.schema.errors import NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.buildings.functions import Function
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import FunctionField
from houqin.plugins.buildings.room_allocation import (
    Letter,
    Persons,
    Purpose,
    RoomAllocation,
    Unit,
    WantedArea,
    WantedBy,
    WantedRooms,
)

if TYPE_CHECKING:
    from houqin.core.model.context import Context


class RequestRooms(Form):
    """提交后由本单位审批人审核，再由中心核定、提出方案、审批。"""

    unit: Unit
    purpose: Purpose
    function: FunctionField = Function.STAFF_OFFICE
    persons: Persons
    wanted_rooms: WantedRooms
    wanted_area: WantedArea
    wanted_by: WantedBy | None = None
    letter: Letter | None = None


class ReviseRequest(RecordForm):
    """按退回意见修改后重新提交。"""

    purpose: Purpose
    function: FunctionField
    persons: Persons
    wanted_rooms: WantedRooms
    wanted_area: WantedArea
    wanted_by: WantedBy | None = None
    letter: Letter | None = None


def _own_unit(context: Context, _record: None) -> dict[str, Any]:
    person = context.find("core.Person", context.actor)
    return {"unit": person.attributes.get("department")} if person else {}


@command(
    "buildings.request_rooms", "用房申请", permission=Right.REQUEST, menu=True,
    event=RoomAllocation.Requested, starts=_own_unit, order=10,
)  # fmt: skip
def request_rooms(context: Context, form: RequestRooms) -> None:
    """Apply for rooms."""
    context.choose("core.Department", form.unit, "unit")
    serial = context.serial("buildings.allocation_serials")
    context.create(
        RoomAllocation, RoomAllocation.Requested, serial=serial, **dict(form)
    )


def _own(context: Context, record: RoomAllocation) -> str | None:
    if context.actor == context.services.system_actor:
        return None
    own = applicants_of(context, record) | {context.effective(record.id).first.actor}
    return None if context.acting in own else "只有申请人可以修改后重新提交"


def _as_it_is(_context: Context, record: Any) -> dict[str, Any]:
    names = payload_fields(RoomAllocation.Revised)
    return {name: getattr(record, name, None) for name in names}


@command(
    "buildings.revise_request", "修改后重新提交", permission=Right.REQUEST,
    on=RoomAllocation, event=RoomAllocation.Revised, may=_own, starts=_as_it_is,
    order=20,
)  # fmt: skip
def revise_request(context: Context, form: ReviseRequest) -> None:
    """Apply again with what was asked for."""
    record = context.load(RoomAllocation, form.record)
    if message := _own(context, record):
        raise NotPermitted(message)
    record.record(RoomAllocation.Revised, **form.said())


ALL = (request_rooms, revise_request)
