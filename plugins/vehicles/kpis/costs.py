"""油耗, 运行费 and 维修费 of cars, together and each alone."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, change, ratio, together, total
from houqin.plugins.vehicles.ledgers.keeping import inspections, insurances, standings
from houqin.plugins.vehicles.ledgers.repairs import repairs
from houqin.plugins.vehicles.ledgers.trips import trip_costs

_BY_CAR = ("vehicle",)

fuel = total(
    "vehicles.fuel", "加油量", over=trip_costs, column="volume", at="paid_on",
    unit="升", scale=2, where=(Equals("kind", ("fuel",)),), dimensions=_BY_CAR,
    order=200,
    meaning="费用登记中加油票据的升数之和，按票据日期计入，作废的不计。",
    source="出车费用明细",
)  # fmt: skip
fuel_rate = ratio(
    "vehicles.fuel_rate", "单车百公里油耗", of=("vehicles.fuel", "vehicles.distance"),
    unit="升/百公里", percent=True, scale=1, order=56,
    meaning="加油量÷安全行驶里程×100；按车号分组即为各车的百公里油耗，"
    "纯电动车只计里程。",
    source="出车费用明细、派车台账",
)  # fmt: skip
trip_cost = total(
    "vehicles.trip_cost", "出车费用", over=trip_costs, column="amount", at="paid_on",
    unit="元", scale=2, dimensions=_BY_CAR, order=210,
    meaning="费用登记的油电、过路、停车、洗车和其他费用之和，按票据日期计入。",
    source="出车费用明细",
)  # fmt: skip
repair_cost = total(
    "vehicles.repair_cost", "维修费", over=repairs, column="amount", at="paid_on",
    unit="元", scale=2, dimensions=_BY_CAR, order=220,
    meaning="已结算维修单的维修费之和，按结算日期计入。", source="维修保养台账",
)  # fmt: skip
repair_change = change(
    "vehicles.repair_change", "维修费同比", of="vehicles.repair_cost", scale=1,
    order=58,
    meaning="（本期维修费－上年同期维修费）÷上年同期维修费；上年同期没有的不计算。",
    source="维修保养台账",
)  # fmt: skip
insurance_cost = total(
    "vehicles.insurance_cost", "保险费", over=insurances, column="premium",
    at="bought_at", unit="元", scale=2, dimensions=_BY_CAR, order=230,
    meaning="投保登记的保险费之和，按投保日计入。", source="车辆保险台账",
)  # fmt: skip
inspection_cost = total(
    "vehicles.inspection_cost", "年检费", over=inspections, column="fee",
    at="passed_at", unit="元", scale=2, dimensions=_BY_CAR, order=240,
    meaning="年检登记的年检费之和，按年检日计入。", source="车辆年检台账",
)  # fmt: skip
washing_cost = total(
    "vehicles.washing_cost", "定点洗车费", over=standings, column="amount",
    at="paid_on", unit="元", scale=2, dimensions=_BY_CAR, order=250,
    meaning="定点洗车登记的洗车费之和，按票据日期计入。", source="停放洗车登记",
)  # fmt: skip
running_cost = together(
    "vehicles.running_cost", "车辆运行费",
    of=(
        "vehicles.trip_cost", "vehicles.repair_cost", "vehicles.insurance_cost",
        "vehicles.inspection_cost", "vehicles.washing_cost",
    ),
    unit="元", scale=2, headline=30, order=260,
    meaning="出车费用、维修费、保险费、年检费和定点洗车费之和。",
    source="出车费用明细、维修保养台账、车辆保险台账、车辆年检台账、停放洗车登记",
)  # fmt: skip
cost_per_vehicle = ratio(
    "vehicles.cost_per_vehicle", "单车运行费",
    of=("vehicles.running_cost", "vehicles.fleet_size"), unit="元/辆", scale=2,
    order=57,
    meaning="车辆运行费÷截止日在编车辆数；各车的运行费见单车核算表。",
    source="出车费用明细、维修保养台账、车辆保险台账、车辆台账",
)  # fmt: skip

ALL = (
    fuel_rate,
    cost_per_vehicle,
    repair_change,
    fuel,
    trip_cost,
    repair_cost,
    insurance_cost,
    inspection_cost,
    washing_cost,
    running_cost,
)
