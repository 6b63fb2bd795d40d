"""调度车次 and the other measures of 公务用车, each with its 口径."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, OlderThan, count, level, ratio, total
from houqin.plugins.vehicles.fields import SAVING
from houqin.plugins.vehicles.ledgers import trips, vehicles

_BY = ("unit", "vehicle", "driver")
_IN_SERVICE = Equals("state", ("available",))
_SAVING = Equals("energy", SAVING)

trips_dispatched = count(
    "vehicles.trips_dispatched", "调度车次", over=trips, at="departed_at",
    unit="车次", dimensions=_BY, order=10,
    meaning="实际出车且未作废的派车单数，按实际出车日计入；派车后取消的不计，"
    "改派计1车次，多日或往返计1车次，一份申请派两台车计2车次。",
    source="派车台账",
)  # fmt: skip
distance = total(
    "vehicles.distance", "安全行驶里程", over=trips, column="distance",
    at="returned_at", unit="公里", dimensions=_BY, order=20,
    meaning="已回场派车单的止里程减起里程之和，按回场日计入，作废的不计。",
    source="派车台账",
)  # fmt: skip
saving_trips = count(
    "vehicles.saving_trips", "节能车型出车车次", over=trips, at="departed_at",
    unit="车次", where=(_SAVING,), dimensions=_BY, order=60,
    meaning="调度车次中由纯电动和插电混动车辆承担的车次。", source="派车台账",
)  # fmt: skip
saving_share = ratio(
    "vehicles.saving_share", "节能车型出车占比",
    of=("vehicles.saving_trips", "vehicles.trips_dispatched"),
    unit="%", percent=True, scale=1, order=40,
    meaning="节能车型（纯电动、插电混动）出车车次÷调度车次。", source="派车台账",
)  # fmt: skip
fleet_size = level(
    "vehicles.fleet_size", "在编车辆数", over=vehicles, unit="辆", where=(_IN_SERVICE,),
    meaning="截止日在编未处置的车辆数。", source="车辆台账", order=70,
)  # fmt: skip
new_energy = level(
    "vehicles.new_energy", "新能源车数", over=vehicles, unit="辆",
    where=(_IN_SERVICE, _SAVING), order=80,
    meaning="截止日在编车辆中纯电动和插电混动车辆数。", source="车辆台账",
)  # fmt: skip
new_energy_share = ratio(
    "vehicles.new_energy_share", "新能源车占比",
    of=("vehicles.new_energy", "vehicles.fleet_size"),
    unit="%", percent=True, scale=1, order=30,
    meaning="截止日新能源车数÷在编车辆数。", source="车辆台账",
)  # fmt: skip
over_eight = level(
    "vehicles.over_eight", "超8年车数", over=vehicles, unit="辆",
    where=(_IN_SERVICE, OlderThan("registered_on", 8)), order=90,
    meaning="截止日登记已满8年以上的在编车辆数。", source="车辆台账",
)  # fmt: skip
over_eight_share = ratio(
    "vehicles.over_eight_share", "超8年车占比",
    of=("vehicles.over_eight", "vehicles.fleet_size"),
    unit="%", percent=True, scale=1, order=50,
    meaning="截止日超8年车数÷在编车辆数；更新年限见"
    "《党政机关公务用车管理办法》。",
    source="车辆台账",
)  # fmt: skip
dispatches = count(
    "vehicles.dispatches", "派车单数", over=trips, at="dispatched_at", unit="份",
    meaning="已派车且未作废的派车单数（含派车后取消的），按派车日计入。",
    source="派车台账", order=100,
)  # fmt: skip
response_minutes = total(
    "vehicles.response_minutes", "派车响应总时长", over=trips, column="response",
    at="dispatched_at", unit="分钟", order=110,
    meaning="各派车单从申请批准到派车的分钟数之和。", source="派车台账",
)  # fmt: skip
response = ratio(
    "vehicles.response", "平均派车响应",
    of=("vehicles.response_minutes", "vehicles.dispatches"),
    unit="分钟", scale=1, order=55,
    meaning="派车响应总时长÷派车单数：从申请批准到派车的平均分钟数。",
    source="派车台账",
)  # fmt: skip

ALL = (
    trips_dispatched,
    distance,
    new_energy_share,
    saving_share,
    over_eight_share,
    response,
    saving_trips,
    fleet_size,
    new_energy,
    over_eight,
    dispatches,
    response_minutes,
)
