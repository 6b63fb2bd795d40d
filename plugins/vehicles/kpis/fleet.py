"""How many vehicles there are, and of what kind."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, OlderThan, level, ratio
from houqin.plugins.vehicles.fields import IN_SERVICE, SAVING
from houqin.plugins.vehicles.ledgers.fleet import vehicles

_IN_SERVICE = Equals("state", IN_SERVICE)
_SAVING = Equals("energy", SAVING)

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
    unit="%", percent=True, scale=1, headline=40, order=30,
    meaning="截止日新能源车数÷在编车辆数。", source="车辆台账",
)  # fmt: skip
over_eight = level(
    "vehicles.over_eight", "超8年车数", over=vehicles, unit="辆",
    where=(_IN_SERVICE, OlderThan("registered_on", "vehicles.renewal_years")), order=90,
    meaning="截止日登记已满更新年限（参数，默认8年）以上的在编车辆数。",
    source="车辆台账",
)  # fmt: skip
over_eight_share = ratio(
    "vehicles.over_eight_share", "超8年车占比",
    of=("vehicles.over_eight", "vehicles.fleet_size"),
    unit="%", percent=True, scale=1, order=50,
    meaning="截止日超8年车数÷在编车辆数；更新年限见"
    "《党政机关公务用车管理办法》。",
    source="车辆台账",
)  # fmt: skip
over_quota = level(
    "vehicles.over_quota", "超编数", over=vehicles, unit="辆",
    where=(_IN_SERVICE, Given("over_quota")), order=95,
    meaning="截止日仍在编、登记或变更时超出使用单位该类编制的车辆数；"
    "各单位编制、实有和空缺见编制台账。",
    source="车辆台账",
)  # fmt: skip

ALL = (
    over_quota,
    fleet_size,
    new_energy,
    new_energy_share,
    over_eight,
    over_eight_share,
)
