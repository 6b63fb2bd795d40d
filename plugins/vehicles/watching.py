"""提醒 that conditions on one row cannot say: thirsty cars, cars not sealed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import RED, YELLOW, Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.watching import Moment

_DAY = timedelta(days=1)
#: More plates than one sentence says.
_MOST_NAMED = 5


def thirsty(reader: Any, moment: Moment) -> Iterator[Found]:
    """Cars whose last whole month was that much above their own twelve before."""
    last = moment.day.replace(day=1) - _DAY
    first = last.replace(day=1)
    usual = _rates(reader, _year_before(first), first - _DAY)
    percent = moment.setting("vehicles.fuel_percent")
    for car, (plate, rate) in _rates(reader, first, last).items():
        mean = usual.get(car, ("", 0))[1]
        if mean and rate * 100 > mean * percent:
            text = (
                f"{plate} {last.month}月百公里油耗{rate / 10:.1f}升，"
                f"高于前12个月平均{mean / 10:.1f}升"
            )
            yield Found(text, YELLOW, last.isoformat(), "vehicles.vehicle_costs")


def _year_before(first: date) -> date:
    return first.replace(year=first.year - 1)


def _rates(reader: Any, start: date, end: date) -> dict[str, tuple[str, int]]:
    """Plate and tenths of a litre on 100 km, by car; those that used any."""
    figure = reader.kpi("vehicles.fuel_rate", start, end, by="vehicle")
    return {g.key: (g.label, g.value) for g in figure.groups if g.value}


def unsealed(reader: Any, moment: Moment) -> Iterator[Found]:
    """Cars that stand unsealed when a holiday is there, or begins tomorrow."""
    holiday = reader.calendar.is_holiday
    today = holiday(moment.day)
    if not today and not holiday(moment.day + _DAY):
        return
    idle = [
        row.values["plate"]
        for row in reader.ledger("vehicles.vehicles").rows()
        if not row.voided and row.values["status"] == "available"
    ]
    if not idle:
        return
    more = "等" if len(idle) > _MOST_NAMED else ""
    text = f"节假日未封存车辆{len(idle)}辆：{'、'.join(idle[:_MOST_NAMED])}{more}"
    level = RED if today else YELLOW
    yield Found(text, level, moment.day.isoformat(), "vehicles.vehicles")
