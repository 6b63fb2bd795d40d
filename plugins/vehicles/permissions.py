"""Who may do what with vehicles."""

from __future__ import annotations

from houqin.core.model.rights import Permission, PermissionMap, own
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


class VehiclesPermission(Permission):
    """Rights of this module."""

    #: Sees the module's ledgers, records and figures.
    SEE = "vehicles.see", "查看用车"
    #: Sees the fleet: vehicles, drivers, and figures of both.
    SEE_FLEET = "vehicles.see_fleet", "查看车辆和驾驶员"
    #: Sees purpose and destination of sensitive trips.
    SEE_SENSITIVE = "vehicles.see_sensitive", "查看敏感任务"
    #: Applies for a car, for oneself or a colleague.
    REQUEST = "vehicles.request", "用车申请"
    #: Reviews the applications of one's own unit.
    REVIEW = "vehicles.review", "单位审核"
    #: Approves for the centre.
    APPROVE = "vehicles.approve", "中心审批"
    #: Approves as the leader in charge, where the rules ask it.
    LEAD = "vehicles.lead", "分管领导审批"
    #: Dispatches, reassigns, cancels and closes.
    DISPATCH = "vehicles.dispatch", "派车"
    #: Records departure, return and costs.
    DRIVE = "vehicles.drive", "出车回场和费用登记"
    #: Says what is wrong with a car.
    REPAIR = "vehicles.repair", "申请维修"
    #: Registers and disposes of vehicles and drivers.
    REGISTER = "vehicles.register", "车辆和驾驶员登记"
    #: Opens special duties, detaches cars and drivers and releases them.
    DUTY = "vehicles.duty", "专项保障和抽调"
    #: Keeps fuel cards and ETC cards.
    CARDS = "vehicles.cards", "油卡和ETC管理"
    #: Records what was filled with a card.
    FILL = "vehicles.fill", "加油充电登记"
    #: Enters safety meetings, scores, rewards and penalties.
    ASSESS = "vehicles.assess", "安全例会和考核"
    #: Sees trips without a task and self-checks.
    SEE_OVERSIGHT = "vehicles.see_oversight", "查看监督整改"
    #: Records what was found, prompts, demands and checks.
    OVERSEE = "vehicles.oversee", "监督整改"
    #: Explains a trip without a task, and puts it right.
    EXPLAIN = "vehicles.explain", "无任务出行说明和整改"
    #: Files the year's statistics.
    REPORT = "vehicles.report", "年度统计上报"


_P = VehiclesPermission
#: A clerk and a reviewer reach their own unit; the roles of the centre the whole site.
MAP: PermissionMap = {
    _P.SEE: (
        (administrator,), (director,), (leader,), (dispatcher,), (auditor,),
        (clerk,), (reviewer,), (driver, own),
    ),
    _P.SEE_FLEET: (
        (administrator,), (director,), (leader,), (dispatcher,), (auditor,), (driver,),
    ),
    _P.SEE_SENSITIVE: (
        (director,), (leader,), (dispatcher,), (auditor,), (clerk,), (reviewer,),
        (own,),
    ),
    _P.REQUEST: ((director,), (leader,), (dispatcher,), (clerk,), (reviewer,)),
    _P.REVIEW: ((reviewer,),),
    _P.APPROVE: ((director,),),
    _P.LEAD: ((leader,),),
    _P.DISPATCH: ((dispatcher,),),
    _P.DRIVE: ((dispatcher,), (driver, own)),
    _P.REPAIR: ((dispatcher,), (driver,)),
    _P.REGISTER: ((administrator,), (dispatcher,)),
    _P.DUTY: ((director,), (dispatcher,)),
    _P.CARDS: ((dispatcher,),),
    _P.FILL: ((dispatcher,), (driver,)),
    _P.ASSESS: ((director,), (dispatcher,)),
    _P.SEE_OVERSIGHT: (
        (director,), (leader,), (dispatcher,), (auditor,), (driver, own),
    ),
    _P.OVERSEE: ((director,), (dispatcher,)),
    _P.EXPLAIN: ((dispatcher,), (driver, own)),
    _P.REPORT: ((director,), (dispatcher,)),
}  # fmt: skip
