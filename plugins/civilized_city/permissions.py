"""Who may do what for the civilized city; its officer (创城网格员) is a keeper."""

from __future__ import annotations

from houqin.core.model.rights import Permission, PermissionMap, own
from houqin.core.people.roles import (
    administrator,
    auditor,
    clerk,
    director,
    dispatcher,
    driver,
    keeper,
    leader,
    reviewer,
)


class CityPermission(Permission):
    """Rights of this module."""

    #: Sees the module's ledgers, records and figures.
    SEE = "civilized_city.see", "查看文明创建"
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
        (administrator,), (director,), (leader,), (keeper,), (auditor,),
        (clerk,), (reviewer,), (dispatcher, own), (driver, own),
    ),
    _P.MANAGE: ((administrator,), (director,), (keeper,)),
    _P.AMEND: ((keeper,),),
    _P.ISSUE: ((director,), (keeper,)),
    _P.RECEIVE: ((director,), (keeper,)),
    _P.WORK: ((keeper,), (clerk,), (reviewer,)),
    _P.VERIFY: ((director,), (keeper,), (reviewer,)),
    _P.RECORD: ((director,), (keeper,), (clerk,)),
    _P.VOLUNTEER: ((director,), (keeper,)),
    _P.FILE: ((director,), (keeper,)),
}  # fmt: skip
