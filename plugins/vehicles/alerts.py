"""提醒 of 公务用车: what is due, late or worn out, and whose it is to act."""

from __future__ import annotations

from houqin.core.model.alerts import Alert
from houqin.core.projection.watching import Beyond, DueWithin, Is, OlderBy, PastBy
from houqin.plugins.vehicles.ledgers.fleet import vehicles
from houqin.plugins.vehicles.ledgers.requests import requests
from houqin.plugins.vehicles.ledgers.trips import trips
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right
from houqin.plugins.vehicles.watching import thirsty, unsealed

#: A car that is disposed of is nobody's worry.
_KEPT = Is("state", ("available", "sealed", "detached", "pending_disposal"))
_EXPIRED = 1

not_returned = Alert(
    name="vehicles.not_returned",
    title="超计划未回",
    over=trips,
    when=(
        Is("state", ("departed",)),
        PastBy("planned_end", hours="vehicles.not_returned_hours"),
    ),
    red_when=(PastBy("planned_end", days=1),),
    due="planned_end",
    falls_to=Right.DISPATCH,
    text="{vehicle}（{driver}）计划{due}返回，尚未回场",
    order=10,
)


def _expiring(name: str, title: str, column: str, order: int) -> Alert:
    """Yellow so many days before a car's paper expires, red from the day after."""
    return Alert(
        name=f"vehicles.{name}_due",
        title=f"{title}到期",
        over=vehicles,
        when=(_KEPT, DueWithin(column, days="vehicles.expiry_days")),
        red_when=(PastBy(column, days=_EXPIRED),),
        due=column,
        falls_to=Right.REGISTER,
        text=f"{{plate}}{title}{{due}}到期",
        order=order,
    )


insurance_due = _expiring("insurance", "保险", "insured_until", 20)
inspection_due = _expiring("inspection", "年检", "inspected_until", 30)
upkeep_km = Alert(
    name="vehicles.upkeep_km",
    title="保养里程到",
    over=vehicles,
    when=(_KEPT, Beyond("mileage", "upkeep_reading", "vehicles.upkeep_km")),
    falls_to=Right.REPAIR,
    text="{plate}里程{mileage}公里，上次保养时{upkeep_reading}公里",
    order=40,
)
upkeep_time = Alert(
    name="vehicles.upkeep_time",
    title="保养时间到",
    over=vehicles,
    when=(_KEPT, PastBy("upkeep_at", days="vehicles.upkeep_days")),
    falls_to=Right.REPAIR,
    text="{plate}上次保养在{upkeep_at}",
    order=50,
)
over_age = Alert(
    name="vehicles.over_age",
    title="超过更新年限",
    over=vehicles,
    when=(_KEPT, OlderBy("registered_on", "vehicles.renewal_years")),
    falls_to=Right.REGISTER,
    text="{plate}{registered_on}登记，车龄{age}年，已过更新年限",
    order=90,
)
after_approval = Alert(
    name="vehicles.after_approval",
    title="先用后补待补批",
    over=requests,
    when=(Is("state", ("emergency",)),),
    red_when=(PastBy("planned_start", hours="vehicles.after_approval_hours"),),
    due="planned_start",
    falls_to=Right.APPROVE,
    text="{serial}先用后补，{planned_start}用车，尚未补批",
    order=15,
)
fuel_high = Alert(
    name="vehicles.fuel_high",
    title="油耗偏高",
    find=thirsty,
    falls_to=Right.DISPATCH,
    order=70,
)
not_sealed = Alert(
    name="vehicles.not_sealed",
    title="节假日未封存",
    find=unsealed,
    falls_to=Right.DISPATCH,
    order=60,
)

ALL = (
    after_approval,
    fuel_high,
    not_sealed,
    not_returned,
    insurance_due,
    inspection_due,
    upkeep_km,
    upkeep_time,
    over_age,
)
