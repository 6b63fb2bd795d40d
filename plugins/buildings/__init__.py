"""办公用房: compounds to rooms, who has them, and whether that is by the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.plugins.buildings import plans, reminders
from houqin.plugins.buildings.building import Building
from houqin.plugins.buildings.compound import Compound
from houqin.plugins.buildings.drawing import Drawing
from houqin.plugins.buildings.floor import Floor
from houqin.plugins.buildings.inspection import Defect, Inspection
from houqin.plugins.buildings.lease import Lease
from houqin.plugins.buildings.occupancy import Occupancy
from houqin.plugins.buildings.over_standard import OverStandard
from houqin.plugins.buildings.permissions import ROOM_KEEPER, BuildingsPermission
from houqin.plugins.buildings.property_cert import PropertyCert
from houqin.plugins.buildings.quota import UnitQuota
from houqin.plugins.buildings.room import Room
from houqin.plugins.buildings.room_allocation import RoomAllocation
from houqin.plugins.buildings.sign import Sign
from houqin.plugins.buildings.staff_change import StaffChange
from houqin.plugins.buildings.standard import AreaGrade, Rank
from houqin.plugins.buildings.stat_report import StatReport
from houqin.plugins.buildings.unit_report import UnitReport

if TYPE_CHECKING:
    from pyramid.config import Configurator

NAME, TITLE, VERSION = "buildings", "办公用房", "0.1.0"
AGGREGATES = (
    Compound,
    Building,
    Floor,
    Room,
    UnitQuota,
    AreaGrade,
    Rank,
    RoomAllocation,
    Occupancy,
    StaffChange,
    OverStandard,
    Drawing,
    Lease,
    Inspection,
    Defect,
    PropertyCert,
    Sign,
    StatReport,
    UnitReport,
)
_SEE, _ESTATE = BuildingsPermission.SEE, BuildingsPermission.SEE_ESTATE
_WHO = BuildingsPermission.SEE_PEOPLE
_FILES, _INSPECTED, _BOOKS = "房屋档案", "监督整改", "用房台账"
_STATS, _RULES = "信息统计报告", "标准和核定"
#: Title, page, right, and the section it is folded under:
#: 登记 -> 办理 -> 档案 -> 整改 -> 台账 -> 指标 -> 设置.
MENU = (
    ("用房调配", "allocations", _SEE, ""),
    ("人员使用", "occupancies", _WHO, ""),
    ("人事变动", "staff_changes", _WHO, ""),
    ("出租和租用", "leases", _SEE, ""),
    ("房间明细", "rooms", _SEE, _FILES),
    ("院落", "compounds", _ESTATE, _FILES),
    ("楼座", "buildings", _ESTATE, _FILES),
    ("楼层", "floors", _ESTATE, _FILES),
    ("平面图", "drawings", _ESTATE, _FILES),
    ("权属证照", "property_certs", _ESTATE, _FILES),
    ("标牌", "signs", _SEE, _FILES),
    ("超标整改", "over_standards", _SEE, _INSPECTED),
    ("巡检", "inspections", _ESTATE, _INSPECTED),
    ("巡检问题整改", "defects", _SEE, _INSPECTED),
    ("办公用房台账（打印）", "books/estate", BuildingsPermission.COLLECT, _BOOKS),
    ("使用单位基本情况", "units", _SEE, _BOOKS),
    ("使用功能细化", "functions", _SEE, _BOOKS),
    ("腾退台账", "vacatings", _SEE, _BOOKS),
    ("领导干部用房备案", "leaders", _WHO, _BOOKS),
    ("用房信息统计", "unit_reports", _SEE, _STATS),
    ("统计报告", "stat_reports", BuildingsPermission.COLLECT, _STATS),
    ("指标", "kpis", _SEE, ""),
    ("工作总结", "report", _SEE, ""),
    ("单位核定面积", "quotas", _SEE, _RULES),
    ("面积标准", "grades", _ESTATE, _RULES),
    ("职务职级", "ranks", _ESTATE, _RULES),
)


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin(
        NAME, TITLE, VERSION, "院落到房间、调配、使用、超标整改、统计", order=20
    )
    config.add_role(*ROOM_KEEPER, like="keeper")
    config.add_aggregate(*AGGREGATES)
    config.add_modules(NAME)
    config.add_alert(*reminders.ALL)
    config.add_record_tab(*plans.TABS)
    config.add_menu(NAME, MENU)
