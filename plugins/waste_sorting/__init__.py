"""垃圾分类: units, supervisors, inspections, collection and training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.plugins.waste_sorting.bin_point import BinPoint
from houqin.plugins.waste_sorting.bulletin import Bulletin
from houqin.plugins.waste_sorting.carrier import Carrier
from houqin.plugins.waste_sorting.collection import Collection
from houqin.plugins.waste_sorting.defect import Defect
from houqin.plugins.waste_sorting.inspection import Inspection
from houqin.plugins.waste_sorting.permissions import ROLES, WastePermission
from houqin.plugins.waste_sorting.plan import Plan
from houqin.plugins.waste_sorting.poll import AwarenessPoll
from houqin.plugins.waste_sorting.score_sheet import ScoreSheet
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
    ScoreSheet,
    Inspection,
    Defect,
    Bulletin,
    Carrier,
    Collection,
    Training,
    AwarenessPoll,
)
_SEE = WastePermission.SEE
_NEW, _ACTING, _FILES, _BOOKS = "登记", "办理", "档案", "台账"
#: Title, page, right, and the section it is folded under.
MENU = (
    ("全部单位一览", "overview", _SEE, ""),
    ("上报督导员", "do/nominate_supervisor", WastePermission.NOMINATE, _NEW),
    ("登记清运", "do/record_load", WastePermission.COLLECT, _NEW),
    ("有害垃圾交接", "do/hand_over_hazardous", WastePermission.COLLECT, _NEW),
    ("登记投放点", "do/set_point", WastePermission.NOMINATE, _NEW),
    ("检查评分", "inspections", _SEE, _ACTING),
    ("检查通报", "bulletins", WastePermission.SEE_PAPERS, _ACTING),
    ("清运", "collections", _SEE, _ACTING),
    ("培训", "trainings", _SEE, _ACTING),
    ("知晓率调查", "polls", _SEE, _ACTING),
    ("分类单位", "units", _SEE, _FILES),
    ("督导员名册", "supervisors", _SEE, _FILES),
    ("投放点", "points", _SEE, _FILES),
    ("实施方案", "plans", WastePermission.SEE_PAPERS, _FILES),
    ("整改", "defects", _SEE, ""),
    ("清运月报", "monthly", _SEE, _BOOKS),
    ("有害垃圾", "hazardous", _SEE, _BOOKS),
    ("培训签到", "sign_ins", _SEE, _BOOKS),
    ("评分明细", "scores", _SEE, _BOOKS),
    ("通报排名", "ranking", WastePermission.SEE_PAPERS, _BOOKS),
    ("指标", "kpis", _SEE, ""),
    ("工作总结", "report", _SEE, ""),
    ("评分表", "sheets", WastePermission.KEEP, "设置"),
    ("收运单位", "carriers", WastePermission.KEEP, "设置"),
)


def includeme(config: Configurator) -> None:
    """Declare everything this plugin adds."""
    config.add_plugin(
        NAME,
        TITLE,
        VERSION,
        "分类单位、督导员、检查评分、整改、清运、培训和通报",
        order=30,
    )
    for code, title in ROLES:
        config.add_role(code, title, like="keeper")
    config.add_aggregate(*AGGREGATES)
    config.add_modules(NAME)
    config.add_menu(NAME, MENU)
