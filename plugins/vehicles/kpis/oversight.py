"""无任务出行 and 自查自纠."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count, ratio, total
from houqin.plugins.vehicles.ledgers.oversight import self_checks, unplanned_trips

_UNPLANNED, _CHECKS = "无任务出行整改台账", "自查自纠台账"

unplanned_found = count(
    "vehicles.unplanned_found", "无任务出行", over=unplanned_trips, at="found_at",
    unit="起", dimensions=("vehicle", "driver", "source"), order=410,
    source=_UNPLANNED, meaning="发现的无任务出行起数，按发现日计入，作废的不计。",
)  # fmt: skip
unplanned_closed = count(
    "vehicles.unplanned_closed", "无任务出行已销号", over=unplanned_trips,
    at="found_at", unit="起", where=(Equals("state", ("closed",)),),
    dimensions=("vehicle", "driver", "source"), order=420, source=_UNPLANNED,
    meaning="统计期内发现的无任务出行中已销号的起数。",
)  # fmt: skip
unplanned_rate = ratio(
    "vehicles.unplanned_rate", "无任务出行整改率",
    of=("vehicles.unplanned_closed", "vehicles.unplanned_found"), unit="%",
    percent=True, scale=1, order=415, source=_UNPLANNED,
    meaning="统计期内发现的无任务出行中已销号的÷发现起数。",
)  # fmt: skip
checks = count(
    "vehicles.self_checks", "自查自纠次数", over=self_checks, at="assigned_at",
    unit="次", order=430, source=_CHECKS, meaning="布置的自查自纠数，按布置日计入。",
)  # fmt: skip
problems = total(
    "vehicles.check_problems", "自查发现问题", over=self_checks, column="problems",
    at="reported_at", unit="个", order=440, source=_CHECKS,
    meaning="自查上报的问题数之和，按上报日计入。",
)  # fmt: skip
put_right = total(
    "vehicles.check_put_right", "自查问题已整改", over=self_checks,
    column="put_right", at="reported_at", unit="个", order=450, source=_CHECKS,
    meaning="自查上报的问题中已整改的个数，按上报日计入。",
)  # fmt: skip
put_right_rate = ratio(
    "vehicles.check_rate", "自查问题整改率",
    of=("vehicles.check_put_right", "vehicles.check_problems"), unit="%",
    percent=True, scale=1, order=445, source=_CHECKS,
    meaning="自查问题已整改数÷自查发现问题数。",
)  # fmt: skip

ALL = (
    unplanned_found, unplanned_closed, unplanned_rate, checks, problems, put_right,
    put_right_rate,
)  # fmt: skip
