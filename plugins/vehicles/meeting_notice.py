"""例会通知: when and where the drivers meet, and the meeting that came of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import LongLine, TypedMoment
from houqin.core.schema.form import Form, RecordForm
from houqin.events.instants import from_datetime
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.safety import (
    MOST_DRIVERS,
    HoldMeeting,
    MeetingPlace,
    Topic,
    choose_drivers,
    enter_meeting,
    working_drivers,
)

if TYPE_CHECKING:
    from houqin.core.model.context import Context

TypedMeetsAt = Annotated[TypedMoment, Field(title="开会时间")]
MeetsAt = Annotated[datetime, Field(title="开会时间"), types.instant()]
Invited = Annotated[
    list[UUID],
    Field(title="通知人员", min_length=1, max_length=MOST_DRIVERS),
    types.refs("vehicles.Driver"),
]
NoticeRemark = Annotated[LongLine, Field(title="要求")]


class MeetingNotice(Aggregate):
    """One notice of a safety meeting; what falls through is voided (作废)."""

    topic = "vehicles.MeetingNotice"
    title = "例会通知"
    seen_by = Right.SEE_FLEET

    class Sent(Aggregate.Created):
        """The drivers are told."""

        title = "通知"
        subject: Topic
        meets_at: MeetsAt
        place: MeetingPlace
        invited: Invited
        remark: NoticeRemark | None = None


class NotifyMeeting(Form):
    """通知后驾驶员首页即显示；会议取消的，作废通知。"""

    subject: Topic
    meets_at: TypedMeetsAt
    place: MeetingPlace
    invited: Invited
    remark: NoticeRemark | None = None


class HoldNoticed(RecordForm, HoldMeeting):
    """会后登记；主题、地点和人员按通知填好，缺席的移到缺席人员。"""


def _invited(context: Context, _record: None) -> dict[str, Any]:
    return {"invited": working_drivers(context)}


@command(
    "vehicles.notify_meeting", "通知例会", permission=Right.ASSESS, menu=True,
    event=MeetingNotice.Sent, starts=_invited, order=405,
)  # fmt: skip
def notify_meeting(context: Context, form: NotifyMeeting) -> None:
    """Tell drivers of a meeting to come."""
    if from_datetime(form.meets_at) <= context.occurred:
        raise FormErrors({"meets_at": "开会时间必须晚于通知时间"})
    choose_drivers(context, "invited", form.invited)
    context.create(MeetingNotice, MeetingNotice.Sent, **dict(form))


def _as_told(context: Context, notice: Any) -> dict[str, Any]:
    return {
        "subject": notice.subject,
        "place": notice.place,
        "attended": [str(driver) for driver in notice.invited],
        "host": str(context.actor),
    }


@command(
    "vehicles.hold_noticed", "登记召开", permission=Right.ASSESS, on=MeetingNotice,
    starts=_as_told, order=406,
)  # fmt: skip
def hold_noticed(context: Context, form: HoldNoticed) -> None:
    """Enter the meeting that drivers were told of; once."""
    context.load(MeetingNotice, form.record)
    enter_meeting(context, form, notice=form.record)


ALL = (notify_meeting, hold_noticed)
