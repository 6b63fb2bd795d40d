"""Who may do what with waste sorting."""

from __future__ import annotations

from houqin.core.model.rights import Permission, PermissionMap, Role, anybody, own
from houqin.core.people.roles import (
    administrator,
    auditor,
    clerk,
    director,
    driver,
    leader,
    reviewer,
)

#: 垃圾分类专管员 of the centre; supervisors are people of the units.
officer = Role("waste_sorting.officer")
ROLES = ((officer.code, "垃圾分类专管员"),)


class WastePermission(Permission):
    """Rights of this module."""

    #: Sees the module's ledgers, records and figures.
    SEE = "waste_sorting.see", "查看垃圾分类"
    #: Sees what is told to every unit: results, plans, score sheets.
    SEE_PAPERS = "waste_sorting.see_papers", "查看通报、方案和评分表"
    #: Keeps the list of units, bin points, carriers, score sheets and plans.
    KEEP = "waste_sorting.keep", "分类单位和收运单位登记"
    #: Nominates and replaces supervisors, changes what is known of them.
    NOMINATE = "waste_sorting.nominate", "上报和更换督导员"
    #: Takes nominated supervisors into the roster.
    CONFIRM = "waste_sorting.confirm", "督导员名册管理"
    #: Plans inspections, scores on the spot and verifies what was put right.
    INSPECT = "waste_sorting.inspect", "检查评分和复核"
    #: Signs inspections for the unit, and puts right what was found.
    RECTIFY = "waste_sorting.rectify", "检查签字和整改"
    #: Records what was collected.
    COLLECT = "waste_sorting.collect", "清运登记"
    #: Holds trainings and polls.
    TRAIN = "waste_sorting.train", "培训和知晓率调查"
    #: Publishes the results of inspections.
    PUBLISH = "waste_sorting.publish", "检查通报"


_P = WastePermission
#: A clerk and a reviewer reach their own unit; the roles of the centre the whole site.
MAP: PermissionMap = {
    _P.SEE: (
        (administrator,), (director,), (leader,), (officer,), (auditor,),
        (clerk,), (reviewer,), (driver, own),
    ),
    _P.SEE_PAPERS: ((anybody,), (auditor,)),
    _P.KEEP: ((officer,),),
    _P.NOMINATE: ((officer,), (clerk,), (reviewer,)),
    _P.CONFIRM: ((officer,),),
    _P.INSPECT: ((officer,),),
    _P.RECTIFY: ((officer,), (clerk,), (reviewer,)),
    _P.COLLECT: ((officer,), (clerk,)),
    _P.TRAIN: ((officer,),),
    _P.PUBLISH: ((director,), (officer,)),
}  # fmt: skip
