"""Who may do what for the civilized city."""

from __future__ import annotations

from houqin.core.model.rights import Permission, PermissionMap, Role
from houqin.core.people.roles import (
    administrator,
    auditor,
    clerk,
    director,
    dispatcher,
    driver,
    leader,
    reviewer,
)

#: 创城网格员 of the centre: keeps areas, notices, shifts and what is reported online.
officer = Role("civilized_city.officer")
ROLES = ((officer.code, "创城网格员"),)


class CityPermission(Permission):
    """Rights of this module."""

    #: Sees the module's ledgers, records and figures.
    SEE = "civilized_city.see", "查看文明创建"
    #: Sees the shifts of volunteers, as everybody of the office does.
    SEE_SHIFTS = "civilized_city.see_shifts", "查看志愿执勤"
    #: Keeps grid areas and indicators.
    MANAGE = "civilized_city.manage", "网格和测评指标管理"
    #: Corrects and voids what is recorded.
    AMEND = "civilized_city.amend", "更正和作废文明创建登记"
    #: Issues tasks and notices.
    ISSUE = "civilized_city.issue", "下达任务、发出通知书"
    #: Enters the notices that come in.
    RECEIVE = "civilized_city.receive", "登记收到的通知书"
    #: Signs for notices, claims tasks, assigns and feeds back for one's own unit.
    WORK = "civilized_city.work", "签收、认领、整改和上报"
    #: Verifies tasks, and what an issuer's own people have put right.
    VERIFY = "civilized_city.verify", "核验和复核"
    #: Enters household visits, questionnaires and clean-ups.
    RECORD = "civilized_city.record", "入户、问卷和清理登记"
    #: Keeps the roster of volunteers and their shifts.
    VOLUNTEER = "civilized_city.volunteer", "志愿执勤管理"
    #: Assigns, checks and submits what is reported online.
    FILE = "civilized_city.file", "网报材料审核和提交"


_P = CityPermission
#: A clerk and a reviewer reach their own unit; the roles of the centre the whole site.
MAP: PermissionMap = {
    _P.SEE: (
        (administrator,), (director,), (leader,), (officer,), (auditor,),
        (clerk,), (reviewer,),
    ),
    _P.SEE_SHIFTS: (
        (administrator,), (director,), (leader,), (officer,), (auditor,), (clerk,),
        (reviewer,), (dispatcher,), (driver,),
    ),
    _P.MANAGE: ((administrator,), (director,), (officer,)),
    _P.AMEND: ((officer,),),
    _P.ISSUE: ((director,), (officer,)),
    _P.RECEIVE: ((director,), (officer,)),
    _P.WORK: ((officer,), (clerk,), (reviewer,)),
    _P.VERIFY: ((director,), (officer,), (reviewer,)),
    _P.RECORD: ((director,), (officer,), (clerk,)),
    _P.VOLUNTEER: ((director,), (officer,)),
    _P.FILE: ((director,), (officer,)),
}  # fmt: skip
