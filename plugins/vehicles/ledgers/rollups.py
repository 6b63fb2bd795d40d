"""单车核算表 by car and month, 编制台账 by unit and category."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals
from houqin.core.projection.ledger import Column
from houqin.core.projection.rollup import Added, Count, Divided, Part, RollUp, Sum
from houqin.core.schema import types
from houqin.plugins.vehicles.fields import IN_SERVICE, Category
from houqin.plugins.vehicles.ledgers.fleet import vehicles
from houqin.plugins.vehicles.ledgers.keeping import inspections, insurances, standings
from houqin.plugins.vehicles.ledgers.quotas import quotas
from houqin.plugins.vehicles.ledgers.repairs import repairs
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
                "trip_other": _cost("parking", "washing", "other"),
            },
        ),
        Part(repairs, at="paid_on", measures={"repair": Sum("amount")}),
        Part(insurances, at="bought_at", measures={"insurance": Sum("premium")}),
        Part(inspections, at="passed_at", measures={"inspection": Sum("fee")}),
        Part(standings, at="paid_on", measures={"washing": Sum("amount")}),
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
        Column("repair", "维修", types.money(), total=True),
        Column("insurance", "保险", types.money(), total=True),
        Column("toll", "过路", types.money(), total=True),
        Column("trip_other", "停车及其他", types.money(), total=True, hidden=True),
        Column("inspection", "年检费", types.money(), total=True, hidden=True),
        Column("washing", "定点洗车", types.money(), total=True, hidden=True),
        Column("other_cost", "其他", types.money(), total=True),
        Column("total", "合计", types.money(), total=True, primary=True),
        Column("yuan_per_100km", "元/百公里", types.quantity("元", 2), total=True),
        Column("litres_per_100km", "升/百公里", types.quantity("升", 2), total=True),
    ],
    computed={
        "other_cost": Added(("trip_other", "inspection", "washing")),
        "total": Added(
            (
                "energy_cost",
                "repair",
                "insurance",
                "toll",
                "trip_other",
                "inspection",
                "washing",
            )
        ),
        "yuan_per_100km": Divided("total", "distance", times=100),
        "litres_per_100km": Divided("fuel", "distance", times=100),
    },
    sort="-month",
)

quota_table = RollUp(
    "vehicles.quota_table",
    "编制台账",
    by=("unit", "category"),
    parts=[
        Part(quotas, measures={"quota": Sum("number")}),
        Part(vehicles, measures={"actual": Count((Equals("state", IN_SERVICE),))}),
    ],
    columns=[
        Column(
            "unit", "使用单位", types.ref("core.Department"), filter=True, primary=True
        ),
        Column(
            "category", "编制类别", types.choice(Category), filter=True, primary=True
        ),
        Column("quota", "编制", types.integer("辆"), total=True, primary=True),
        Column("actual", "实有", types.integer("辆"), total=True, primary=True),
        Column("vacancy", "空缺", types.integer("辆"), total=True, primary=True),
    ],
    computed={"vacancy": Added(("quota",), minus=("actual",))},
    sort="unit",
)

ALL = (vehicle_costs, quota_table)
