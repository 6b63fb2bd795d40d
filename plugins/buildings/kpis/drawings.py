"""How many drawings came into force, and how many floors that is of all."""

from __future__ import annotations

from houqin.core.projection.kpi import count, distinct, level, ratio
from houqin.plugins.buildings.ledgers.drawings import drawings
from houqin.plugins.buildings.ledgers.estate import floors

updated_drawings = count(
    "buildings.updated_drawings", "更新图纸", over=drawings, at="in_force_at",
    unit="幅", order=310, source="平面图",
    meaning="期内审核通过并生效的图纸幅数；上传未审核、退回和作废的不计。",
)  # fmt: skip
floors_updated = distinct(
    "buildings.floors_updated", "更新图纸的楼层", over=drawings, column="floor",
    at="in_force_at", unit="层", order=320, source="平面图",
    meaning="期内有图纸生效的楼层数，一层生效多幅的计一次。",
)  # fmt: skip
floor_count = level(
    "buildings.floor_count", "楼层数", over=floors, unit="层", order=330,
    source="楼层台账", meaning="截止日在册的楼层数。",
)  # fmt: skip
drawing_rate = ratio(
    "buildings.drawing_rate", "图纸更新率",
    of=("buildings.floors_updated", "buildings.floor_count"),
    unit="%", percent=True, scale=1, order=300, source="平面图、楼层台账",
    meaning="期内更新图纸的楼层数÷截止日楼层数。",
)  # fmt: skip

ALL = (updated_drawings, floors_updated, floor_count, drawing_rate)
