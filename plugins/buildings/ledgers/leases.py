"""出租和租用: with whom, how large, until when, by which approval."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.plugins.buildings.fields import AREA
from houqin.plugins.buildings.lease import Lease, LeaseKind

leases = Ledger(
    "buildings.leases",
    "出租和租用",
    per=Lease,
    columns=[
        Column("serial", "编号", types.text(), filter=True, paper=False),
        Column("kind", "方式", types.choice(LeaseKind), filter=True, primary=True),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("counterparty", "对方单位", types.text(), filter=True, primary=True),
        Column("rooms", "房间", types.refs("buildings.Room")),
        Column("place", "坐落", types.text()),
        Column("area", "面积", AREA, total=True, primary=True),
        Column("since", "开始日期", types.day(), filter=True),
        Column("until", "到期日期", types.day(), filter=True, primary=True),
        Column("rent", "年租金", types.money(), total=True),
        Column("document", "批准文号", types.text(), filter=True),
        Column("contract", "合同编号", types.text(), filter=True),
        Column("purpose", "用途", types.text()),
        Column("unit", "使用单位", types.ref("core.Department"), filter=True),
        Column("requested_at", "申请时间", types.instant(), filter=True, paper=False),
        Column("approved_on", "批准日期", types.day()),
        Column("ended_on", "收回日期", types.day(), filter=True),
        Column("remark", "备注", types.long_text()),
    ],
    period="since",
    title_column="serial",
    numbered=True,
    watched=(("state", "running"),),
)
leases.on(
    Lease.Requested, "serial", "kind", "counterparty", "rooms", "place", "area",
    "since", "until", "rent", "purpose", "unit", "remark", requested_at=occurred_at,
)  # fmt: skip
leases.on(Lease.Approved, "document", "approved_on")
leases.on(Lease.Started, "contract")
leases.on(Lease.Renewed, "until", "document")
leases.on(Lease.Ended, "ended_on")


@leases.reduce(Lease.Renewed)
def _renewed(row: dict[str, object], event: object) -> dict[str, object]:
    """Without another rent the one before goes on."""
    rent = event.payload.get("rent")  # type: ignore[attr-defined]  # an event
    row["rent"] = row.get("rent") if rent is None else rent
    return row


ALL = (leases,)
