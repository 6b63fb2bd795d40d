"""志愿执勤: the roster, shifts, ticks, hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.attendance import sheet, ticked
from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import Form, RecordForm
from houqin.plugins.civilized_city.fields import AreaId, Reason, Remark
from houqin.plugins.civilized_city.permissions import CityPermission as Right
from houqin.plugins.civilized_city.volunteer import (
    Joined,
    Team,
    Volunteer,
    VolunteerPerson,
)
from houqin.plugins.civilized_city.volunteer_shift import (
    PERSON,
    Expected,
    GroupPhoto,
    Head,
    Post,
    Service,
    SheetScan,
    TypedEnd,
    TypedStart,
    VolunteerShift,
)

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

Ticks = sheet(PERSON)


class RegisterVolunteer(Form):
    """登记后可以排班。"""

    person: VolunteerPerson
    team: Team
    joined_on: Joined


class LeaveVolunteer(RecordForm):
    """退出后不再排班，以前的时长不受影响。"""

    reason: Reason


class PlanShift(Form):
    """排班人员从志愿者名册里选。"""

    post: Post
    service: Service
    starts: TypedStart
    ends: TypedEnd
    expected: Expected
    head: Head
    area: AreaId | None = None


class SignIn(RecordForm):
    """逐人勾选到、代、缺，上传一张合影；发生时间填到岗时间。"""

    ticks: Ticks
    photos: GroupPhoto
    scan: SheetScan | None = None


class SignOut(RecordForm):
    """发生时间填离岗时间，时长自动计算。"""

    remark: Remark | None = None


class CancelShift(RecordForm):
    """没有执勤的写明理由。"""

    reason: Reason


@command(
    "civilized_city.register_volunteer", "登记志愿者", permission=Right.VOLUNTEER,
    menu=True, event=Volunteer.Registered, order=410, batch=True,
)  # fmt: skip
def register_volunteer(context: Context, form: RegisterVolunteer) -> None:
    """Enter somebody on the roster."""
    context.choose("core.Person", form.person, "person")
    context.create(Volunteer, Volunteer.Registered, **dict(form))


leave_volunteer = records(
    "civilized_city.leave_volunteer", "退出", LeaveVolunteer, Volunteer, Volunteer.Left,
    permission=Right.VOLUNTEER, style="danger", order=420,
)  # fmt: skip


def _roster(context: Context) -> list[UUID]:
    """The people of the roster."""
    known = context.choosable("civilized_city.Volunteer")
    return [v.attributes["person"] for v in known if v.state == "active"]


def _offered(context: Context, _record: Any) -> dict[str, list[Any]]:
    return {"expected": [*_roster(context)]}


@command(
    "civilized_city.plan_shift", "志愿执勤排班", permission=Right.VOLUNTEER, menu=True,
    event=VolunteerShift.Planned, choices=_offered, order=430,
)  # fmt: skip
def plan_shift(context: Context, form: PlanShift) -> None:
    """Say who stands where."""
    if form.ends <= form.starts:
        raise FormErrors({"ends": "结束时间必须晚于开始时间"})
    context.choose("core.Person", form.head, "head")
    roster = {str(person) for person in _roster(context)}
    strangers = [p for p in form.expected if str(p) not in roster]
    if strangers:
        names = "、".join(context.title(person) for person in strangers)
        raise FormErrors({"expected": f"不在志愿者名册里：{names}"})
    serial = context.serial("civilized_city.shift_serials")
    context.create(VolunteerShift, VolunteerShift.Planned, serial=serial, **dict(form))


def _listed(_context: Context, record: Any) -> dict[str, list[Any]]:
    """Those who were planned."""
    return {"ticks": list(record.expected)}


@command(
    "civilized_city.sign_in", "签到", permission=Right.VOLUNTEER, on=VolunteerShift,
    event=VolunteerShift.SignedIn, choices=_listed, order=440,
)  # fmt: skip
def sign_in(context: Context, form: SignIn) -> None:
    """Tick who came; one photo holds them all."""
    shift: Any = context.load(VolunteerShift, form.record)
    lists = ticked(shift.expected, form.ticks)
    if not (lists["present"] or lists["deputy"]):
        raise FormErrors({"ticks": "没有人到岗的，请取消这次执勤"})
    shift.record(VolunteerShift.SignedIn, photos=form.photos, scan=form.scan, **lists)


sign_out = records(
    "civilized_city.sign_out", "签退", SignOut, VolunteerShift,
    VolunteerShift.SignedOut, permission=Right.VOLUNTEER, order=450,
)  # fmt: skip


cancel_shift = records(
    "civilized_city.cancel_shift", "取消执勤", CancelShift, VolunteerShift,
    VolunteerShift.Cancelled, permission=Right.VOLUNTEER, style="danger", order=460,
)  # fmt: skip


ALL = (
    register_volunteer,
    leave_volunteer,
    plan_shift,
    sign_in,
    sign_out,
    cancel_shift,
)
