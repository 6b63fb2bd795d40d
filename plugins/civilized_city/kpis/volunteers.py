"""志愿场次, 人次, 小时."""

from __future__ import annotations

from houqin.core.model.attendance import CAME
from houqin.core.projection.kpi import Equals, count, distinct, total
from houqin.plugins.civilized_city.ledgers.volunteers import shifts, volunteer_hours

_SHIFTS, _HOURS = "志愿执勤台账", "志愿服务时长台账"
_CAME = (Equals("tick", CAME),)

sessions = count(
    "civilized_city.sessions", "志愿执勤场次", over=shifts, at="starts", unit="场",
    where=(Equals("state", ("serving", "done")),), dimensions=("post",), order=910,
    source=_SHIFTS, meaning="已签到的执勤场次，按执勤日计入；只排班没有签到的不计。",
)  # fmt: skip
times = count(
    "civilized_city.volunteer_times", "志愿人次", over=volunteer_hours, at="starts",
    unit="人次", where=_CAME, dimensions=("person", "post"), order=920, source=_HOURS,
    meaning="志愿执勤签退时到岗和代岗的人次，按执勤日计入；缺席的不计。",
)  # fmt: skip
hours = total(
    "civilized_city.volunteer_hours", "志愿服务时长", over=volunteer_hours,
    column="hours", at="starts", unit="小时", scale=1, where=_CAME,
    dimensions=("person", "post"), order=930, source=_HOURS,
    meaning="每人从签到到签退的时长之和，按执勤日计入。",
)  # fmt: skip
persons = distinct(
    "civilized_city.volunteer_persons", "参加志愿服务人数", over=volunteer_hours,
    column="person", at="starts", unit="人", where=_CAME, order=940, source=_HOURS,
    meaning="统计期内参加过志愿执勤的人数，同一人只计一次。",
)  # fmt: skip

ALL = (sessions, times, hours, persons)
