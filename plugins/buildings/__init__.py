"""办公用房: compounds to rooms, who has them, and whether that is by the standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.plugins.buildings import (
    alerts,
    cards,
    commands,
    entry,
    forms,
    guards,
    kpis,
    ledgers,
    report,
    standards,
)
from houqin.plugins.buildings.building import Building
from houqin.plugins.buildings.compound import Compound
from houqin.plugins.buildings.floor import Floor
from houqin.plugins.buildings.permissions import MAP, ROOM_KEEPER, BuildingsPermission
from houqin.plugins.buildings.room import Room

if TYPE_CHECKING:
    from pyramid.config import Configurator

NAME, TITLE, VERSION = "buildings", "办公用房", "0.1.0"
AGGREGATES = (
    Compound,
    Building,
    Floor,
    Room,
)
_SEE, _ESTATE = BuildingsPermission.SEE, BuildingsPermission.SEE_ESTATE
_FILES = "房屋档案"
#: Title, page, right, and the section it is folded under:
#: 登记 -> 办理 -> 档案 -> 整改 -> 台账 -> 指标 -> 设置.
MENU = (
    ("房间明细", "rooms", _SEE, ""),
    ("院落", "compounds", _ESTATE, _FILES),
    ("楼座", "buildings", _ESTATE, _FILES),
    ("楼层", "floors", _ESTATE, _FILES),
    ("指标", "kpis", _SEE, ""),
    ("工作总结", "report", _SEE, ""),
)


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin(NAME, TITLE, VERSION, "院落到房间、调配、使用、超标整改、统计")
    config.add_role(*ROOM_KEEPER, like="keeper")
    for aggregate in AGGREGATES:
        config.add_aggregate(aggregate)
    config.add_command(*commands.ALL)
    config.add_slip(*entry.SLIPS)
    config.add_import(*entry.IMPORTS)
    config.add_guard(*guards.ALL)
    config.add_ledger(*ledgers.ALL)
    config.add_kpi(*kpis.ALL)
    config.add_alert(*alerts.ALL)
    config.add_card(*cards.ALL)
    config.add_plugin_page(*cards.PAGES)
    config.add_printed_form(*forms.ALL)
    config.add_report_section(*report.ALL)
    config.add_permissions(MAP)
    for group, title, form, order in standards.GROUPS:
        config.add_site_settings(NAME, form, title, group=group, order=order)
    for order, (title, target, right, section) in enumerate(MENU, 1):
        config.add_menu_item(NAME, title, target, right, 10 * order, section)
