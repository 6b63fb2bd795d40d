"""The statistics of the year before, filed in February."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.model.command import Act

from .acts import Timed
from .hours import LAST_DAY, YEAR, at
from .identities import command_id, department_id, person_id, vehicle_id
from .spread import between

if TYPE_CHECKING:
    from .year import Vehicle, Year

CENTRE = "县机关后勤服务中心"
FILED_ON = date(YEAR, 2, 20)
POSTS, LEADERS = 20, 3
_USES = frozenset({"confidential", "emergency"})


def annual_report(year: Year) -> Timed:
    """File 2022 for the centre, every car in it."""
    given: dict[str, Any] = {
        "year": YEAR - 1,
        "unit": str(department_id(CENTRE)),
        "posts": POSTS,
        "leader_posts": LEADERS,
        "accidents": 0,
        "reviewer": str(person_id("dispatcher/1")),
        "leader": str(person_id("director")),
        "cars": [_car(vehicle, n) for n, vehicle in enumerate(year.vehicles, 1)],
    }
    name = command_id("file_report", YEAR - 1)
    act = Act("vehicles.file_report", given, person_id("dispatcher/0"), name)
    return Timed(at(FILED_ON, 620), act)


def _car(vehicle: Vehicle, number: int) -> dict[str, Any]:
    """Older cars cost more; an electric one burns nothing."""
    plate = vehicle.plate
    km = between(60, 110, plate, "km") * 100
    litres = 0 if vehicle.energy == "electric" else km * vehicle.consumption // 10
    age = LAST_DAY.year - vehicle.registered_on.year
    car: dict[str, Any] = {
        "vehicle": str(vehicle_id(plate)),
        "engine_number": f"F{number:03d}0023",
        "frame_number": f"LX0000000000{number:05d}",
        "use": vehicle.category if vehicle.category in _USES else "other",
        "distance": km,
        "fuel": litres,
        "fuel_cost": litres * 760 // 100,
        "repair_cost": 120_000 + age * between(30, 80, plate, "repair") * 1000,
        "insurance": "定点统一投保",
        "insurance_cost": 350_000,
    }
    if plate == "桂X·00016":
        car |= {"overhaul": "发动机大修", "overhaul_cost": 820_000}
    return car
