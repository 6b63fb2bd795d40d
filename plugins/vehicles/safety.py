"""安全例会: one meeting, and who of the drivers came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.command import command
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Files, Line, Note, PersonId
from houqin.core.schema.form import Form
from houqin.core.schema.types import Fixed
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.context import Context

#: Drivers of one meeting: a county's centre has some dozens.
MOST_DRIVERS = 200

MeetingSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
Topic = Annotated[Line, Field(title="主题")]
MeetingPlace = Annotated[Line, Field(title="地点")]
Host = Annotated[PersonId, Field(title="主持人")]
Content = Annotated[Note, Field(title="会议内容")]
Attended = Annotated[
    list[UUID],
    Field(title="参加人员", min_length=1, max_length=MOST_DRIVERS),
    types.refs("vehicles.Driver"),
]
Absent = Annotated[
    list[UUID],
    Field(title="缺席人员", max_length=MOST_DRIVERS),
    types.refs("vehicles.Driver"),
]
AbsentReason = Annotated[Line, Field(title="缺席原因")]
MeetingPhotos = Annotated[Files, Field(title="照片和签到表")]
NoticeId = Annotated[
    UUID, Field(title="例会通知"), types.ref("vehicles.MeetingNotice"), Fixed()
]


class Attendance(types.Choice):
    """到会情况; the codes are the fields that list people."""

    ATTENDED = "attended", "到会"
    ABSENT = "absent", "缺席"


class SafetyMeeting(Aggregate):
    """One safety meeting of the drivers (安全例会), at least one a month."""

    topic = "vehicles.SafetyMeeting"
    title = "安全例会"
    seen_by = Right.SEE_FLEET

    class Held(Aggregate.Created):
        """Held; it happened when the meeting was, not when it was typed."""

        title = "召开"
        serial: MeetingSerial
        subject: Topic
        place: MeetingPlace
        host: Host
        content: Content
        attended: Attended
        absent: Absent | None = None
        absent_reason: AbsentReason | None = None
        photos: MeetingPhotos | None = None
        notice: NoticeId | None = None

        def check(self) -> None:
            """Each driver is listed once: there, or not there."""
            absent = self.absent or []
            if len({*self.attended, *absent}) < len(self.attended) + len(absent):
                raise FormErrors({"absent": "同一名驾驶员只能登记一次"})
            if absent and not self.absent_reason:
                raise FormErrors({"absent_reason": "有人缺席的，请写明缺席原因"})


class HoldMeeting(Form):
    """会后登记；发生时间填开会时间，每月至少一次。"""

    subject: Topic
    place: MeetingPlace
    host: Host
    content: Content
    attended: Attended
    absent: Absent | None = None
    absent_reason: AbsentReason | None = None
    photos: MeetingPhotos | None = None


def working_drivers(context: Context) -> list[str]:
    """All drivers who drive."""
    drivers = context.choosable("vehicles.Driver")
    return [str(driver.id) for driver in drivers if driver.state != "stopped"]


def choose_drivers(context: Context, name: str, drivers: Iterable[UUID] | None) -> None:
    """Each must be a driver of the register."""
    for driver in drivers or ():
        context.choose("vehicles.Driver", driver, name)


def _everyone(context: Context, _record: None) -> dict[str, Any]:
    """Whoever did not come is taken out."""
    return {"attended": working_drivers(context), "host": str(context.actor)}


@command(
    "vehicles.hold_meeting", "登记安全例会", permission=Right.ASSESS, menu=True,
    event=SafetyMeeting.Held, starts=_everyone, order=410,
)  # fmt: skip
def hold_meeting(context: Context, form: HoldMeeting) -> None:
    """Enter a meeting with everybody who came and who did not."""
    enter_meeting(context, form)


def enter_meeting(context: Context, form: Any, notice: UUID | None = None) -> None:
    """A meeting, of which a notice may have told."""
    context.choose("core.Person", form.host, "host")
    for name in ("attended", "absent"):
        choose_drivers(context, name, getattr(form, name))
    serial = context.serial("vehicles.meeting_serials")
    values = {**dict(form), "absent": form.absent or None, "notice": notice}
    values.pop("record", None)
    context.create(SafetyMeeting, SafetyMeeting.Held, serial=serial, **values)


ALL = (hold_meeting,)
