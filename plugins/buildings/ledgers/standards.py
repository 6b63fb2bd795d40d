"""面积标准, 职务职级: as they stand, with what they were before in 办理经过."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.schema import types
from houqin.plugins.buildings.area_table import Level
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.standard import AreaGrade, Rank

grades = Ledger(
    "buildings.grades",
    "面积标准",
    per=AreaGrade,
    columns=[
        Column("name", "面积档", types.text(), filter=True, primary=True),
        Column("level", "机关级别", types.choice(Level), filter=True),
        Column("limit", "每人使用面积上限", AREA, primary=True),
        Column("since", "生效日期", types.day(), filter=True, primary=True),
        Column("document", "依据文号", types.text(), filter=True),
    ],
    title_column="name",
    sort="-limit",
)
grades.on(AreaGrade.Set, "name", "level", "limit", "since", "document")
grades.on(AreaGrade.Changed, "limit", "since", "document")

ranks = Ledger(
    "buildings.ranks",
    "职务职级",
    per=Rank,
    columns=[
        Column("name", "职务职级", types.text(), filter=True, primary=True),
        Column(
            "grade", "面积档", types.ref("buildings.AreaGrade"), filter=True,
            primary=True,
        ),
        Column("leader", "领导职务", types.boolean(), filter=True, primary=True),
        Column("since", "生效日期", types.day(), filter=True),
        Column("status", "状态", types.state(), filter=True),
    ],
    title_column="name",
    sort="name",
)  # fmt: skip
ranks.on(Rank.Registered, "name", "grade", "leader", "since")
ranks.on(Rank.Regraded, "grade", "leader", "since")

ALL = (grades, ranks)
