"""Units, people, vehicles and drivers, registered on New Year's morning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import Act

from .accounts import LOGIN_OF, PASSWORD
from .acts import Timed
from .hours import FIRST_DAY, SECOND, at
from .identities import command_id, department_id, person_id
from .keeping import inspected_until, insured_until

if TYPE_CHECKING:
    from uuid import UUID

    from .year import Department, Driver, Person, Vehicle, Year

ELECTRIC_ENDURANCE = 400
OPENED = at(FIRST_DAY, 8 * 60)
"""When the site is opened; registering takes the next minutes."""
BETWEEN_TWO = 2 * SECOND


def registrations(year: Year, system: UUID) -> list[Timed]:
    """List all that is registered before the first request.

    The system registers the units and the administrator, who registers the rest.
    """
    administrator = person_id("administrator")
    acts: list[Act] = [_department(row, system) for row in year.departments]
    for person in year.people:
        first = person.key == "administrator"
        acts.append(_person(person, system if first else administrator))
    unit = next(p.department for p in year.people if p.key == "administrator")
    acts += [_vehicle(row, unit, administrator) for row in year.vehicles]
    acts += [_driver(row, administrator) for row in year.drivers]
    acts.append(_letter())
    return [
        Timed(OPENED + number * BETWEEN_TWO, act) for number, act in enumerate(acts, 1)
    ]


#: What a litre or a kilowatt-hour cost in the year before, in fen.
FEN_PER = {"electric": 85, "plug_in_hybrid": 760, "petrol": 760, "diesel": 735}


def _letter() -> Act:
    """The outside auditor reads under this letter."""
    given = {
        "person": str(person_id("auditor")),
        "number": "X审函〔2023〕1号",
        "since": "2023-01-01",
        "until": "2024-12-31",
    }
    command = command_id("letter", "auditor")
    return Act("core.authorise_auditor", given, person_id("overseer"), command)


def _department(department: Department, actor: UUID) -> Act:
    given = {
        "name": department.name,
        "short": department.short,
        "kind": department.kind,
    }
    command = command_id("department", department.name)
    return Act("core.register_department", given, actor, command)


def _person(person: Person, actor: UUID) -> Act:
    given: dict[str, Any] = {
        "name": person.name,
        "department": str(department_id(person.department)),
        "roles": [person.role],
    }
    if login := LOGIN_OF.get(person.key):
        given |= {"login": login, "password": PASSWORD}
    return Act("core.register_person", given, actor, command_id("person", person.key))


def _vehicle(vehicle: Vehicle, unit: str, actor: UUID) -> Act:
    given: dict[str, Any] = {
        "unit": str(department_id(unit)),
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
    }
    given |= {name: value for name, value in optional.items() if value is not None}
    command = command_id("vehicle", vehicle.plate)
    return Act("vehicles.register_vehicle", given, actor, command)


def _driver(driver: Driver, actor: UUID) -> Act:
    given = {"person": str(person_id(driver.person)), "licence": driver.licence}
    command = command_id("driver", driver.person)
    return Act("vehicles.register_driver", given, actor, command)
