"""Who runs the cars of a new site, by the kind of office (单位模板)."""

from __future__ import annotations

from houqin.core.registry.blueprints import Office, Place


def _dispatchers(places: int) -> Place:
    return Place("车辆调度员", places, ("dispatcher",))


def _drivers(places: int) -> Place:
    return Place("驾驶员", places, ("driver",))


_FLEET = Office("机关车队", "车队", posts=(_drivers(30),))
_GARAGE = Office("机关汽车服务中心", "车服中心", posts=(_drivers(60),))
ALL = (
    ("county", Office(
        "公务用车股", "用车股", posts=(_dispatchers(1), _drivers(12))
    )),
    ("city", Office(
        "公务用车管理科", "用车科",
        posts=(Place("科长", 1), _dispatchers(2)), below=(_FLEET,),
    )),
    ("province", Office(
        "公务用车管理处", "用车处",
        posts=(Place("处长", 1), _dispatchers(3)), below=(_GARAGE,),
    )),
)  # fmt: skip
