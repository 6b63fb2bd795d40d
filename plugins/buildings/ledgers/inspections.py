"""巡检, and what it found one by one."""

from __future__ import annotations

from houqin.core.model.rectified_rows import item_columns, keep_items
from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.inspection import Defect, Inspection

_problems = types.integer("个")

inspections = Ledger(
    "buildings.inspections",
    "巡检台账",
    per=Inspection,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("scope", "巡检内容", types.text(), filter=True, primary=True),
        Column("buildings", "巡检楼座", types.refs("buildings.Building")),
        Column("inspector", "巡检人", types.ref("core.Person"), filter=True,
               primary=True),
        Column("planned_at", "计划时间", types.instant(), filter=True, paper=False),
        Column("planned_for", "计划完成时间", types.instant(), filter=True),
        Column("done_at", "检查时间", types.instant(), filter=True),
        Column("summary", "巡检情况", types.long_text()),
        Column("found", "发现问题", _problems, total=True, primary=True),
        Column("settled", "已销号问题", _problems, looked_up=LookedUp(
            "buildings.defects", "inspection", "number", "count", state="passed")),
        Column("closed_at", "销号时间", types.instant(), filter=True),
    ],
    period="planned_at",
    title_column="serial",
    watched=(("state", "planned"),),
)  # fmt: skip
inspections.on(
    Inspection.Planned, "serial", "scope", "buildings", "inspector", "planned_for",
    planned_at=occurred_at,
)  # fmt: skip
inspections.on(Inspection.Done, "summary", "found", done_at=occurred_at)
inspections.on(Inspection.Settled, closed_at=occurred_at)


@inspections.reduce(Inspection.Done)
def _done(row: dict[str, object], event: object) -> dict[str, object]:
    """Without a problem it is closed with the look itself."""
    closed = event.payload["outcome"] == "closed"  # type: ignore[attr-defined]  # an event
    row["closed_at"] = event.occurred if closed else None  # type: ignore[attr-defined]  # the same
    return row


@inspections.reduce(Inspection.Unsettled)
def _unsettled(row: dict[str, object], _event: object) -> dict[str, object]:
    """It goes on."""
    row["closed_at"] = None
    return row


defects = Ledger(
    "buildings.defects",
    "巡检问题整改",
    per=Defect,
    columns=[
        Column("inspection", "巡检", types.ref("buildings.Inspection"), filter=True,
               primary=True),
        Column("room", "房间", types.ref("buildings.Room"), filter=True),
        *item_columns(),
    ],
    period="deadline",
    title_column="matter",
)  # fmt: skip
keep_items(defects, "inspection", "room")

ALL = (inspections, defects)
