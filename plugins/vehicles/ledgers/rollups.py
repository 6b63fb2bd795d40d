"""单车核算表: what each car drove, used and cost, month by month."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals
from houqin.core.projection.ledger import Column
from houqin.core.projection.rollup import Added, Divided, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.plugins.vehicles.ledgers.trips import trip_costs, trips


def _cost(*kinds: str) -> Sum:
    return Sum("amount", (Equals("kind", kinds),))


def _volume(kind: str) -> Sum:
    return Sum("volume", (Equals("kind", (kind,)),))


vehicle_costs = RollUp(
    "vehicles.vehicle_costs",
    "单车核算表",
    by=("vehicle", "month"),
    parts=[
        Part(trips, at="returned_at", measures={"distance": Sum("distance")}),
        Part(
            trip_costs,
            at="paid_on",
            measures={
                "fuel": _volume("fuel"),
                "electricity": _volume("electricity"),
                "energy_cost": _cost("fuel", "electricity"),
                "toll": _cost("toll"),
                "other_cost": _cost("parking", "washing", "other"),
            },
        ),
    ],
    columns=[
        Column(
            "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
        ),
        Column("month", "月份", types.month(), filter=True, primary=True),
        Column("distance", "里程", types.integer("公里"), total=True, primary=True),
        Column("fuel", "油量", types.quantity("升", 2), total=True),
        Column("electricity", "电量", types.quantity("度", 2), total=True),
        Column("energy_cost", "油电费", types.money(), total=True),
        Column("toll", "过路", types.money(), total=True),
        Column("other_cost", "其他", types.money(), total=True),
        Column("total", "合计", types.money(), total=True, primary=True),
        Column("yuan_per_100km", "元/百公里", types.quantity("元", 2), total=True),
        Column("litres_per_100km", "升/百公里", types.quantity("升", 2), total=True),
    ],
    computed={
        "total": Added(("energy_cost", "toll", "other_cost")),
        "yuan_per_100km": Divided("total", "distance", times=100),
        "litres_per_100km": Divided("fuel", "distance", times=100),
    },
    sort="-month",
)

ALL = (vehicle_costs,)
