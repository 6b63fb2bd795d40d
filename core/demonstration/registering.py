"""Units and people, registered on New Year's morning, and which days are worked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.model.command import Act
from houqin.core.site.calendar import bundled

from .accounts import PASSWORD
from .clock import FIRST_DAY, MINUTE, SECOND, at
from .identities import command_id, department_id, person_id
from .parts import Timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from .county import County, Department, Person

#: When the site is opened; registering takes the next minutes.
OPENED = at(FIRST_DAY, 8 * 60)
BETWEEN_TWO = 2 * SECOND
#: From here on the modules act: cars, rooms and bins are registered.
REGISTERED = OPENED + 25 * MINUTE
#: Which year's days of work are registered when: the next while this one runs.
ANNOUNCED = (
    (2023, OPENED + 30 * MINUTE),
    (2024, at(date(2023, 11, 1), 9 * 60)),
)


def registrations(
    county: County, people: Iterable[Person], logins: Mapping[str, str], system: UUID
) -> list[Timed]:
    """List who and what is registered before any module acts.

    The system registers the units and the administrator, who registers the rest.

    :param people: of the posts that modules bring.
    :param logins: a person's key -> login.
    """
    administrator = person_id("administrator")
    acts = [_department(row, system) for row in county.departments]
    for person in (*county.people, *people):
        actor = system if person.key == "administrator" else administrator
        acts.append(_person(person, logins.get(person.key), actor))
    acts.append(_letter())
    timed = [
        Timed(OPENED + number * BETWEEN_TWO, act) for number, act in enumerate(acts, 1)
    ]
    return [*timed, *_calendars()]


def _department(department: Department, actor: UUID) -> Act:
    given: dict[str, Any] = {
        "name": department.name,
        "short": department.short,
        "kind": department.kind,
    }
    if department.parent:
        given["parent"] = str(department_id(department.parent))
    command = command_id("department", department.name)
    return Act("core.register_department", given, actor, command)


def _person(person: Person, login: str | None, actor: UUID) -> Act:
    given: dict[str, Any] = {
        "name": person.name,
        "department": str(department_id(person.department)),
        "roles": [person.role] if person.role else [],
    }
    if login:
        given |= {"login": login, "password": PASSWORD}
    return Act("core.register_person", given, actor, command_id("person", person.key))


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


def _calendars() -> list[Timed]:
    """List when the administrator registers which year's days of work."""
    return [
        Timed(
            recorded,
            Act(
                "core.set_calendar", bundled(year) or {}, person_id("administrator"),
                command_id("calendar", year),
            ),
        )
        for year, recorded in ANNOUNCED
    ]  # fmt: skip
