"""Who does the work of 垃圾分类 in a new site, by the kind of office (单位模板)."""

from __future__ import annotations

from houqin.core.registry.blueprints import Office, Place
from houqin.plugins.waste_sorting.permissions import officer


def _staff(places: int) -> Place:
    return Place("垃圾分类专管员", places, (officer.code,))


ALL = (
    ("county", Office("公共机构节能股", "节能股", posts=(_staff(1),))),
    ("city", Office("公共机构节能科", "节能科", posts=(_staff(1),))),
    ("province", Office("公共机构节能管理处", "节能处", posts=(_staff(2),))),
)
