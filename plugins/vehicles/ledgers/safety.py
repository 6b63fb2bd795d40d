"""例会通知台账, 安全例会台账, and who came."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.vehicles.meeting_notice import MeetingNotice
from houqin.plugins.vehicles.safety import Attendance, SafetyMeeting

_people = types.integer("人")

meeting_notices = Ledger(
    "vehicles.meeting_notices",
    "例会通知台账",
    per=MeetingNotice,
    columns=[
        Column("meets_at", "开会时间", types.instant(), filter=True, primary=True),
        Column("subject", "主题", types.text(), filter=True, primary=True),
        Column("place", "地点", types.text(), filter=True, primary=True),
        Column("invited", "通知人员", types.refs("vehicles.Driver")),
        Column("remark", "要求", types.text()),
        Column("sent_at", "通知时间", types.instant(), filter=True),
        Column(
            "held_at", "召开时间", types.instant(), primary=True,
            looked_up=LookedUp(
                "vehicles.safety_meetings", "notice", "held_at", "newest",
                order="held_at",
            ),
        ),
    ],
    period="meets_at",
    title_column="subject",
)  # fmt: skip
meeting_notices.on(
    MeetingNotice.Sent, "subject", "meets_at", "place", "invited", "remark",
    sent_at=occurred_at,
)  # fmt: skip

safety_meetings = Ledger(
    "vehicles.safety_meetings",
    "安全例会台账",
    per=SafetyMeeting,
    columns=[
        Column("serial", "编号", types.text(), filter=True),
        Column("held_at", "时间", types.instant(), filter=True, primary=True),
        Column("subject", "主题", types.text(), filter=True, primary=True),
        Column("place", "地点", types.text(), filter=True),
        Column("host", "主持人", types.ref("core.Person"), filter=True),
        Column("expected", "应到", _people, total=True),
        Column("present", "实到", _people, total=True, primary=True),
        Column("missing", "缺席", _people, total=True),
        Column("absent", "缺席人员", types.refs("vehicles.Driver")),
        Column("absent_reason", "缺席原因", types.text()),
        Column("content", "会议内容", types.long_text()),
        Column(
            "notice", "例会通知", types.ref("vehicles.MeetingNotice"), filter=True,
            paper=False,
        ),
    ],
    period="held_at",
    title_column="subject",
)  # fmt: skip
safety_meetings.on(
    SafetyMeeting.Held, "serial", "subject", "place", "host", "content", "absent",
    "absent_reason", "notice", held_at=occurred_at,
)  # fmt: skip


@safety_meetings.reduce(SafetyMeeting.Held)
def _counted(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """应到 = 实到 + 缺席."""
    row["present"] = len(event.payload["attended"])
    row["missing"] = len(event.payload.get("absent") or ())
    row["expected"] = row["present"] + row["missing"]
    return row


meeting_attendance = Ledger(
    "vehicles.meeting_attendance",
    "安全例会签到表",
    per=SafetyMeeting,
    kind="event",
    items=("attended", "absent"),
    item="driver",
    listed="attendance",
    columns=[
        Column("meeting", "安全例会", types.ref("vehicles.SafetyMeeting"), filter=True,
               primary=True),
        Column("held_at", "时间", types.instant(), filter=True, primary=True),
        Column("driver", "驾驶员", types.ref("vehicles.Driver"), filter=True,
               primary=True),
        Column("attendance", "到会情况", types.choice(Attendance), filter=True,
               primary=True),
    ],
    period="held_at",
    title_column="meeting",
)  # fmt: skip
meeting_attendance.on(SafetyMeeting.Held, meeting=stream, held_at=occurred_at)

ALL = (meeting_notices, safety_meetings, meeting_attendance)
