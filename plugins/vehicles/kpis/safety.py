"""安全例会 and 驾驶员考核."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count, months, ratio, total
from houqin.plugins.vehicles.ledgers.crew import assessments
from houqin.plugins.vehicles.ledgers.safety import meeting_attendance, safety_meetings

_MEETINGS, _LIST = "安全例会台账", "安全例会签到表"
_ASSESSMENTS = "驾驶员考核台账"

meetings = count(
    "vehicles.meetings", "安全例会次数", over=safety_meetings, at="held_at", unit="次",
    order=310, source=_MEETINGS, meaning="召开的安全例会数，按开会日计入，作废的不计。",
)  # fmt: skip
meeting_months = months(
    "vehicles.meeting_months", "例会完成率", over=safety_meetings, at="held_at",
    order=320, source=_MEETINGS,
    meaning="开过安全例会的月数÷应开月数，每月至少一次；统计期未到的月份不计。",
)  # fmt: skip
attended = count(
    "vehicles.attended", "例会到会人次", over=meeting_attendance, at="held_at",
    unit="人次", where=(Equals("attendance", ("attended",)),), dimensions=("driver",),
    order=330, source=_LIST, meaning="安全例会签到表中到会的人次。",
)  # fmt: skip
expected = count(
    "vehicles.expected", "例会应到人次", over=meeting_attendance, at="held_at",
    unit="人次", dimensions=("driver",), order=340, source=_LIST,
    meaning="安全例会签到表中到会和缺席的人次。",
)  # fmt: skip
attendance_rate = ratio(
    "vehicles.attendance_rate", "例会到会率",
    of=("vehicles.attended", "vehicles.expected"), unit="%", percent=True, scale=1,
    order=335, source=_LIST, meaning="例会到会人次÷例会应到人次。",
)  # fmt: skip
scored = count(
    "vehicles.scored", "驾驶员考核人次", over=assessments, at="at", unit="人次",
    where=(Equals("kind", ("score",)),), dimensions=("driver",), order=360,
    source=_ASSESSMENTS, meaning="考核打分的人次，按打分日计入。",
)  # fmt: skip
score_total = total(
    "vehicles.score_total", "驾驶员考核总分", over=assessments, column="score",
    at="at", unit="分", scale=1, where=(Equals("kind", ("score",)),),
    dimensions=("driver",), order=370, source=_ASSESSMENTS,
    meaning="考核得分之和，按打分日计入。",
)  # fmt: skip
mean_score = ratio(
    "vehicles.mean_score", "驾驶员平均考核得分",
    of=("vehicles.score_total", "vehicles.scored"), unit="分", scale=1, order=350,
    source=_ASSESSMENTS, meaning="驾驶员考核总分÷考核人次。",
)  # fmt: skip
rewards = count(
    "vehicles.rewards", "驾驶员奖励", over=assessments, at="at", unit="人次",
    where=(Equals("kind", ("reward",)),), dimensions=("driver",), order=380,
    source=_ASSESSMENTS, meaning="奖励驾驶员的人次。",
)  # fmt: skip
penalties = count(
    "vehicles.penalties", "驾驶员处罚", over=assessments, at="at", unit="人次",
    where=(Equals("kind", ("penalty",)),), dimensions=("driver", "penalty"), order=390,
    source=_ASSESSMENTS, meaning="处罚驾驶员的人次，含轻微处罚。",
)  # fmt: skip

ALL = (
    meetings, meeting_months, attended, expected, attendance_rate, scored,
    score_total, mean_score, rewards, penalties,
)  # fmt: skip
