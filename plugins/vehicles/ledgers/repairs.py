"""维修保养台账."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import acting, occurred_at
from houqin.core.schema import types
from houqin.plugins.vehicles.repair_order import RepairKind, RepairOrder

_km = types.integer("公里")
_person = types.ref("core.Person")

repairs = Ledger(
    "vehicles.repairs",
    "维修保养台账",
    per=RepairOrder,
    columns=[
        Column("serial", "维修单号", types.text(), filter=True, primary=True),
        Column("requested_at", "申请时间", types.instant(), filter=True, primary=True),
        Column(
            "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
        ),
        Column("kind", "维修类别", types.choice(RepairKind), filter=True, primary=True),
        Column("fault", "故障或保养内容", types.text(), filter=True),
        Column("estimate", "预计费用", types.money(), total=True),
        Column("requester", "申请人", _person),
        Column("approver", "审核人", _person),
        Column("approved_at", "审核时间", types.instant()),
        Column("point", "维修点", types.ref("vehicles.Point"), filter=True),
        Column("sent_at", "送修时间", types.instant()),
        Column("accepted_at", "验收时间", types.instant()),
        Column("reading", "验收里程", _km),
        Column("result", "验收情况", types.text()),
        Column("parts", "更换配件", types.text()),
        Column("amount", "维修费", types.money(), total=True, primary=True),
        Column("invoice", "发票号", types.text(), filter=True),
        Column("paid_on", "结算日期", types.day(), filter=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("upkeep_reading", "保养里程", _km, hidden=True),
        Column("upkeep_at", "保养时间", types.instant(), hidden=True),
    ],
    period="requested_at",
    title_column="serial",
)
repairs.on(
    RepairOrder.Requested,
    "serial", "vehicle", "kind", "fault", "estimate",
    requested_at=occurred_at, requester=acting,
)  # fmt: skip
repairs.on(RepairOrder.Approved, approver=acting, approved_at=occurred_at)
repairs.on(RepairOrder.Sent, "point", sent_at=occurred_at)
repairs.on(RepairOrder.Accepted, "reading", "result", "parts", accepted_at=occurred_at)
repairs.on(RepairOrder.Paid, "amount", "invoice", "paid_on")


@repairs.reduce(RepairOrder.Accepted)
def _upkeep(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """上次保养 counts from upkeep and overhauls, not from mending a tyre."""
    if row.get("kind") in {RepairKind.UPKEEP.value, RepairKind.OVERHAUL.value}:
        row["upkeep_reading"] = event.payload["reading"]
        row["upkeep_at"] = event.occurred
    return row


ALL = (repairs,)
