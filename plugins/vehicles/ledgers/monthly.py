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

_unit = Column(
    "unit", "用车单位", types.ref("core.Department"), filter=True, primary=True
)
_car = Column(
    "vehicle", "车号", types.ref("vehicles.Vehicle"), filter=True, primary=True
)
_SPENT = ("energy_cost", "toll", "parking", "other_cost")


def _published(name: str, title: str, *of: Column) -> RollUp:
    """What is hung out of each month: trips, kilometres and costs, no names."""
    measures = {"trips": Count()} | {c: Sum(c) for c in ("distance", *_SPENT)}
    return RollUp(
        f"vehicles.{name}",
        title,
        by=(*(column.name for column in of), "month"),
        parts=[Part(trips, at=_LEFT, measures=measures)],
        columns=[
            *of,
            Column("month", "月份", types.month(), filter=True, primary=True),
            Column("trips", "车次", _trips, total=True, primary=True),
            Column("distance", "公里", _km, total=True, primary=True),
            Column("energy_cost", "油电费", types.money(), total=True),
            Column("toll", "过路费", types.money(), total=True),
            Column("parking", "停车费", types.money(), total=True),
            Column("other_cost", "其他费用", types.money(), total=True),
            Column("total", "合计", types.money(), total=True, primary=True),
        ],
        computed={"total": Added(_SPENT)},
        sort="-month",
    )


published_use = _published("published_use", "用车公示表", _unit, _car)
published_units = _published("published_units", "用车公示表（按单位）", _unit)
published_cars = _published("published_cars", "用车公示表（按车）", _car)
published_months = _published("published_months", "用车公示表（按月）")

ALL = (
    driver_months,
    published_use,
    published_units,
    published_cars,
    published_months,
)
