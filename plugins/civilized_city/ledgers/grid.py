"""网格责任台账, 测评指标."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import constant
from houqin.core.schema import types
from houqin.plugins.civilized_city.fields import AreaKind, Method
from houqin.plugins.civilized_city.grid_area import GridArea
from houqin.plugins.civilized_city.indicator import Indicator

_TASKS = "civilized_city.tasks"

grid_areas = Ledger(
    "civilized_city.grid_areas",
    "网格责任台账",
    per=GridArea,
    columns=[
        Column("code", "网格编号", types.text(), filter=True, primary=True),
        Column("name", "网格", types.text(), filter=True, primary=True),
        Column("kind", "类别", types.choice(AreaKind), filter=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("scope", "范围", types.text(), filter=True),
        Column("buildings", "楼栋", types.integer("栋"), total=True),
        Column("unit", "责任单位", types.ref("core.Department"), filter=True,
               primary=True),
        Column("person", "责任人", types.ref("core.Person"), filter=True,
               primary=True),
        Column("goal", "目标", types.text()),
        Column("standard", "标准", types.text()),
        Column("term", "时限", types.day(), filter=True),
        Column("tasks", "任务", types.integer("项"), paper=False,
               looked_up=LookedUp(_TASKS, "area", "", "count")),
    ],
    title_column="name",
    sort="code",
    numbered=True,
)  # fmt: skip
grid_areas.on(
    GridArea.Registered, "code", "name", "kind", "scope", "buildings", "goal",
    "standard", "term",
)  # fmt: skip
grid_areas.on(GridArea.Assigned, "unit", "person")
grid_areas.on(GridArea.Released, person=constant(None))

indicators = Ledger(
    "civilized_city.indicators",
    "测评指标",
    per=Indicator,
    columns=[
        Column("edition", "指标体系", types.text(), filter=True),
        Column("code", "指标编号", types.text(), filter=True, primary=True),
        Column("name", "指标内容", types.text(), filter=True, primary=True),
        Column("parent", "上级编号", types.text(), filter=True),
        Column("method", "测评方式", types.choice(Method), filter=True, primary=True),
        Column("weight", "分值", types.quantity("分", 2)),
        Column("criterion", "测评标准", types.long_text()),
        Column("valid_from", "启用日期", types.day(), filter=True),
        Column("valid_until", "停用日期", types.day(), filter=True),
        Column("status", "状态", types.state(), filter=True),
        Column("label", "指标", types.text(), hidden=True),
    ],
    title_column="label",
    sort="code",
)
indicators.on(
    Indicator.Listed, "edition", "code", "name", "parent", "method", "weight",
    "criterion", "valid_from",
)  # fmt: skip
indicators.on(Indicator.Ended, "valid_until")


@indicators.reduce(Indicator.Listed)
def _labelled(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """What a pick list and a paper call it: 2.3.1 环境卫生."""
    row["label"] = f"{event.payload['code']} {event.payload['name']}"
    return row


ALL = (grid_areas, indicators)
