"""《党政机关办公用房建设标准》 (发改投资〔2014〕2674号): usable area a person, 0.01 m².

It took the place of the table of 1999, which must not be used. What a township may have
is set by its province, within what a county's deputy has.
"""

from __future__ import annotations

from typing import NamedTuple

from houqin.core.schema import types

DOCUMENT = "发改投资〔2014〕2674号"


class Level(types.Choice):
    """机关级别."""

    CENTRAL = "central", "中央机关"
    PROVINCE = "province", "省级机关"
    CITY = "city", "市级机关"
    COUNTY = "county", "县级机关"
    TOWNSHIP = "township", "乡级机关"


class Row(NamedTuple):
    """A grade, its limit, the leading posts and the ranks that have it."""

    grade: str
    limit: int
    leaders: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ()


TABLE: dict[Level, tuple[Row, ...]] = {
    Level.CENTRAL: (
        Row("部级正职", 5400, ("部级正职",)),
        Row("部级副职", 4200, ("部级副职",)),
        Row("正司（局）级", 2400, ("正司（局）级",)),
        Row("副司（局）级", 1800, ("副司（局）级",)),
        Row("处级", 1200, ("处级",)),
        Row("处级以下", 900, (), ("处级以下",)),
    ),
    Level.PROVINCE: (
        Row("省级正职", 5400, ("省级正职",)),
        Row("省级副职", 4200, ("省级副职",)),
        Row("正厅（局）级", 3000, ("正厅（局）级",)),
        Row("副厅（局）级", 2400, ("副厅（局）级",)),
        Row("正处级", 1800, ("正处级",)),
        Row("副处级", 1200, ("副处级",)),
        Row("处级以下", 900, (), ("处级以下",)),
    ),
    Level.CITY: (
        Row("市级正职", 4200, ("市级正职",)),
        Row("市级副职", 3000, ("市级副职",)),
        Row("正局（处）级", 2400, ("正局（处）级",)),
        Row("副局（处）级", 1800, ("副局（处）级",)),
        Row("局（处）级以下", 900, (), ("局（处）级以下",)),
    ),
    Level.COUNTY: (
        Row("县级正职", 3000, ("县级正职",)),
        Row("县级副职", 2400, ("县级副职",)),
        Row("正科级", 1800, ("正科级领导",)),
        Row("副科级", 1200, ("副科级领导",)),
        Row("科级以下", 900, (), ("调研员职级", "主任科员职级", "科员及以下")),
    ),
    Level.TOWNSHIP: (
        Row("乡级正职", 2400, ("乡级正职",)),
        Row("乡级副职", 1800, ("乡级副职",)),
        Row("乡级以下", 900, (), ("乡级以下",)),
    ),
}
