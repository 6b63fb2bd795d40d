"""How often buildings were inspected, and how much of what was found is mended."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, count, ratio
from houqin.plugins.buildings.ledgers.inspections import defects, inspections

inspected = count(
    "buildings.inspected", "用房巡检", over=inspections, at="done_at", unit="次",
    order=410, source="巡检台账", meaning="期内完成检查的巡检次数，作废的不计。",
)  # fmt: skip
defects_due = count(
    "buildings.defects_due", "巡检应整改问题", over=defects, at="deadline", unit="个",
    order=430, source="巡检问题整改", dimensions=("unit",),
    meaning="期内整改时限到期的巡检问题数，经批准延期的按新时限计。",
)  # fmt: skip
defects_in_time = count(
    "buildings.defects_in_time", "巡检按时整改问题", over=defects, at="deadline",
    unit="个", order=440, source="巡检问题整改", dimensions=("unit",),
    where=(Equals("state", ("passed",)), Given("passed_in_time")),
    meaning="其中反馈不晚于时限并复核合格的。",
)  # fmt: skip
defect_rate = ratio(
    "buildings.defect_rate", "巡检问题整改按时率",
    of=("buildings.defects_in_time", "buildings.defects_due"),
    unit="%", percent=True, scale=1, order=420, source="巡检问题整改",
    meaning="按时整改问题数÷应整改问题数，按整改时限的日期计入期间。",
)  # fmt: skip

ALL = (inspected, defects_due, defects_in_time, defect_rate)
