"""驾驶员出车月报 and 用车公示表: trips by month, rolled up; the latter names nobody."""

from __future__ import annotations

from houqin.core.projection.ledger import Column
from houqin.core.projection.rollup import Added, Count, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.plugins.vehicles.ledgers.trips import trips

_km = types.integer("公里")
_trips = types.integer("车次")
#: A trip counts in the month it left, as 调度车次 does, and so does what it cost.
_LEFT, _BACK = "departed_at", "returned_at"

driver_months = RollUp(
    "vehicles.driver_months",
    "驾驶员出车月报",
    by=("driver", "month"),
    parts=[
        Part(trips, at=_LEFT, measures={"trips": Count()}),
        Part(
            trips,
            at=_BACK,
            measures={
                "distance": Sum("distance"),
                "nights": Sum("nights"),
                "days_off": Sum("days_off"),
            },
        ),
    ],
    columns=[
        Column(
            "driver", "驾驶员", types.ref("vehicles.Driver"), filter=True, primary=True
        ),
        Column("month", "月份", types.month(), filter=True, primary=True),
        Column("trips", "车次", _trips, total=True, primary=True),
        Column("distance", "公里", _km, total=True, primary=True),
        Column("nights", "过夜", types.integer("夜"), total=True, primary=True),
        Column("days_off", "节假日天数", types.integer("天"), total=True, primary=True),
    ],
    sort="-month",
)

published_use = RollUp(
    "vehicles.published_use",
    "用车公示表",
    by=("unit", "vehicle", "month"),
    parts=[
        Part(
            trips,
            at=_LEFT,
            measures={
                "trips": Count(),
                "distance": Sum("distance"),
                "energy_cost": Sum("energy_cost"),
                "toll": Sum("toll"),
                "parking": Sum("parking"),
                "other_cost": Sum("other_cost"),
            },
        ),
    ],
    columns=[
        Column(
            "unit", "用车单位", types.ref("core.Department"), filter=True, primary=True
        ),
        Column(
            "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
        ),
        Column("month", "月份", types.month(), filter=True, primary=True),
        Column("trips", "车次", _trips, total=True, primary=True),
        Column("distance", "公里", _km, total=True, primary=True),
        Column("energy_cost", "油电费", types.money(), total=True),
        Column("toll", "过路费", types.money(), total=True),
        Column("parking", "停车费", types.money(), total=True),
        Column("other_cost", "其他费用", types.money(), total=True),
        Column("total", "合计", types.money(), total=True, primary=True),
    ],
    computed={"total": Added(("energy_cost", "toll", "parking", "other_cost"))},
    sort="-month",
)

ALL = (driver_months, published_use)
