"""公务用车: vehicles, drivers, requests and trips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.plugins.vehicles import overdue, whereabouts
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.annual_report import AnnualReport
from houqin.plugins.vehicles.etc_card import EtcCard
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.fuel_card import FuelCard
from houqin.plugins.vehicles.meeting_notice import MeetingNotice
from houqin.plugins.vehicles.permissions import VehiclesPermission
from houqin.plugins.vehicles.point import Point
from houqin.plugins.vehicles.quota import Quota
from houqin.plugins.vehicles.repair_order import RepairOrder
from houqin.plugins.vehicles.safety import SafetyMeeting
from houqin.plugins.vehicles.self_check import SelfCheck
from houqin.plugins.vehicles.special_duty import SpecialDuty
from houqin.plugins.vehicles.unplanned_trip import UnplannedTrip
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

if TYPE_CHECKING:
    from pyramid.config import Configurator

NAME, TITLE, VERSION = "vehicles", "公务用车", "0.1.0"
AGGREGATES = (
    Vehicle,
    Driver,
    VehicleRequest,
    Trip,
    Point,
    RepairOrder,
    Quota,
    SpecialDuty,
    FuelCard,
    EtcCard,
    MeetingNotice,
    SafetyMeeting,
    UnplannedTrip,
    SelfCheck,
    AnnualReport,
)
_SEE, _FLEET = VehiclesPermission.SEE, VehiclesPermission.SEE_FLEET
_CARS, _PEOPLE = "车辆管理", "驾驶员与安全"
#: Title, page, right, and the section it is folded under.
MENU = (
    ("用车申请", "requests", _SEE, ""),
    ("派车台账", "trips", _SEE, ""),
    ("出车回场登记", "gate", VehiclesPermission.DRIVE, ""),
    ("费用登记", "trip_costs", VehiclesPermission.DRIVE, ""),
    ("专项保障", "special_duties", _FLEET, ""),
    ("车辆台账", "vehicles", _FLEET, _CARS),
    ("维修保养", "repairs", _FLEET, _CARS),
    ("油卡", "fuel_cards", _FLEET, _CARS),
    ("封存登记", "sealings", _FLEET, _CARS),
    ("单车核算表", "vehicle_costs", _FLEET, _CARS),
    ("编制台账", "quota_table", _FLEET, _CARS),
    ("用车公示表", "published_use", _FLEET, _CARS),
    ("定点", "points", _FLEET, _CARS),
    ("某时用车查询", "who_had", _FLEET, _CARS),
    ("驾驶员", "drivers", _FLEET, _PEOPLE),
    ("例会通知", "meeting_notices", _FLEET, _PEOPLE),
    ("安全例会与考核", "safety_meetings", _FLEET, _PEOPLE),
    ("违章事故", "incidents", _FLEET, _PEOPLE),
    ("监督整改", "unplanned_trips", VehiclesPermission.SEE_OVERSIGHT, _PEOPLE),
    ("指标", "kpis", _SEE, ""),
    ("工作总结", "report", _SEE, ""),
)


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin(
        NAME, TITLE, VERSION, "用车申请、派车、出车回场、费用、台账和指标", order=10
    )
    config.add_aggregate(*AGGREGATES)
    config.add_modules(NAME)
    config.add_alert(*overdue.ALL)
    config.add_plugin_page(*whereabouts.PAGES)
    config.add_menu(NAME, MENU)
