"""超标整改台账."""

from __future__ import annotations

from houqin.core.model.rectified_rows import item_columns, keep_items
from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.over_standard import OverStandard, WayOut

over_standards = Ledger(
    "buildings.over_standards",
    "超标整改台账",
    per=OverStandard,
    columns=[
        Column(
            "room", "房间", types.ref("buildings.Room"), filter=True, primary=True
        ),
        Column("occupant", "使用人", types.ref("core.Person"), filter=True),
        Column("rank", "职务职级", types.ref("buildings.Rank"), filter=True),
        Column("area", "使用面积", AREA),
        Column("standard", "标准面积", AREA),
        Column("over", "超标面积", AREA, total=True, primary=True),
        Column("found_at", "发现时间", types.instant(), filter=True),
        Column("way", "整改方式", types.choice(WayOut), filter=True, primary=True),
        Column("plan", "整改方案", types.text(), paper=False),
        Column("filing", "备案文号", types.text()),
        *item_columns(),
    ],
    period="found_at",
    title_column="matter",
)  # fmt: skip
keep_items(over_standards, "room", "occupant", "rank", "area", "standard", "over")
over_standards.carry(OverStandard.Opened, found_at=occurred_at)
over_standards.on(OverStandard.WayChosen, "way", "plan", "filing")

ALL = (over_standards,)
