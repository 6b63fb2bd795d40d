"""四类清运量, 可回收物占比, 人均产生量."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.kpi import Equals, level, ratio, total
from houqin.plugins.waste_sorting.fields import Category
from houqin.plugins.waste_sorting.ledgers.collection import collections
from houqin.plugins.waste_sorting.ledgers.units import units

if TYPE_CHECKING:
    from houqin.core.projection.kpi import Kpi

_LEDGER = "清运台账"


def _weight(name: str, title: str, meaning: str, order: int, **more: Any) -> Kpi:
    return total(
        f"waste_sorting.{name}", title, over=collections, column="weight",
        at="collected_on", unit="公斤", scale=1, dimensions=("carrier", "department"),
        order=order, source=_LEDGER, meaning=meaning, **more,
    )  # fmt: skip


def _of(category: Category, order: int) -> Kpi:
    return _weight(
        category.value, f"{category.title}清运量",
        f"清运台账中{category.title}的重量之和，按清运日计入；没有过磅的按桶数折算。",
        order, where=(Equals("category", (category,)),),
    )  # fmt: skip


recyclable, food, hazardous, other = (
    _of(Category.RECYCLABLE, 660), _of(Category.FOOD, 665),
    _of(Category.HAZARDOUS, 670), _of(Category.OTHER, 675),
)  # fmt: skip
weight = _weight(
    "weight", "清运总量", "清运台账中四类垃圾的重量之和，按清运日计入。", 655
)
recyclable_share = ratio(
    "waste_sorting.recyclable_share", "可回收物占比",
    of=("waste_sorting.recyclable", "waste_sorting.weight"), unit="%", percent=True,
    scale=1, order=650, source=_LEDGER, meaning="可回收物清运量÷清运总量。",
)  # fmt: skip
people = level(
    "waste_sorting.people", "已开展单位人数", over=units, column="people", unit="人",
    where=(Equals("state", ("enrolled",)),), order=685, source="分类单位台账",
    meaning="统计期末已开展分类的单位人数之和。",
)  # fmt: skip
per_head = ratio(
    "waste_sorting.per_head", "人均产生量",
    of=("waste_sorting.weight", "waste_sorting.people"), unit="公斤", scale=1,
    order=680, source=_LEDGER, meaning="清运总量÷已开展单位人数。",
)  # fmt: skip

ALL = (
    recyclable_share, weight, recyclable, food, hazardous, other, per_head, people,
)  # fmt: skip
