"""Who does the work of 办公用房 in a new site, by the kind of office (单位模板)."""

from __future__ import annotations

from houqin.core.registry.blueprints import Office, Place
from houqin.plugins.buildings.permissions import room_keeper


def _staff(places: int) -> Place:
    return Place("资产与用房管理员", places, (room_keeper.code,))


ALL = (
    ("county", Office("房产管理股", "房产股", posts=(_staff(2),))),
    ("city", Office("房地产管理科", "房产科", posts=(Place("科长", 1), _staff(3)))),
    ("province", Office("房地产管理处", "房产处", posts=(Place("处长", 1), _staff(4)))),
)
