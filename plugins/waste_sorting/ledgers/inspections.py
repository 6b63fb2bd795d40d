"""检查评分台账, 评分明细, 整改台账, 通报台账, 通报排名, 评分表."""

from __future__ import annotations

from typing import Any

from houqin.core.model.rectified_rows import item_columns, keep_items
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import constant, field, occurred_at, stream
from houqin.core.schema import types
from houqin.plugins.waste_sorting.bulletin import Bulletin
from houqin.plugins.waste_sorting.defect import Defect
from houqin.plugins.waste_sorting.fields import UNIT
from houqin.plugins.waste_sorting.inspection import INSPECTION, Inspection
from houqin.plugins.waste_sorting.score_sheet import SHEET, ScoreSheet

_department = types.ref("core.Department")
_points, _bags = types.quantity("分", 1), types.integer("袋")

sheets = Ledger(
    "waste_sorting.sheets",
    "评分表",
    per=ScoreSheet,
    columns=[
        Column("name", "评分表", types.text(), filter=True, primary=True),
        Column("since", "启用日期", types.day(), filter=True, primary=True),
        Column("lines", "评分项目", types.integer("项"), primary=True),
    ],
    title_column="name",
    sort="-since",
)
sheets.on(ScoreSheet.Set, "name", "since")


@sheets.reduce(ScoreSheet.Set)
def _lines(row: dict[str, Any], event: Any) -> dict[str, Any]:
    row["lines"] = len(event.payload["items"])
    return row


sheet_items = Ledger(
    "waste_sorting.sheet_items",
    "评分表项目",
    per=ScoreSheet,
    kind="event",
    items="items",
    columns=[
        Column("sheet", "评分表", types.ref(SHEET), filter=True),
        Column("since", "启用日期", types.day(), filter=True),
        Column("section", "部分", types.text(), filter=True, primary=True),
        Column("item", "评分项目", types.text(), primary=True),
        Column("points", "分值", _points, primary=True),
    ],
    title_column="item",
    sort="-since",
)
sheet_items.on(ScoreSheet.Set, "since", sheet=stream)

inspections = Ledger(
    "waste_sorting.inspections",
    "检查评分台账",
    per=Inspection,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("round", "检查批次", types.text(), filter=True, primary=True),
        Column("department", "单位", _department, filter=True, primary=True),
        Column("planned_on", "计划日期", types.day(), filter=True),
        Column("scored_at", "检查时间", types.instant(), filter=True, primary=True),
        Column("inspectors", "检查人", types.refs("core.Person")),
        Column("score", "得分", _points, primary=True),
        Column("found", "问题数", types.integer("个"), total=True),
        Column("sampled", "抽查袋（桶）数", _bags, total=True),
        Column("accurate", "投放准确袋（桶）数", _bags, total=True),
        Column("signer", "签字人", types.ref("core.Person"), filter=True),
        Column("opinion", "单位意见", types.text()),
        Column("sheet", "评分表", types.ref(SHEET), paper=False),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("unit", "分类单位", types.ref(UNIT), hidden=True),
    ],
    period="planned_on",
    title_column="serial",
)
inspections.on(
    Inspection.Planned, "serial", "round", "department", "planned_on", "inspectors",
    "unit",
)  # fmt: skip
inspections.on(
    Inspection.Scored, "score", "found", "sampled", "accurate", "sheet",
    scored_at=occurred_at,
)  # fmt: skip
inspections.on(Inspection.Signed, "signer", "opinion")

scores = Ledger(
    "waste_sorting.scores",
    "评分明细",
    per=Inspection,
    kind="event",
    items="scores",
    columns=[
        Column("inspection", "检查", types.ref(INSPECTION), filter=True),
        Column("department", "单位", _department, filter=True, primary=True),
        Column("scored_at", "检查时间", types.instant(), filter=True),
        Column("item", "评分项目", types.text(), filter=True, primary=True),
        Column("points", "分值", _points, total=True),
        Column("score", "得分", _points, total=True, primary=True),
        Column("why", "扣分原因", types.text(), primary=True),
    ],
    period="scored_at",
    title_column="item",
)
scores.carry(Inspection.Planned, "department")
scores.on(Inspection.Scored, inspection=stream, scored_at=occurred_at)

defects = Ledger(
    "waste_sorting.defects",
    "整改台账",
    per=Defect,
    columns=[
        Column("inspection", "检查", types.ref(INSPECTION), filter=True, primary=True),
        Column("found_at", "发现时间", types.instant(), filter=True),
        *item_columns(),
        Column("settled", "已销号", types.integer(), hidden=True),
        Column("left", "未销号", types.integer(), hidden=True),
        Column("sorting_unit", "分类单位", types.ref(UNIT), hidden=True),
    ],
    period="found_at",
    title_column="matter",
)
keep_items(defects, "inspection", "sorting_unit")
defects.on(Defect.Opened, found_at=occurred_at, left=constant(1))


@defects.reduce(Defect.Rechecked)
def _settled(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """合格 settles it."""
    passed = event.payload["verdict"] == "passed"
    row["settled"], row["left"] = (1, None) if passed else (None, 1)
    return row


bulletins = Ledger(
    "waste_sorting.bulletins",
    "通报台账",
    per=Bulletin,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("name", "标题", types.text(), filter=True, primary=True),
        Column("published_at", "通报时间", types.instant(), filter=True, primary=True),
        Column("first", "检查起始日期", types.day(), filter=True),
        Column("last", "检查截止日期", types.day(), filter=True),
        Column("inspected", "检查单位", types.integer("家"), total=True),
        Column("mean", "平均得分", _points, primary=True),
        Column("defects", "发现问题", types.integer("个"), total=True),
        Column("text", "通报内容", types.long_text(), paper=False),
    ],
    period="published_at",
    title_column="name",
)
bulletins.on(
    Bulletin.Published, "serial", "name", "first", "last", "inspected", "mean",
    "defects", "text", published_at=occurred_at,
)  # fmt: skip

ranking = Ledger(
    "waste_sorting.ranking",
    "通报排名",
    per=Bulletin,
    kind="event",
    items="ranking",
    columns=[
        Column("bulletin", "通报", types.ref("waste_sorting.Bulletin"), filter=True),
        Column("rank", "名次", types.integer(), primary=True),
        Column("department", "单位", _department, filter=True, primary=True),
        Column("score", "得分", _points, primary=True),
        Column("found", "问题数", types.integer("个"), total=True),
        Column("published_at", "通报时间", types.instant(), filter=True),
        Column("inspection", "检查", types.ref(INSPECTION), paper=False),
    ],
    period="published_at",
    title_column="department",
    sort="rank",
)
ranking.on(
    Bulletin.Published, bulletin=stream, published_at=occurred_at,
    rank=field("rank"),
)  # fmt: skip

ALL = (
    inspections, scores, defects, bulletins, ranking, sheets, sheet_items,
)  # fmt: skip
