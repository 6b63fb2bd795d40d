"""培训台账, 培训签到台账, 应到名单, 知晓率调查台账, 实施方案台账."""

from __future__ import annotations

from typing import Any

from houqin.core.model import attendance
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.waste_sorting.fields import SUPERVISOR
from houqin.plugins.waste_sorting.plan import Plan
from houqin.plugins.waste_sorting.poll import AwarenessPoll, Method
from houqin.plugins.waste_sorting.training import Training

_people = types.integer("人")
_session = types.ref("waste_sorting.Training")

trainings = Ledger(
    "waste_sorting.trainings",
    "培训台账",
    per=Training,
    columns=[
        Column("serial", "编号", types.text(), filter=True),
        Column("name", "培训名称", types.text(), filter=True, primary=True),
        Column("planned_for", "计划时间", types.instant(), filter=True),
        Column("held_at", "举办时间", types.instant(), filter=True, primary=True),
        Column("place", "地点", types.text(), filter=True),
        Column("host", "主持人", types.ref("core.Person"), filter=True),
        *attendance.COUNTS,
        Column("content", "培训内容", types.long_text(), paper=False),
        Column("status", "状态", types.state(), filter=True, primary=True),
    ],
    period="planned_for",
    title_column="name",
)
trainings.on(
    Training.Planned, "serial", "name", "planned_for", "place", "host", "content"
)
trainings.on(Training.Held, held_at=occurred_at)


@trainings.reduce(Training.Planned)
def _planned(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """应到 is known before anybody has signed."""
    row["expected"] = len(event.payload["expected"])
    return row


@trainings.reduce(Training.Held)
def _held(row: dict[str, Any], event: Any) -> dict[str, Any]:
    return row | attendance.counted(event.payload)


sign_ins = attendance.attendance_ledger(
    "waste_sorting.sign_ins",
    "培训签到台账",
    per=Training,
    session=Column("training", "培训会", _session, filter=True, primary=True),
    at=Column("held_at", "时间", types.instant(), filter=True, primary=True),
    who=Column("supervisor", "督导员", types.ref(SUPERVISOR), filter=True,
               primary=True),
)  # fmt: skip
sign_ins.on(Training.Held, training=stream, held_at=occurred_at)

expected = Ledger(
    "waste_sorting.expected",
    "培训应到名单",
    per=Training,
    kind="event",
    items=("expected",),
    item="supervisor",
    columns=[
        Column("training", "培训会", _session, filter=True, primary=True),
        Column("planned_for", "计划时间", types.instant(), filter=True),
        Column("supervisor", "姓名", types.ref(SUPERVISOR), filter=True, primary=True),
    ],
    period="planned_for",
    title_column="training",
)
expected.on(Training.Planned, "planned_for", training=stream)

polls = Ledger(
    "waste_sorting.polls",
    "知晓率调查台账",
    per=AwarenessPoll,
    columns=[
        Column("polled_on", "日期", types.day(), filter=True, primary=True),
        Column("place", "地点", types.text(), filter=True, primary=True),
        Column("department", "单位", types.ref("core.Department"), filter=True),
        Column("method", "调查方式", types.choice(Method), filter=True),
        Column("asked", "调查人数", _people, total=True, primary=True),
        Column("aware", "知晓人数", _people, total=True, primary=True),
        Column("rate", "知晓率", types.quantity("%", 1)),
        Column("remark", "备注", types.text()),
    ],
    period="polled_on",
    title_column="place",
)
polls.on(
    AwarenessPoll.Done, "polled_on", "place", "department", "method", "asked", "aware",
    "remark",
)  # fmt: skip


@polls.reduce(AwarenessPoll.Done)
def _rated(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """知晓÷调查 in tenths of a percent, half up."""
    asked, aware = event.payload["asked"], event.payload["aware"]
    row["rate"] = (2 * 1000 * aware + asked) // (2 * asked)
    return row


plans = Ledger(
    "waste_sorting.plans",
    "实施方案台账",
    per=Plan,
    columns=[
        Column("issued_on", "印发日期", types.day(), filter=True, primary=True),
        Column("number", "文号", types.text(), filter=True, primary=True),
        Column("name", "标题", types.text(), filter=True, primary=True),
        Column("targets", "目标", types.text()),
    ],
    period="issued_on",
    title_column="name",
)
plans.on(Plan.Issued, "issued_on", "number", "name", "targets")

ALL = (trainings, sign_ins, expected, polls, plans)
