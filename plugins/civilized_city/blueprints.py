"""Who does the work of 文明创建 in a new site, by the kind of office (单位模板)."""

from __future__ import annotations

from houqin.core.registry.blueprints import Office, Place
from houqin.plugins.civilized_city.permissions import officer


def _staff(places: int) -> Place:
    return Place("创城网格员", places, (officer.code,))


ALL = (
    ("county", Office("综合股", "综合股", posts=(_staff(1),))),
    ("city", Office("办公室", "办公室", posts=(_staff(2),))),
    ("province", Office("办公室", "办公室", posts=(_staff(2),))),
)
