"""保险, 年检, 封存, 停放洗车 and 换表: what happens to a car between its trips."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import (
    acting,
    constant,
    field,
    occurred_at,
    stream,
)
from houqin.core.schema import types
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.fleet_fields import PointKind
from houqin.plugins.vehicles.point import Point

_km = types.integer("公里")
_car = Column(
    "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
)
_by = Column("by", "登记人", types.ref("core.Person"))
#: Whose row it is, and who typed it.
_WHOSE = {"vehicle": stream, "by": acting}


def _of_cars(
    name: str, title: str, *columns: Column, period: str, titled: str
) -> Ledger:
    """One row for each such event of a car."""
    return Ledger(
        f"vehicles.{name}", title, per=Vehicle, kind="event",
        columns=[_car, *columns, _by], period=period, title_column=titled,
    )  # fmt: skip


class SealingKind(types.Choice):
    """What 封存登记表 tells."""

    SEALED = "sealed", "封存"
    UNSEALED = "unsealed", "解封"


insurances = _of_cars(
    "insurances",
    "车辆保险台账",
    Column("bought_at", "投保时间", types.instant(), filter=True),
    Column("insurer", "保险公司", types.text(), filter=True, primary=True),
    Column("policy", "保单号", types.text(), filter=True),
    Column("coverage", "险种", types.text()),
    Column("since", "生效日期", types.day()),
    Column("insured_until", "保险到期", types.day(), filter=True, primary=True),
    Column("premium", "保险费", types.money(), total=True, primary=True),
    period="bought_at",
    titled="policy",
)
insurances.on(
    Vehicle.InsuranceBought,
    "insurer", "policy", "coverage", "since", "insured_until", "premium",
    bought_at=occurred_at, **_WHOSE,
)  # fmt: skip

inspections = _of_cars(
    "inspections",
    "车辆年检台账",
    Column("passed_at", "年检时间", types.instant(), filter=True, primary=True),
    Column("station", "检测机构", types.text(), filter=True, primary=True),
    Column("inspected_until", "年检到期", types.day(), filter=True, primary=True),
    Column("fee", "年检费", types.money(), total=True),
    period="passed_at",
    titled="station",
)
inspections.on(
    Vehicle.InspectionPassed,
    "station", "inspected_until", "fee",
    passed_at=occurred_at, **_WHOSE,
)  # fmt: skip

sealings = _of_cars(
    "sealings",
    "封存登记表",
    Column("done_at", "时间", types.instant(), filter=True, primary=True),
    Column("kind", "事项", types.choice(SealingKind), filter=True, primary=True),
    Column("occasion", "封存事由", types.text(), filter=True, primary=True),
    Column("place", "封存地点", types.text(), filter=True),
    Column("reason", "解封说明", types.text()),
    period="done_at",
    titled="occasion",
)
sealings.on(
    Vehicle.Sealed,
    "occasion", "place",
    done_at=occurred_at, reason=constant(None),
    kind=constant(SealingKind.SEALED.value), **_WHOSE,
)  # fmt: skip
sealings.on(
    Vehicle.Unsealed,
    "reason",
    done_at=occurred_at,
    kind=constant(SealingKind.UNSEALED.value), **_WHOSE,
)  # fmt: skip


class StandingKind(types.Choice):
    """What 停放洗车登记 tells."""

    PARKED = "parked", "停放"
    WASHED = "washed", "洗车"


standings = _of_cars(
    "standings",
    "停放洗车登记",
    Column("done_at", "时间", types.instant(), filter=True, primary=True),
    Column("kind", "事项", types.choice(StandingKind), filter=True, primary=True),
    Column("point", "定点", types.ref("vehicles.Point"), filter=True, primary=True),
    Column("amount", "洗车费", types.money(), total=True),
    Column("paid_on", "票据日期", types.day()),
    Column("voucher", "票据号", types.text()),
    period="done_at",
    titled="kind",
)
_nothing = {name: constant(None) for name in ("amount", "paid_on", "voucher")}
standings.on(
    Vehicle.Parked,
    "point",
    done_at=occurred_at,
    kind=constant(StandingKind.PARKED.value), **_WHOSE, **_nothing,
)  # fmt: skip
standings.on(
    Vehicle.Washed,
    "point", "amount", "paid_on", "voucher",
    done_at=occurred_at,
    kind=constant(StandingKind.WASHED.value), **_WHOSE,
)  # fmt: skip

odometer_changes = _of_cars(
    "odometer_changes",
    "更换里程表登记",
    Column("changed_at", "时间", types.instant(), filter=True, primary=True),
    Column("old_reading", "旧表读数", _km, primary=True),
    Column("new_reading", "新表读数", _km, primary=True),
    Column("reason", "理由", types.text()),
    period="changed_at",
    titled="reason",
)
odometer_changes.on(
    Vehicle.OdometerReplaced,
    "old_reading", "new_reading", "reason",
    changed_at=occurred_at, **_WHOSE,
)  # fmt: skip

points = Ledger(
    "vehicles.points",
    "定点台账",
    per=Point,
    columns=[
        Column("name", "名称", types.text(), filter=True, primary=True),
        Column("kind", "用途", types.choice(PointKind), filter=True, primary=True),
        Column("address", "地址", types.text(), filter=True),
        Column("contract", "定点协议编号", types.text()),
        Column("status", "状态", types.state(), filter=True, primary=True),
        Column("ended_for", "取消理由", types.text()),
    ],
    title_column="name",
    sort="name",
)
points.on(Point.Registered, "name", "kind", "address", "contract")
points.on(Point.Ended, ended_for=field("reason"))

ALL = (insurances, inspections, sealings, standings, odometer_changes, points)
