"""Who may do what with vehicles."""

from __future__ import annotations

from enum import StrEnum


class VehiclesPermission(StrEnum):
    """Rights of this module."""

    #: Sees the module's ledgers and figures.
    SEE = "vehicles.see"
    #: Applies for a car, for oneself or a colleague.
    REQUEST = "vehicles.request"
    #: Reviews the applications of one's own unit (单位审核).
    REVIEW = "vehicles.review"
    #: Approves for the centre (中心审批).
    APPROVE = "vehicles.approve"
    #: Approves as the leader in charge (分管领导审批), where the rules ask it.
    LEAD = "vehicles.lead"
    #: Dispatches, reassigns, cancels and closes.
    DISPATCH = "vehicles.dispatch"
    #: Records departure, return and costs.
    DRIVE = "vehicles.drive"
    #: Registers and disposes of vehicles and drivers.
    REGISTER = "vehicles.register"


_P = VehiclesPermission
#: What each role of core may do here.
GRANTS: dict[str, tuple[VehiclesPermission, ...]] = {
    "administrator": (_P.SEE, _P.REGISTER),
    "director": (_P.SEE, _P.REQUEST, _P.APPROVE),
    "leader": (_P.SEE, _P.REQUEST, _P.LEAD),
    "dispatcher": (_P.SEE, _P.REQUEST, _P.DISPATCH, _P.DRIVE, _P.REGISTER),
    "driver": (_P.SEE, _P.DRIVE),
    "clerk": (_P.SEE, _P.REQUEST),
    "reviewer": (_P.SEE, _P.REQUEST, _P.REVIEW),
    "auditor": (_P.SEE,),
}
