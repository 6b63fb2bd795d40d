"""志愿者名册, 志愿执勤台账, 志愿服务时长."""

from __future__ import annotations

from typing import Any

from houqin.core.model.attendance import (
    CAME,
    COUNTS,
    attendance_ledger,
    counted,
)
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.civilized_city.volunteer import Volunteer
from houqin.plugins.civilized_city.volunteer_shift import VolunteerShift

_person, _area = types.ref("core.Person"), types.ref("civilized_city.GridArea")
_hours = types.quantity("小时", 1)
#: Minutes of a tenth of an hour, in which hours are kept.
_TENTH = 6

volunteers = Ledger(
    "civilized_city.volunteers",
    "志愿者名册",
    per=Volunteer,
    columns=[
        Column("person", "姓名", _person, filter=True, primary=True),
        Column("unit", "单位", types.ref("core.Department"), filter=True,
               primary=True),
        Column("team", "志愿服务队", types.text(), filter=True, primary=True),
        Column("joined_on", "加入日期", types.day(), filter=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("reason", "退出理由", types.text(), paper=False),
    ],
    title_column="person",
    sort="joined_on",
    numbered=True,
)  # fmt: skip
volunteers.on(Volunteer.Registered, "person", "unit", "team", "joined_on")
volunteers.on(Volunteer.Left, "reason")

shifts = Ledger(
    "civilized_city.shifts",
    "志愿执勤台账",
    per=VolunteerShift,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("starts", "开始时间", types.instant(), filter=True, primary=True),
        Column("ends", "结束时间", types.instant()),
        Column("post", "执勤点位", types.text(), filter=True, primary=True),
        Column("service", "服务内容", types.text(), filter=True),
        Column("area", "网格", _area, filter=True, paper=False),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("head", "带班人", _person, filter=True),
        *COUNTS,
        Column("signed_in_at", "签到时间", types.instant()),
        Column("signed_out_at", "签退时间", types.instant()),
        Column("hours", "合计时长", _hours, total=True),
        Column("photos", "合影", types.integer("张"), total=True, paper=False),
        Column("remark", "备注", types.text(), paper=False),
        Column("team", "排班人员", types.refs("core.Person"), paper=False),
    ],
    period="starts",
    title_column="serial",
)
shifts.on(
    VolunteerShift.Planned, "serial", "starts", "ends", "post", "service", "area",
    "head", team=field("expected"),
)  # fmt: skip
shifts.on(VolunteerShift.SignedIn, signed_in_at=occurred_at)
shifts.on(VolunteerShift.SignedOut, "remark", signed_out_at=occurred_at)


@shifts.reduce(VolunteerShift.Planned)
def _planned(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """应到 until somebody has signed in."""
    row["expected"] = len(event.payload["expected"])
    return row


@shifts.reduce(VolunteerShift.SignedIn)
def _signed_in(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """What the ticks of the sheet add up to."""
    row["photos"] = len(event.payload["photos"])
    return row | counted(event.payload)


@shifts.reduce(VolunteerShift.SignedOut)
def _signed_out(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """人数 × 时长."""
    came = sum(len(event.payload.get(name) or ()) for name in CAME)
    row["hours"] = came * _tenths(event)
    return row


def _tenths(event: Any) -> int:
    return int(event.payload.get("minutes") or 0) // _TENTH


volunteer_hours = attendance_ledger(
    "civilized_city.volunteer_hours",
    "志愿服务时长台账",
    per=VolunteerShift,
    session=Column("shift", "志愿执勤", types.ref("civilized_city.VolunteerShift"),
                   filter=True, primary=True),
    at=Column("starts", "开始时间", types.instant(), filter=True, primary=True),
    who=Column("person", "姓名", _person, filter=True, primary=True),
    more=[
        Column("post", "执勤点位", types.text(), filter=True),
        Column("hours", "时长", _hours, total=True, primary=True),
    ],
)  # fmt: skip
volunteer_hours.carry(VolunteerShift.Planned, "starts", "post", shift=stream)
volunteer_hours.on(VolunteerShift.SignedOut)


@volunteer_hours.reduce(VolunteerShift.SignedOut)
def _each(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """Everybody who came gets the same."""
    row["hours"] = _tenths(event)
    return row


expected = Ledger(
    "civilized_city.expected",
    "志愿执勤排班名单",
    per=VolunteerShift,
    kind="event",
    items=("expected",),
    item="person",
    columns=[
        Column("shift", "志愿执勤", types.ref("civilized_city.VolunteerShift"),
               filter=True, primary=True),
        Column("starts", "开始时间", types.instant(), filter=True, primary=True),
        Column("post", "执勤点位", types.text(), filter=True),
        Column("person", "姓名", _person, filter=True, primary=True),
    ],
    period="starts",
    title_column="shift",
)  # fmt: skip
expected.on(VolunteerShift.Planned, "starts", "post", shift=stream)

ALL = (volunteers, shifts, volunteer_hours, expected)
