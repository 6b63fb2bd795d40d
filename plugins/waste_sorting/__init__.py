"""垃圾分类: units, supervisors, inspections, collection and training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.plugins.waste_sorting import (
    commands,
    entry,
    forms,
    guards,
    kpis,
    ledgers,
    standards,
)
from houqin.plugins.waste_sorting.bin_point import BinPoint
from houqin.plugins.waste_sorting.carrier import Carrier
from houqin.plugins.waste_sorting.collection import Collection
from houqin.plugins.waste_sorting.permissions import MAP, ROLES, WastePermission
from houqin.plugins.waste_sorting.plan import Plan
from houqin.plugins.waste_sorting.poll import AwarenessPoll
from houqin.plugins.waste_sorting.sorting_unit import SortingUnit
from houqin.plugins.waste_sorting.supervisor import Supervisor
from houqin.plugins.waste_sorting.training import Training

if TYPE_CHECKING:
    from pyramid.config import Configurator

NAME, TITLE, VERSION = "waste_sorting", "垃圾分类", "0.1.0"
AGGREGATES = (
    SortingUnit,
    Supervisor,
    Plan,
    BinPoint,
    Carrier,
    Collection,
    Training,
    AwarenessPoll,
)
_SEE = WastePermission.SEE
#: Title, page, right, and the section it is folded under.
MENU = (
    ("分类单位", "units", _SEE, ""),
    ("督导员名册", "supervisors", _SEE, ""),
    ("清运", "collections", _SEE, ""),
    ("培训", "trainings", _SEE, ""),
    ("指标", "kpis", _SEE, ""),
    ("工作总结", "report", _SEE, ""),
)


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin(
        NAME, TITLE, VERSION, "分类单位、督导员、检查评分、整改、清运、培训和通报"
    )
    for code, title in ROLES:
        config.add_role(code, title, like="keeper")
    for aggregate in AGGREGATES:
        config.add_aggregate(aggregate)
    config.add_command(*commands.ALL)
    config.add_import(*entry.IMPORTS)
    config.add_guard(*guards.ALL)
    config.add_ledger(*ledgers.ALL)
    config.add_kpi(*kpis.ALL)
    config.add_printed_form(*forms.ALL)
    config.add_permissions(MAP)
    for group, title, form, order in standards.GROUPS:
        config.add_site_settings(NAME, form, title, group=group, order=order)
    for order, (title, target, right, section) in enumerate(MENU, 1):
        config.add_menu_item(NAME, title, target, right, 10 * order, section)
