"""用车申请台账."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import Source, acting, field, occurred_at
from houqin.core.schema import types
from houqin.plugins.vehicles.fields import Range, Rating, Task
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

_unit = types.ref("core.Department")
_person = types.ref("core.Person")

requests = Ledger(
    "vehicles.requests",
    "用车申请台账",
    per=VehicleRequest,
    columns=[
        Column("serial", "单号", types.text(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("unit", "用车单位", _unit, filter=True, primary=True),
        Column("user", "用车人", _person, filter=True),
        Column("purpose", "事由", types.text(), filter=True, primary=True),
        Column("task", "任务类别", types.choice(Task), filter=True),
        Column("range", "行程范围", types.choice(Range), filter=True),
        Column("passengers", "人数", types.integer("人"), total=True),
        Column("planned_start", "计划出发", types.instant()),
        Column("planned_end", "计划返回", types.instant()),
        Column("origin", "出发地", types.text()),
        Column("destination", "目的地及途经", types.text(), filter=True),
        Column("contact", "联系电话", types.personal("phone", "user")),
        Column("requested_at", "申请时间", types.instant()),
        Column("sensitive", "敏感任务", types.boolean(), hidden=True),
        Column("emergency_reason", "先用后补理由", types.text()),
        Column("approved_after_at", "补批时间", types.instant()),
        Column("approved_after_by", "补批人", _person),
        Column("after_late", "补批逾期", types.boolean(), filter=True),
        Column("arrangement", "无车可派说明", types.text()),
        Column("company", "租赁单位", types.text(), filter=True),
        Column("rent", "租车费", types.money(), total=True),
        Column("confirmed_at", "回执时间", types.instant()),
        Column("rating", "评价", types.choice(Rating), filter=True),
        Column(
            "vehicle",
            "车号",
            types.ref("vehicles.Vehicle"),
            looked_up=LookedUp(
                "vehicles.trips", "request", "vehicle", "newest", order="dispatched_at"
            ),
        ),
        Column(
            "driver",
            "驾驶员",
            types.ref("vehicles.Driver"),
            looked_up=LookedUp(
                "vehicles.trips", "request", "driver", "newest", order="dispatched_at"
            ),
        ),
        Column(
            "emergency_trip", "先用后补派车单", types.ref("vehicles.Trip"), hidden=True
        ),
    ],
    period="requested_at",
    title_column="serial",
    extensible=True,
    newest={"emergency_trip": "approved_after_at"},
    watched=[("planned_start", "approved")],
)
_asked = (
    "user", "purpose", "task", "range", "passengers", "planned_start", "planned_end",
    "origin", "destination", "contact", "sensitive",
)  # fmt: skip
requests.on(
    VehicleRequest.Requested, "serial", "unit", *_asked, requested_at=occurred_at
)
requests.on(VehicleRequest.Revised, *_asked)
requests.on(
    VehicleRequest.EmergencyUsed,
    emergency_reason=field("reason"),
    emergency_trip=Source("first(trips)", lambda event: event.payload["trips"][0]),
)
requests.on(
    VehicleRequest.ApprovedAfter,
    approved_after_at=occurred_at,
    approved_after_by=acting,
    after_late=Source("field(late) or no", lambda e: e.payload.get("late", False)),
)
requests.on(VehicleRequest.NoVehicle, arrangement=field("reason"))
requests.on(VehicleRequest.Rented, "company", "rent")
requests.on(VehicleRequest.UseConfirmed, "rating", confirmed_at=occurred_at)

ALL = (requests,)
