"""检查次数, 平均得分, 准确投放率, 整改率."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, count, level, ratio, total
from houqin.plugins.waste_sorting.ledgers.inspections import defects, inspections

_SCORES, _DEFECTS = "检查评分台账", "整改台账"
_BY_UNIT = ("department", "round")

inspected = count(
    "waste_sorting.inspected", "检查次数", over=inspections, at="scored_at", unit="次",
    dimensions=_BY_UNIT, order=610, source=_SCORES,
    meaning="已现场评分的检查，每个单位一次算一次，按检查日计入；计划未检查的不计。",
)  # fmt: skip
score_total = total(
    "waste_sorting.score_total", "检查总分", over=inspections, column="score",
    at="scored_at", unit="分", scale=1, dimensions=_BY_UNIT, order=616, source=_SCORES,
    meaning="检查得分之和，按检查日计入。",
)  # fmt: skip
mean_score = ratio(
    "waste_sorting.mean_score", "平均得分",
    of=("waste_sorting.score_total", "waste_sorting.inspected"), unit="分", scale=1,
    order=615, source=_SCORES, meaning="检查总分÷检查次数。",
)  # fmt: skip
sampled = total(
    "waste_sorting.sampled", "抽查袋数", over=inspections, column="sampled",
    at="scored_at", unit="袋", dimensions=_BY_UNIT, order=622, source=_SCORES,
    meaning="检查时抽查的袋（桶）数。",
)  # fmt: skip
accurate = total(
    "waste_sorting.accurate", "投放准确袋数", over=inspections, column="accurate",
    at="scored_at", unit="袋", dimensions=_BY_UNIT, order=623, source=_SCORES,
    meaning="抽查中投放准确的袋（桶）数。",
)  # fmt: skip
accuracy = ratio(
    "waste_sorting.accuracy", "准确投放率",
    of=("waste_sorting.accurate", "waste_sorting.sampled"), unit="%", percent=True,
    scale=1, order=620, source=_SCORES, meaning="投放准确袋数÷抽查袋数。",
)  # fmt: skip
defects_found = count(
    "waste_sorting.defects_found", "发现问题", over=defects, at="found_at", unit="个",
    dimensions=("unit",), order=635, source=_DEFECTS,
    meaning="检查发现列入整改的问题数，按发现日计入。",
)  # fmt: skip
defects_settled = count(
    "waste_sorting.defects_settled", "已销号问题", over=defects, at="found_at",
    unit="个", where=(Given("settled"),), dimensions=("unit",), order=636,
    source=_DEFECTS, meaning="发现的问题中复核合格、已经销号的，按发现日计入。",
)  # fmt: skip
rectified = ratio(
    "waste_sorting.rectified", "整改率",
    of=("waste_sorting.defects_settled", "waste_sorting.defects_found"), unit="%",
    percent=True, scale=1, order=630, source=_DEFECTS,
    meaning="已销号问题÷发现问题，按发现日计入。",
)  # fmt: skip
defects_in_time = count(
    "waste_sorting.defects_in_time", "按时整改", over=defects, at="found_at",
    unit="个", where=(Equals("in_time", ("yes",)),), dimensions=("unit",), order=640,
    source=_DEFECTS, meaning="在时限以前反馈、复核合格的问题，按发现日计入。",
)  # fmt: skip
defects_left = level(
    "waste_sorting.defects_left", "未销号问题", over=defects, unit="个",
    where=(Given("left"),), order=645, source=_DEFECTS,
    meaning="统计期末还没有复核合格的问题。",
)  # fmt: skip

ALL = (
    inspected, mean_score, score_total, accuracy, sampled, accurate, rectified,
    defects_found, defects_settled, defects_in_time, defects_left,
)  # fmt: skip
