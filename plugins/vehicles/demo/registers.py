"""Vehicles and drivers, registered on New Year's morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.demonstration.county import CENTRE
from houqin.core.demonstration.identities import command_id, department_id, person_id
from houqin.core.demonstration.parts import Timed
from houqin.core.demonstration.registering import BETWEEN_TWO, REGISTERED
from houqin.core.model.command import Act

from .keeping import inspected_until, insured_until
from .quotas import OVER_QUOTA

if TYPE_CHECKING:
    from uuid import UUID

    from .year import Driver, Vehicle, Year

ELECTRIC_ENDURANCE = 400


def registrations(year: Year) -> list[Timed]:
    """List the cars and drivers, which the administrator registers."""
    administrator = person_id("administrator")
    acts = [_vehicle(row, administrator) for row in year.vehicles]
    acts += [_driver(row, administrator) for row in year.drivers]
    return [
        Timed(REGISTERED + number * BETWEEN_TWO, act) for number, act in enumerate(acts)
    ]


#: What a litre or a kilowatt-hour cost in the year before, in fen.
FEN_PER = {"electric": 85, "plug_in_hybrid": 760, "petrol": 760, "diesel": 735}


def _vehicle(vehicle: Vehicle, actor: UUID) -> Act:
    given: dict[str, Any] = {
        "unit": str(department_id(CENTRE)),
        "mark": "exempt" if vehicle.category == "confidential" else "marked",
        "insured_until": insured_until(vehicle).isoformat(),
        "inspected_until": inspected_until(vehicle).isoformat(),
        "plate": vehicle.plate,
        "category": vehicle.category,
        "model": vehicle.model,
        "energy": vehicle.energy,
        "seats": vehicle.seats,
        "registered_on": vehicle.registered_on.isoformat(),
        "price": vehicle.price,
        "odometer": vehicle.odometer_km,
        "cost_per_km": vehicle.consumption * FEN_PER[vehicle.energy] // 1000,
    }
    optional = {
        "displacement": vehicle.displacement_ml,
        "special_case": vehicle.special_case,
        "endurance": ELECTRIC_ENDURANCE if vehicle.energy == "electric" else None,
        "over_quota": dict([OVER_QUOTA]).get(vehicle.plate),
    }
    given |= {name: value for name, value in optional.items() if value is not None}
    command = command_id("vehicle", vehicle.plate)
    return Act("vehicles.register_vehicle", given, actor, command)


def _driver(driver: Driver, actor: UUID) -> Act:
    given = {"person": str(person_id(driver.person)), "licence": driver.licence}
    command = command_id("driver", driver.person)
    return Act("vehicles.register_driver", given, actor, command)
