"""覆盖率, 督导员配备率, 上报和更换督导员."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, count, distinct, level, ratio
from houqin.plugins.waste_sorting.ledgers.units import supervisors, units

_UNITS, _ROSTER = "分类单位台账", "督导员名册"

units_listed = level(
    "waste_sorting.units_listed", "名录单位", over=units, unit="家",
    where=(Equals("state", ("listed", "enrolled")),), order=510, source=_UNITS,
    meaning="统计期末列在名录里的单位数，已退出的不计。",
)  # fmt: skip
units_enrolled = level(
    "waste_sorting.units_enrolled", "覆盖单位", over=units, unit="家",
    where=(Equals("state", ("enrolled",)),), order=505, source=_UNITS,
    meaning="统计期末已开展垃圾分类的单位数。",
)  # fmt: skip
coverage = ratio(
    "waste_sorting.coverage", "覆盖率",
    of=("waste_sorting.units_enrolled", "waste_sorting.units_listed"), unit="%",
    percent=True, scale=1, order=500, source=_UNITS,
    meaning="覆盖单位÷名录单位，均为统计期末数。",
)  # fmt: skip
nominated = level(
    "waste_sorting.nominated", "上报督导员", over=supervisors, unit="人",
    order=530, source=_ROSTER,
    meaning="至统计期末累计上报的督导员，含接任的和已更换的，作废的不计。",
)  # fmt: skip
in_office = level(
    "waste_sorting.in_office", "在任督导员", over=supervisors, unit="人",
    where=(Given("in_office"),), order=535, source=_ROSTER,
    meaning="统计期末上报后没有离任、更换的督导员。",
)  # fmt: skip
units_supervised = distinct(
    "waste_sorting.units_supervised", "有督导员的单位", over=supervisors,
    column="unit", unit="家", where=(Given("in_office"),), order=525, source=_ROSTER,
    meaning="统计期末至少有一名在任督导员的单位数。",
)  # fmt: skip
supervised = ratio(
    "waste_sorting.supervised", "督导员配备率",
    of=("waste_sorting.units_supervised", "waste_sorting.units_listed"), unit="%",
    percent=True, scale=1, order=520, source=_ROSTER,
    meaning="有督导员的单位÷名录单位，均为统计期末数；每个单位至少一名。",
)  # fmt: skip
replaced = count(
    "waste_sorting.replaced", "更换督导员", over=supervisors, at="replaced_at",
    unit="人", order=540, source=_ROSTER, meaning="更换的督导员数，按更换日计入。",
)  # fmt: skip

ALL = (
    coverage, units_enrolled, units_listed, supervised, units_supervised, nominated,
    in_office, replaced,
)  # fmt: skip
