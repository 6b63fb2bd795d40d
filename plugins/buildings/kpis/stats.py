"""上报及时率, and how many units have reported."""

from __future__ import annotations

from houqin.core.projection.kpi import Given, count, distinct, ratio
from houqin.plugins.buildings.ledgers.stats import unit_reports

reports_due = count(
    "buildings.reports_due", "应报家次", over=unit_reports, at="deadline", unit="家次",
    order=220, source="信息统计", dimensions=("unit",),
    meaning="期内填报时限到期的单位报告数，一个单位一次统计计一家次。",
)  # fmt: skip
reports_in_time = count(
    "buildings.reports_in_time", "按时上报家次", over=unit_reports, at="deadline",
    unit="家次", order=230, source="信息统计", where=(Given("in_time_at"),),
    dimensions=("unit",),
    meaning="其中首次填报不晚于时限的；退回后修改的，仍按首次填报的时间计。",
)  # fmt: skip
report_rate = ratio(
    "buildings.report_rate", "上报及时率",
    of=("buildings.reports_in_time", "buildings.reports_due"),
    unit="%", percent=True, scale=1, order=200, source="信息统计",
    meaning="按时上报家次÷应报家次，按填报时限的日期计入期间。",
)  # fmt: skip
units_reported = distinct(
    "buildings.units_reported", "完成上报的单位", over=unit_reports, column="unit",
    at="filed_at", unit="家", order=210, source="信息统计",
    meaning="期内数据经审核通过并上报的单位数，一个单位多次上报的计一家。",
)  # fmt: skip

ALL = (reports_due, reports_in_time, report_rate, units_reported)
