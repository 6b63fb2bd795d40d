"""网报材料台账."""

from __future__ import annotations

from typing import Any

from houqin.core.model.rectified_rows import IN_TIME, InTime, in_time
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import constant, occurred_at
from houqin.core.schema import types
from houqin.plugins.civilized_city.online_item import OnlineItem

_person = types.ref("core.Person")

online_items = Ledger(
    "civilized_city.online_items",
    "网报材料台账",
    per=OnlineItem,
    columns=[
        Column("number", "项目编号", types.text(), filter=True, primary=True),
        Column("name", "材料名称", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("table", "任务表", types.text(), filter=True),
        Column("indicator", "对应测评指标", types.ref("civilized_city.Indicator"),
               filter=True, paper=False),
        Column("unit", "责任单位", types.ref("core.Department"), filter=True),
        Column("person", "责任人", _person, filter=True, primary=True),
        Column("naming", "命名规则", types.text(), paper=False),
        Column("largest", "单个文件上限", types.integer("MB"), paper=False),
        Column("assigned_at", "分解时间", types.instant(), filter=True),
        Column("deadline", "提交时限", types.instant(), filter=True, primary=True),
        Column("collected_at", "报送时间", types.instant()),
        Column("files", "材料", types.integer("份"), total=True),
        Column("rounds", "补正次数", types.integer("次"), total=True),
        Column("supplement", "补正要求", types.text(), paper=False),
        Column("filed_at", "提交时间", types.instant(), filter=True),
        Column("filing", "平台回执号", types.text(), filter=True),
        IN_TIME,
        Column("decided_at", "采用时间", types.instant(), filter=True),
        Column("remark", "备注", types.text(), paper=False),
        Column("outstanding", "未按时", types.integer(), hidden=True),
    ],
    period="assigned_at",
    title_column="name",
    numbered=True,
)  # fmt: skip
online_items.on(
    OnlineItem.Assigned, "number", "name", "table", "indicator", "unit", "person",
    "naming", "largest", "deadline", assigned_at=occurred_at, outstanding=constant(1),
)  # fmt: skip
online_items.on(OnlineItem.Collected, collected_at=occurred_at)
online_items.on(OnlineItem.SentBack, "supplement")
online_items.on(OnlineItem.Filed, "filing")
online_items.on(OnlineItem.Adopted, "remark", decided_at=occurred_at)
online_items.on(OnlineItem.Declined, decided_at=occurred_at)


@online_items.reduce(OnlineItem.Collected)
def _collected(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """The files of this round."""
    row["files"] = len(event.payload["files"])
    return row


@online_items.reduce(OnlineItem.SentBack)
def _sent_back(row: dict[str, Any], _event: Any) -> dict[str, Any]:
    """One more round of 补正."""
    row["rounds"] = (row.get("rounds") or 0) + 1
    return row


@online_items.reduce(OnlineItem.Filed)
def _filed(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """What was submitted in time stays so, whatever the platform asks for later."""
    row["filed_at"] = row.get("filed_at") or event.occurred
    row["in_time"] = in_time(row, "filed_at", "deadline", event)
    row["outstanding"] = None if row["in_time"] == InTime.YES else 1
    return row


ALL = (online_items,)
