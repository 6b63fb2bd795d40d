"""派车台账, 出车费用明细."""

from __future__ import annotations

from typing import Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.projection.sources import (
    Source,
    add,
    field,
    minutes_since,
    occurred_at,
)
from houqin.core.schema import types
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.fields import CostKind, DriverKind, Energy, EnergyReason
from houqin.plugins.vehicles.ledgers.crew import full_time_or

_km = types.integer("公里")
_unit = types.ref("core.Department")
_person = types.ref("core.Person")

trips = Ledger(
    "vehicles.trips",
    "派车台账",
    per=Trip,
    columns=[
        Column("serial", "单号", types.text(), filter=True, primary=True),
        Column("used_at", "用车时间", types.instant(), filter=True, primary=True),
        Column("status", "办理状态", types.state(), filter=True, primary=True),
        Column("unit", "用车单位", _unit, filter=True, primary=True),
        Column("user", "用车人", _person, filter=True),
        Column("purpose", "事由", types.text(), filter=True),
        Column("origin", "出发地", types.text()),
        Column("destination", "目的地及途经", types.text(), filter=True),
        Column("passengers", "人数", types.integer("人"), total=True),
        Column(
            "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
        ),
        Column(
            "driver", "驾驶员", types.ref("vehicles.Driver"), filter=True, primary=True
        ),
        Column("departed_at", "出车时刻", types.instant()),
        Column("returned_at", "回场时刻", types.instant()),
        Column("odometer_out", "起里程", _km),
        Column("odometer_in", "止里程", _km),
        Column("distance", "公里", _km, total=True),
        Column("fuel", "油量", types.quantity("升", 2), total=True),
        Column("electricity", "电量", types.quantity("度", 2), total=True),
        Column("energy_cost", "油电费", types.money(), total=True),
        Column("toll", "过路费", types.money(), total=True),
        Column("parking", "停车费", types.money(), total=True),
        Column("other_cost", "其他费用", types.money(), total=True),
        Column(
            "approver",
            "批准人",
            _person,
            looked_up=LookedUp(
                "vehicles.requests",
                "emergency_trip",
                "approved_after_by",
                "newest",
                order="approved_after_at",
                otherwise="approved_by",
            ),
        ),
        Column("energy", "能源", types.choice(Energy), paper=False, filter=True),
        Column(
            "energy_reason", "未派新能源车理由", types.choice(EnergyReason), paper=False
        ),
        Column("remark", "备注", types.text()),
        Column("planned_end", "计划返回", types.instant(), hidden=True),
        Column("dispatched_at", "派车时间", types.instant(), hidden=True),
        Column("response", "派车响应", types.integer("分钟"), hidden=True),
        Column(
            "request",
            "用车申请",
            types.ref("vehicles.VehicleRequest"),
            paper=False,
            filter=True,
        ),
        Column("paper_number", "纸质单号", types.text(), paper=False, filter=True),
        Column("driver_person", "驾驶员本人", _person, filter=True, hidden=True),
        Column(
            "duty",
            "专项保障",
            types.ref("vehicles.SpecialDuty"),
            paper=False,
            filter=True,
        ),
        Column("nights", "过夜", types.integer("夜"), paper=False, total=True),
        Column("days_off", "节假日天数", types.integer("天"), paper=False, total=True),
        Column(
            "driver_kind",
            "驾驶员类别",
            types.choice(DriverKind),
            paper=False,
            filter=True,
        ),
        Column("inspected_at", "出车前检查", types.instant(), paper=False),
        Column("inspection_note", "检查不合格项", types.text(), paper=False),
        Column("sensitive", "敏感任务", types.boolean(), hidden=True),
        Column("approved_by", "派车前批准人", _person, hidden=True),
    ],
    period="used_at",
    title_column="serial",
    extensible=True,
    newest={"vehicle": "returned_at"},
    watched=[
        ("planned_end", "departed"),
        ("planned_end", "dispatched"),
        ("vehicle", "departed"),
        ("driver", "departed"),
    ],
)


def _first_request() -> Source:
    return Source("first(requests)", lambda event: event.payload["requests"][0])


trips.on(
    Trip.Dispatched,
    "serial", "unit", "user", "purpose", "origin", "destination", "passengers",
    "vehicle", "driver", "energy", "driver_person", "sensitive", "paper_number",
    "duty", "planned_end",
    driver_kind=full_time_or("driver_kind"),
    used_at=field("planned_start"),
    approved_by=field("approver"),
    energy_reason=field("reason"),
    dispatched_at=occurred_at,
    response=minutes_since("approved_at"),
    request=_first_request(),
)  # fmt: skip
trips.on(
    Trip.Reassigned, "vehicle", "driver", "energy", "driver_person",
    driver_kind=full_time_or("driver_kind"),
    energy_reason=Source("none", lambda _event: None),
)  # fmt: skip
trips.on(Trip.Inspected, inspected_at=occurred_at, inspection_note=field("note"))
trips.on(
    Trip.Departed,
    used_at=occurred_at,
    departed_at=occurred_at,
    odometer_out=field("odometer"),
)
trips.on(
    Trip.Returned, "nights", "days_off", returned_at=occurred_at,
    odometer_in=field("odometer"),
)  # fmt: skip
trips.on(
    Trip.CostRecorded,
    fuel=add(field("volume"), kind="fuel"),
    electricity=add(field("volume"), kind="electricity"),
    toll=add(field("amount"), kind="toll"),
    parking=add(field("amount"), kind="parking"),
)
trips.on(Trip.Closed, "remark")
trips.on(Trip.Cancelled, remark=field("reason"))


@trips.reduce(Trip.Returned)
def _distance(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """公里 = 止里程 - 起里程, with what a change of odometer took off.

    A day may see the return and not yet the departure.
    """
    if row.get("odometer_out") is not None:
        driven = row["odometer_in"] - row["odometer_out"]
        row["distance"] = driven + (event.payload.get("dropped") or 0)
    return row


@trips.reduce(Trip.CostRecorded)
def _costs(row: dict[str, Any], event: Any) -> dict[str, Any]:
    """油电费 and 其他费用 each gather two kinds."""
    kind, amount = event.payload["kind"], event.payload["amount"]
    column = {
        "fuel": "energy_cost",
        "electricity": "energy_cost",
        "washing": "other_cost",
        "other": "other_cost",
    }.get(kind)
    if column:
        row[column] = (row.get(column) or 0) + amount
    return row


trip_costs = Ledger(
    "vehicles.trip_costs",
    "出车费用明细",
    per=Trip,
    kind="event",
    columns=[
        Column("serial", "派车单号", types.text(), filter=True, primary=True),
        Column("paid_on", "票据日期", types.day(), filter=True, primary=True),
        Column("kind", "费用类别", types.choice(CostKind), filter=True, primary=True),
        Column("amount", "金额", types.money(), total=True, primary=True),
        Column("volume", "数量（升或度）", types.quantity("", 2), total=True),
        Column("voucher", "票据号", types.text(), filter=True),
        Column("card", "油卡", types.ref("vehicles.FuelCard"), filter=True),
        Column("vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True),
        Column("driver", "驾驶员", types.ref("vehicles.Driver"), filter=True),
        Column("unit", "用车单位", _unit, filter=True),
        Column("driver_person", "驾驶员本人", _person, filter=True, hidden=True),
    ],
    period="paid_on",
    title_column="serial",
)
trip_costs.carry(
    Trip.Dispatched, "serial", "vehicle", "driver", "unit", "driver_person"
)
trip_costs.carry(Trip.Reassigned, "vehicle", "driver", "driver_person")
trip_costs.on(
    Trip.CostRecorded, "kind", "amount", "paid_on", "volume", "voucher", "card"
)

ALL = (trips, trip_costs)
