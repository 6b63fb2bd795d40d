"""Fast entry: paper slips that are entered whole, and files that are imported."""

from __future__ import annotations

from houqin.core.model.approval import agree
from houqin.core.model.imports import Import
from houqin.core.model.slip import Part, Slip
from houqin.plugins.vehicles.dispatching import dispatch_request
from houqin.plugins.vehicles.fuelling import issue_card
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.points import register_point
from houqin.plugins.vehicles.quotas import approve_quota
from houqin.plugins.vehicles.registering import register_driver, register_vehicle
from houqin.plugins.vehicles.repairing import (
    accept_repair,
    approve_repair,
    pay_repair,
    request_repair,
    send_for_repair,
)
from houqin.plugins.vehicles.requesting import request_vehicle
from houqin.plugins.vehicles.travelling import (
    close_trip,
    depart,
    record_costs,
    return_trip,
)

paper_slip = Slip(
    "vehicles.paper_slip",
    "补录派车单",
    (
        Part(
            "request", "申请", request_vehicle, at="申请日期", by_day=True, by="申请人"
        ),
        Part(
            "approvals", "审批", agree, on="request", at="审批日期", by_day=True,
            by="审批人", many=True,
        ),
        Part("dispatch", "派车", dispatch_request, on="request", at="派车时间"),
        Part(
            "depart", "出车", depart, on="dispatch", at="出车时刻", without=("photos",)
        ),
        Part(
            "back", "回场", return_trip, on="dispatch", at="回场时刻",
            without=("photos",),
        ),
        Part("costs", "费用", record_costs, on="dispatch", optional=True),
        Part("close", "办结", close_trip, on="dispatch"),
    ),
    permission=Right.DISPATCH,
    help="照已办完的纸质派车单填写，一次登记全部环节。",
    order=35,
)  # fmt: skip
repair_slip = Slip(
    "vehicles.repair_slip",
    "补录维修单",
    (
        Part(
            "request", "申请", request_repair, at="申请日期", by_day=True, by="申请人"
        ),
        Part(
            "approval", "审核", approve_repair, on="request", at="审核日期",
            by_day=True, by="审核人",
        ),
        Part(
            "sent", "送修", send_for_repair, on="request", at="送修日期", by_day=True
        ),
        Part(
            "back", "验收", accept_repair, on="request", at="验收日期", by_day=True
        ),
        Part("paid", "结算", pay_repair, on="request"),
    ),
    permission=Right.DISPATCH,
    help="照已结算的纸质维修单填写，一次登记全部环节；以前年度的也在这里补登。",
    order=445,
)  # fmt: skip
SLIPS = (paper_slip, repair_slip)
IMPORTS = (
    Import("vehicles.vehicles", register_vehicle, "车辆", {"plate": "桂X·00001"}),
    Import("vehicles.drivers", register_driver, "驾驶员"),
    Import("vehicles.points", register_point, "定点单位"),
    Import("vehicles.quotas", approve_quota, "编制"),
    Import("vehicles.fuel_cards", issue_card, "油卡"),
    Import("vehicles.trips", paper_slip.command, "历史派车单", backfill=True),
    Import("vehicles.repairs", repair_slip.command, "历史维修单", backfill=True),
)
