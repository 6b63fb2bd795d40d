"""专项保障."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, count, level, total
from houqin.plugins.vehicles.ledgers.duties import (
    detached_drivers,
    detached_vehicles,
    special_duties,
)
from houqin.plugins.vehicles.ledgers.trips import trips

_DUTY = Given("duty")
_AWAY = Equals("movement", ("detached",))

special_trips = count(
    "vehicles.special_trips", "专项保障车次", over=trips, at="departed_at",
    unit="车次", where=(_DUTY,), dimensions=("duty", "unit", "vehicle", "driver"),
    order=210, source="派车台账",
    meaning="调度车次中填了专项保障的车次，按实际出车日计入；已含在调度车次内。",
)  # fmt: skip
special_distance = total(
    "vehicles.special_distance", "专项保障里程", over=trips, column="distance",
    at="returned_at", unit="公里", where=(_DUTY,), dimensions=("duty",), order=220,
    source="派车台账", meaning="专项保障派车单的止里程减起里程之和，按回场日计入。",
)  # fmt: skip
special_count = count(
    "vehicles.special_count", "专项保障项数", over=special_duties, at="first",
    unit="项", order=230, source="专项保障台账",
    meaning="立项的专项保障数，按开始日期计入，作废的不计。",
)  # fmt: skip
running = level(
    "vehicles.special_running", "进行中的专项保障", over=special_duties, unit="项",
    where=(Equals("state", ("running",)),), order=240, source="专项保障台账",
    meaning="截止日已开始、尚未结束的专项保障数。",
)  # fmt: skip
cars_detached = count(
    "vehicles.cars_detached", "抽调车辆", over=detached_vehicles, at="at",
    unit="辆次", where=(_AWAY,), dimensions=("duty", "vehicle"), order=250,
    source="车辆抽调归队记录",
    meaning="抽调到专项保障的车辆，每次抽调计1辆次，按抽调日计入。",
)  # fmt: skip
drivers_detached = count(
    "vehicles.drivers_detached", "抽调驾驶员", over=detached_drivers, at="at",
    unit="人次", where=(_AWAY,), dimensions=("duty", "driver"), order=260,
    source="驾驶员抽调归队记录",
    meaning="抽调到专项保障的驾驶员，每次抽调计1人次，按抽调日计入。",
)  # fmt: skip

ALL = (
    special_trips, special_distance, special_count, running, cars_detached,
    drivers_detached,
)  # fmt: skip
