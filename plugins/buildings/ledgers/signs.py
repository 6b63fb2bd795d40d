"""标牌台账."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.schema import types
from houqin.plugins.buildings.sign import Sign, SignKind

signs = Ledger(
    "buildings.signs",
    "标牌台账",
    per=Sign,
    columns=[
        Column("wording", "标牌内容", types.text(), filter=True, primary=True),
        Column("kind", "类别", types.choice(SignKind), filter=True, primary=True),
        Column("building", "楼座", types.ref("buildings.Building"), filter=True,
               primary=True),
        Column("spot", "悬挂位置", types.text(), filter=True),
        Column("room", "房间", types.ref("buildings.Room"), filter=True),
        Column("unit", "所属单位", types.ref("core.Department"), filter=True),
        Column("material", "规格材质", types.text()),
        Column("posted_on", "悬挂日期", types.day(), filter=True),
        Column("changed_on", "变更日期", types.day()),
        Column("removed_on", "拆除日期", types.day()),
        Column("status", "状态", types.state(), filter=True, primary=True),
    ],
    period="posted_on",
    title_column="wording",
    numbered=True,
)  # fmt: skip
signs.on(
    Sign.Posted, "wording", "kind", "building", "spot", "room", "unit", "material",
    "posted_on",
)  # fmt: skip
signs.on(Sign.Changed, "wording", "changed_on")
signs.on(Sign.Removed, "removed_on")

ALL = (signs,)
