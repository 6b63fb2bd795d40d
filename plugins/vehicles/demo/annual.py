"""The statistics of the year before, filed in February."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.clock import YEAR, at
from houqin.core.demonstration.identities import command_id, department_id, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.spread import between
from houqin.core.model.command import Act

from .identities import vehicle_id
from .keeping import cost_at, garage_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .year import Vehicle, Year

CENTRE = "县机关后勤服务中心"
TYPED_ON, FILED_ON = date(YEAR, 2, 10), date(YEAR, 2, 20)
OVERHAULED, OVERHAUL = "桂X·00016", 820_000
POSTS, LEADERS = 20, 3
_USES = frozenset({"confidential", "emergency"})


def annual_report(year: Year) -> Timed:
    """File 2022 for the centre, every car in it."""
    given: dict[str, Any] = {
        "year": YEAR - 1,
        "unit": str(department_id(CENTRE)),
        "posts": POSTS,
        "leader_posts": LEADERS,
        "accidents": 1,
        "reviewer": str(person_id("dispatcher/1")),
        "leader": str(person_id("director")),
        "cars": [_car(vehicle, n) for n, vehicle in enumerate(year.vehicles, 1)],
    }
    name = command_id("file_report", YEAR - 1)
    act = Act("vehicles.file_report", given, person_id("dispatcher/0"), name)
    return Timed(at(FILED_ON, 620), act)


def _car(vehicle: Vehicle, number: int) -> dict[str, Any]:
    """An electric one burns nothing."""
    plate = vehicle.plate
    km = between(60, 110, plate, "km") * 100
    litres = 0 if vehicle.energy == "electric" else km * vehicle.consumption // 10
    car: dict[str, Any] = {
        "vehicle": str(vehicle_id(plate)),
        "engine_number": f"F{number:03d}0023",
        "frame_number": f"LX0000000000{number:05d}",
        "use": vehicle.category if vehicle.category in _USES else "other",
        "distance": km,
        "fuel": litres,
        "fuel_cost": litres * 760 // 100,
        "repair_cost": repaired_before(vehicle),
        "insurance": "定点统一投保",
        "insurance_cost": 350_000,
    }
    if vehicle.registered_on.year == YEAR - 1:
        car["change"] = "本年新增"
    if plate == OVERHAULED:
        car |= {"overhaul": "发动机大修", "overhaul_cost": OVERHAUL}
    return car


def repaired_before(vehicle: Vehicle) -> int:
    """What a car cost in repairs in the year before, in fen."""
    return cost_at(YEAR - 1 - vehicle.registered_on.year)


def repairs_before(year: Year) -> Iterator[Timed]:
    """历史台账补登: the paper slips of 2022, typed before its statistics are filed."""
    number = 0
    for vehicle in year.vehicles:
        plate = vehicle.plate
        orders = [("repair", "全年维修保养（见纸质台账）", repaired_before(vehicle))]
        if plate == OVERHAULED:
            orders.append(("overhaul", "发动机大修", OVERHAUL))
        for kind, fault, amount in orders:
            number += 1
            given = _paper(vehicle, kind, fault, amount, number)
            name = command_id("repair_slip", plate, kind)
            act = Act("vehicles.repair_slip", given, person_id("dispatcher/0"), name)
            yield Timed(at(TYPED_ON, 560, number), act)


def _paper(
    vehicle: Vehicle, kind: str, fault: str, amount: int, number: int
) -> dict[str, Any]:
    first = max(date(YEAR - 1, 9, 5), vehicle.registered_on + timedelta(15))
    days = [first + timedelta(between(0, 9, vehicle.plate, kind, "before"))]
    days += [days[0] + timedelta(more) for more in (1, 3, 5)]
    asked, agreed, sent, back = (day.isoformat() for day in days)
    return {
        "request": {
            "happened_at": asked, "done_by": str(person_id("dispatcher/1")),
            "vehicle": str(vehicle_id(vehicle.plate)), "kind": kind, "fault": fault,
            "estimate": amount,
        },
        "approval": {"happened_at": agreed, "done_by": str(person_id("director"))},
        "sent": {"happened_at": sent, "point": str(garage_of(vehicle))},
        "back": {
            "happened_at": back, "result": "验收合格", "parts": "见结算清单",
            "reading": max(0, vehicle.odometer_km - between(800, 2000, vehicle.plate)),
        },
        "paid": {
            "amount": amount, "paid_on": back, "invoice": f"2022{number:04d}",
        },
    }  # fmt: skip
