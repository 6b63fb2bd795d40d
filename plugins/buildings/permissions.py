"""Who may do what with office rooms."""

from __future__ import annotations

from houqin.core.model.rights import Permission, PermissionMap, Role, own
from houqin.core.people.roles import (
    administrator,
    auditor,
    clerk,
    director,
    leader,
    reviewer,
)

ROOM_KEEPER = ("buildings.keeper", "资产与用房管理员")
room_keeper = Role(ROOM_KEEPER[0])


class BuildingsPermission(Permission):
    """Rights of this module."""

    #: Sees rooms, allocations and figures; a unit its own.
    SEE = "buildings.see", "查看办公用房"
    #: Sees compounds, buildings, floors, drawings and area standards.
    SEE_ESTATE = "buildings.see_estate", "查看院落楼座和图纸"
    #: Sees who sits where, and leaders' rooms.
    SEE_PEOPLE = "buildings.see_people", "查看使用人"
    #: Registers compounds to rooms, measures, changes their use.
    REGISTER = "buildings.register", "房屋登记"
    #: Sets area standards and units' approved areas.
    STANDARDS = "buildings.standards", "核定面积和面积标准"
    #: Applies for rooms.
    REQUEST = "buildings.request", "用房申请"
    #: Reviews the applications of one's own unit.
    REVIEW = "buildings.review", "单位审核"
    #: Assesses an application, plans the rooms, signs, hands over and takes back.
    ALLOT = "buildings.allot", "用房核定和调配"
    #: Approves for the centre.
    APPROVE = "buildings.approve", "用房审批"
    #: Approves as the leader in charge, where the rules ask it.
    LEAD = "buildings.lead", "分管领导审批"
    #: Records who sits in which room.
    OCCUPY = "buildings.occupy", "人员使用登记"
    #: Finds rooms above the standard, demands and checks.
    OVERSEE = "buildings.oversee", "超标用房监督"
    #: Puts right what is above the standard, for one's own unit.
    RECTIFY = "buildings.rectify", "超标用房整改"
    #: Keeps drawings.
    DRAW = "buildings.draw", "图纸管理"
    #: Checks the drawings that others handed in.
    REVIEW_DRAWING = "buildings.review_drawing", "图纸审核"
    #: Keeps certificates of property, and signs.
    CERTIFY = "buildings.certify", "权属和标牌登记"
    #: Rents, rents out and lends rooms.
    LEASE = "buildings.lease", "出租借用租用"
    #: Inspects rooms.
    INSPECT = "buildings.inspect", "用房巡检"
    #: Puts right what an inspection found, for one's own unit.
    MEND = "buildings.mend", "巡检问题整改"
    #: Fills in the unit's statistics.
    RETURN = "buildings.return", "用房信息填报"
    #: Assigns the statistics, accepts and files them.
    COLLECT = "buildings.collect", "用房信息统计"


_P = BuildingsPermission
#: A clerk and a reviewer reach their own unit; the roles of the centre the whole site.
MAP: PermissionMap = {
    _P.SEE: (
        (administrator,), (director,), (leader,), (room_keeper,), (auditor,),
        (clerk,), (reviewer,),
    ),
    _P.SEE_ESTATE: (
        (administrator,), (director,), (leader,), (room_keeper,), (auditor,),
        (clerk,), (reviewer,),
    ),
    _P.SEE_PEOPLE: (
        (director,), (leader,), (room_keeper,), (auditor,), (clerk,), (reviewer,),
        (own,),
    ),
    _P.REGISTER: ((administrator,), (room_keeper,)),
    _P.STANDARDS: ((administrator,), (room_keeper,)),
    _P.REQUEST: ((director,), (leader,), (room_keeper,), (clerk,), (reviewer,)),
    _P.REVIEW: ((reviewer,),),
    _P.ALLOT: ((room_keeper,),),
    _P.APPROVE: ((director,),),
    _P.LEAD: ((leader,),),
    _P.OCCUPY: ((room_keeper,), (clerk,)),
    _P.OVERSEE: ((director,), (room_keeper,)),
    _P.RECTIFY: ((room_keeper,), (clerk,)),
    _P.DRAW: ((room_keeper,), (clerk,)),
    _P.REVIEW_DRAWING: ((director,), (room_keeper,)),
    _P.CERTIFY: ((administrator,), (room_keeper,)),
    _P.LEASE: ((room_keeper,),),
    _P.INSPECT: ((room_keeper,),),
    _P.MEND: ((room_keeper,), (clerk,)),
    _P.RETURN: ((room_keeper,), (clerk,)),
    _P.COLLECT: ((room_keeper,),),
}  # fmt: skip
