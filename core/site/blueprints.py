"""The three kinds of office that core knows; a plugin may declare more.

Who does a module's work stands in the module: it joins these (``add_to_blueprint``).
"""

from __future__ import annotations

from houqin.core.registry.blueprints import Blueprint, Office, Place

_DIRECTOR = Place("主任", 1, ("director",))
_DEPUTY = Place("副主任", 2, ("leader",))
_UNIT_POSTS = (
    Place("单位审批人", 1, ("reviewer",)),
    Place("单位经办人", 1, ("clerk",)),
)


def _leading(name: str, short: str) -> Office:
    return Office(name, short, "leading", _UNIT_POSTS)


_FOUR = ("县委办公室", "县人大常委会办公室", "县人民政府办公室", "县政协办公室")

COUNTY = Blueprint(
    "county",
    "县级机关后勤服务中心",
    "后勤事务由一个中心办理，下设股室。",
    posts=(_DIRECTOR, _DEPUTY),
    offices=(
        Office("综合股", "综合股", posts=(Place("综合文秘", 2), Place("财务", 1))),
        Office("公共机构节能股", "节能股", posts=(Place("节能统计员", 1),)),
        Office("会务接待股", "会务股", posts=(Place("会务员", 2), Place("接待员", 2))),
    ),
    units=tuple(_leading(name, name.removeprefix("县")) for name in _FOUR),
)
CITY = Blueprint(
    "city",
    "市级机关后勤服务中心",
    "下设科室，市直各部门的后勤事务由中心统一办理。",
    posts=(_DIRECTOR, Place("副主任", 3, ("leader",))),
    offices=(
        Office("办公室", "办公室", posts=(
            Place("办公室主任", 1), Place("综合文秘", 3), Place("财务", 2),
        )),
        Office("公共机构节能科", "节能科", posts=(
            Place("科长", 1), Place("节能统计员", 2),
        )),
        Office("会务服务科", "会务科", posts=(
            Place("科长", 1), Place("会务员", 4), Place("接待员", 3),
        )),
        Office("安全保卫科", "保卫科", posts=(Place("保卫科长", 1), Place("保安", 10))),
    ),
    units=tuple(
        _leading(name.replace("县", "市"), name.removeprefix("县")) for name in _FOUR
    ),
)  # fmt: skip
PROVINCE = Blueprint(
    "province",
    "省级机关事务管理局",
    "下设处室和服务中心，按等保三级设三员。",
    settings={"core.accounts": {"protection_level": "3"}},
    posts=(
        Place("局长", 1, ("director",)),
        Place("副局长", 4, ("leader",)),
    ),
    offices=(
        Office("办公室", "办公室", posts=(
            Place("办公室主任", 1), Place("综合文秘", 4),
        )),
        Office("财务处", "财务处", posts=(Place("处长", 1), Place("财务", 4))),
        Office("公共机构节能管理处", "节能处", posts=(
            Place("处长", 1), Place("节能统计员", 3),
        )),
        Office("会议接待处", "会议处", posts=(
            Place("处长", 1), Place("会务员", 6), Place("接待员", 4),
        )),
        Office("安全保卫处", "保卫处", posts=(
            Place("处长", 1), Place("保安", 20),
        )),
    ),
    units=tuple(
        _leading(name.replace("县", "省"), name.removeprefix("县")) for name in _FOUR
    ),
)  # fmt: skip

BLUEPRINTS = (COUNTY, CITY, PROVINCE)
