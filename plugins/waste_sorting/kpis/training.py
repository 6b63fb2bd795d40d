"""培训期数、人数、培训率, 知晓率."""

from __future__ import annotations

from houqin.core.projection.kpi import (
    Equals,
    Given,
    count,
    distinct,
    level,
    ratio,
    total,
)
from houqin.plugins.waste_sorting.ledgers.training import polls, sign_ins, trainings
from houqin.plugins.waste_sorting.ledgers.units import supervisors

_TRAININGS, _LIST, _POLLS = "培训台账", "培训签到台账", "知晓率调查台账"

sessions = count(
    "waste_sorting.sessions", "培训期数", over=trainings, at="held_at", unit="期",
    order=560, source=_TRAININGS, meaning="已举办并登记签到的培训会，按举办日计入。",
)  # fmt: skip
trainees = distinct(
    "waste_sorting.trainees", "培训人数", over=sign_ins, column="supervisor",
    at="held_at", unit="人", where=(Equals("tick", ("present",)),),
    dimensions=("training",), order=555, source=_LIST,
    meaning="签到表上本人签到的不同督导员数，同一人参加几期只算一人，代签的不计。",
)  # fmt: skip
expected = count(
    "waste_sorting.expected", "培训应到人次", over=sign_ins, at="held_at",
    unit="人次", dimensions=("training", "tick"), order=570, source=_LIST,
    meaning="签到表上到、代、缺的人次。",
)  # fmt: skip
came = count(
    "waste_sorting.came", "培训到会人次", over=sign_ins, at="held_at", unit="人次",
    where=(Equals("tick", ("present",)),), dimensions=("training",), order=575,
    source=_LIST, meaning="签到表上本人签到的人次。",
)  # fmt: skip
attendance_rate = ratio(
    "waste_sorting.attendance_rate", "培训到会率",
    of=("waste_sorting.came", "waste_sorting.expected"), unit="%", percent=True,
    scale=1, order=565, source=_LIST, meaning="本人签到的人次÷应到人次。",
)  # fmt: skip
qualified = level(
    "waste_sorting.qualified", "培训合格的督导员", over=supervisors, unit="人",
    where=(Given("qualified"),), order=580, source="督导员名册",
    meaning="统计期末在任且本人签到参加过培训的督导员。",
)  # fmt: skip
trained_rate = ratio(
    "waste_sorting.trained_rate", "督导员培训率",
    of=("waste_sorting.qualified", "waste_sorting.in_office"), unit="%",
    percent=True, scale=1, headline=70, order=550, source="督导员名册",
    meaning="培训合格的督导员÷在任督导员，均为统计期末数。",
)  # fmt: skip
polled = total(
    "waste_sorting.polled", "知晓率调查人数", over=polls, column="asked",
    at="polled_on", unit="人", dimensions=("department",), order=595, source=_POLLS,
    meaning="调查人数之和，按调查日计入。",
)  # fmt: skip
aware = total(
    "waste_sorting.aware", "知晓人数", over=polls, column="aware", at="polled_on",
    unit="人", dimensions=("department",), order=596, source=_POLLS,
    meaning="知晓人数之和，按调查日计入。",
)  # fmt: skip
awareness = ratio(
    "waste_sorting.awareness", "知晓率",
    of=("waste_sorting.aware", "waste_sorting.polled"), unit="%", percent=True,
    scale=1, order=590, source=_POLLS, meaning="知晓人数÷调查人数。",
)  # fmt: skip

ALL = (
    trained_rate, trainees, sessions, attendance_rate, expected, came, qualified,
    awareness, polled, aware,
)  # fmt: skip
