"""Everything the module does in the demonstration year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import SECOND
from houqin.core.demonstration.county import CENTRE, Person
from houqin.core.demonstration.identities import department_id
from houqin.core.demonstration.parts import done
from houqin.core.demonstration.registering import REGISTERED
from houqin.core.demonstration.spread import between
from houqin.plugins.waste_sorting.permissions import officer

from .collecting import collecting, registering
from .inspecting import inspecting
from .supervising import supervising
from .teaching import teaching
from .texts import OFFICER, told, units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from houqin.core.demonstration.parts import Timed


def people() -> list[Person]:
    """The officers of the centre."""
    return [
        Person(f"sorting_officer/{number}", name, CENTRE, officer.code)
        for number, name in enumerate(told()["officers"])
    ]


def acts(_system: UUID) -> list[Timed]:
    """List every act of the year."""
    return [
        *_units(),
        *registering(),
        *supervising(),
        *inspecting(),
        *collecting(),
        *teaching(),
    ]


def _units() -> Iterator[Timed]:
    """名录 on New Year's morning."""
    for number, unit in enumerate(units()):
        yield done(
            REGISTERED + number * SECOND, "waste_sorting.list_unit", OFFICER, unit,
            department=str(department_id(unit)),
            people=between(12, 96, "people", unit), canteen=not number % 9,
        )  # fmt: skip
