"""车辆台账."""

from __future__ import annotations

from datetime import date
from typing import Any

from houqin.core.projection.ledger import Column, Ledger, LookedUp
from houqin.core.schema import types
from houqin.plugins.vehicles.fields import Category, Energy
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.fleet_fields import Mark

_km = types.integer("公里")
_unit = types.ref("core.Department")


class VehicleStatus(types.Choice):
    """状态 of 车辆台账: its own state, and 出车中 from its trips."""

    AVAILABLE = "available", "在编可用"
    ON_DUTY = "on_duty", "出车中"
    IN_REPAIR = "in_repair", "维修保养"
    SEALED = "sealed", "封存"
    DETACHED = "detached", "专项抽调"
    PENDING_DISPOSAL = "pending_disposal", "待处置"
    DISPOSED = "disposed", "已处置"


def _age(values: dict[str, Any], today: date) -> int | None:
    """Whole years since registration."""
    registered = values.get("registered_on")
    if not registered:
        return None
    since = date.fromisoformat(registered)
    before = (today.month, today.day) < (since.month, since.day)
    return today.year - since.year - before


def _upkeep(what: str) -> LookedUp:
    """From the newest upkeep of 维修保养台账."""
    return LookedUp(
        "vehicles.repairs", "vehicle", f"upkeep_{what}", "newest", order="upkeep_at"
    )


vehicles = Ledger(
    "vehicles.vehicles",
    "车辆台账",
    per=Vehicle,
    columns=[
        Column("plate", "号牌", types.text(), filter=True, latest=True, primary=True),
        Column("unit", "使用单位", _unit, filter=True, latest=True),
        Column(
            "category", "编制类别", types.choice(Category), filter=True, latest=True
        ),
        Column("model", "品牌型号", types.text(), latest=True, primary=True),
        Column("energy", "能源", types.choice(Energy), filter=True),
        Column("displacement", "排量", types.integer("毫升")),
        Column("seats", "座位", types.integer("座"), latest=True),
        Column("registered_on", "登记日期", types.day()),
        Column("age", "车龄", types.integer("年"), derived=_age),
        Column("price", "购置价", types.money(), total=True),
        Column("odometer", "登记里程", _km, hidden=True),
        Column(
            "mileage",
            "里程",
            _km,
            looked_up=LookedUp(
                "vehicles.trips",
                "vehicle",
                "odometer_in",
                "newest",
                order="returned_at",
                otherwise="odometer",
            ),
        ),
        Column("insured_until", "保险到期", types.day(), filter=True, latest=True),
        Column("inspected_until", "年检到期", types.day(), filter=True, latest=True),
        Column("mark", "标识", types.choice(Mark), filter=True, latest=True),
        Column(
            "status",
            "状态",
            types.choice(VehicleStatus),
            filter=True,
            looked_up=LookedUp(
                "vehicles.trips",
                "vehicle",
                "state",
                "newest",
                order="used_at",
                otherwise="at_home",
                mapping=(("departed", "on_duty"),),
            ),
        ),
        Column(
            "at_home",
            "未出车时状态",
            types.choice(VehicleStatus),
            hidden=True,
            looked_up=LookedUp(
                "vehicles.repairs",
                "vehicle",
                "state",
                "newest",
                order="sent_at",
                otherwise="state",
                mapping=(("sent", "in_repair"),),
            ),
        ),
        Column(
            "upkeep_reading",
            "上次保养里程",
            _km,
            paper=False,
            looked_up=_upkeep("reading"),
        ),
        Column(
            "upkeep_at",
            "上次保养时间",
            types.instant(),
            paper=False,
            looked_up=_upkeep("at"),
        ),
        Column("endurance", "续航里程", _km, latest=True, paper=False),
        Column(
            "cost_per_km",
            "每公里运行费",
            types.quantity("元", 2),
            latest=True,
            paper=False,
        ),
        Column("special_case", "特殊配备说明", types.text()),
        Column("over_quota", "超编理由", types.text(), latest=True),
    ],
    title_column="plate",
    extensible=True,
    sort="plate",
    numbered=True,
)
_CHANGING = (
    "plate", "unit", "category", "model", "seats", "mark", "endurance", "cost_per_km",
    "over_quota",
)  # fmt: skip
vehicles.on(
    Vehicle.Registered,
    *_CHANGING,
    "energy", "displacement", "registered_on", "price", "odometer", "special_case",
    "insured_until", "inspected_until",
)  # fmt: skip
vehicles.on(Vehicle.Updated, *_CHANGING)
vehicles.on(Vehicle.InsuranceBought, "insured_until")
vehicles.on(Vehicle.InspectionPassed, "inspected_until")

ALL = (vehicles,)
