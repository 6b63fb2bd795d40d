"""调度车次 and what else is counted of trips."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count, ratio, total
from houqin.plugins.vehicles.fields import SAVING
from houqin.plugins.vehicles.ledgers.trips import trips

_BY = ("unit", "vehicle", "driver")
_SAVING = Equals("energy", SAVING)

trips_dispatched = count(
    "vehicles.trips_dispatched", "调度车次", over=trips, at="departed_at",
    unit="车次", dimensions=_BY, headline=10, order=10,
    meaning="实际出车且未作废的派车单数，按实际出车日计入；派车后取消的不计，"
    "改派计1车次，多日或往返计1车次，一份申请派两台车计2车次。",
    source="派车台账",
)  # fmt: skip
distance = total(
    "vehicles.distance", "安全行驶里程", over=trips, column="distance",
    at="returned_at", unit="公里", dimensions=_BY, headline=20, order=20,
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
    unit="%", percent=True, scale=1, headline=80, order=40,
    meaning="节能车型（纯电动、插电混动）出车车次÷调度车次。", source="派车台账",
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
    saving_trips,
    saving_share,
    dispatches,
    response_minutes,
    response,
)
