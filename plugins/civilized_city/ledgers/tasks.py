"""网格任务台账."""

from __future__ import annotations

from typing import Any

from houqin.core.model.rectified_rows import IN_TIME, in_time
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.plugins.civilized_city.fields import TaskKind
from houqin.plugins.civilized_city.grid_task import GridTask

_person = types.ref("core.Person")

tasks = Ledger(
    "civilized_city.tasks",
    "网格任务台账",
    per=GridTask,
    columns=[
        Column("serial", "编号", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("area", "网格", types.ref("civilized_city.GridArea"), filter=True,
               primary=True),
        Column("kind", "任务类别", types.choice(TaskKind), filter=True),
        Column("task", "任务内容", types.text(), filter=True, primary=True),
        Column("demand", "任务要求", types.text()),
        Column("indicator", "对应测评指标", types.ref("civilized_city.Indicator"),
               filter=True, paper=False),
        Column("issued_at", "下达时间", types.instant(), filter=True),
        Column("unit", "责任单位", types.ref("core.Department"), filter=True),
        Column("person", "责任人", _person, filter=True, primary=True),
        Column("deadline", "完成时限", types.instant(), filter=True, primary=True),
        Column("reported_at", "上报时间", types.instant()),
        Column("result", "完成情况", types.long_text()),
        Column("photos", "照片", types.integer("张"), total=True),
        Column("returns", "退回次数", types.integer("次"), total=True),
        Column("closed_at", "销号时间", types.instant(), filter=True),
        Column("opinion", "核验意见", types.text(), paper=False),
        IN_TIME,
    ],
    period="issued_at",
    title_column="serial",
)  # fmt: skip
tasks.on(
    GridTask.Issued, "serial", "area", "kind", "task", "demand", "indicator", "unit",
    "deadline", issued_at=occurred_at,
)  # fmt: skip
tasks.on(GridTask.Assigned, "person")
tasks.on(GridTask.Reported, "result", reported_at=occurred_at)
tasks.on(GridTask.Verified, "opinion", closed_at=occurred_at)


@tasks.reduce(GridTask.Reported)
def _reported(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """The photos of this report; those of one that was sent back stay in 办理经过."""
    row["photos"] = len(event.payload.get("photos") or ())
    return row


@tasks.reduce(GridTask.Returned)
def _returned(row: dict[str, Any], _event: Any) -> dict[str, Any]:
    """One more time."""
    row["returns"] = (row.get("returns") or 0) + 1
    return row


@tasks.reduce(GridTask.Verified)
def _verified(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """按时 is what was reported in time and then verified."""
    row["in_time"] = in_time(row, "reported_at", "deadline", event)
    return row


ALL = (tasks,)
