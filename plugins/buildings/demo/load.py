"""Everything the module does in the demonstration year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.demonstration.county import CENTRE, Person

from . import papers, use
from .drawings import drawings, sheets
from .estate import KEEPER, estate
from .people import entered
from .people import people as seated
from .rounds import reports

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.demonstration.parts import Handed, Timed


def people() -> list[Person]:
    """Who keeps the rooms, and who sits in them."""
    keeper = Person(KEEPER, "覃晓岚", CENTRE, "buildings.keeper")
    return [keeper, *seated()]


def files() -> list[Handed]:
    """What the acts name."""
    return [*sheets(), *papers.files(), *use.files()]


def acts(_system: UUID) -> list[Timed]:
    """List every act of the year."""
    return [
        *estate(),
        *drawings(),
        *papers.certificates(),
        *papers.signs(),
        *papers.leases(),
        *papers.inspections(),
        *reports(),
        *entered(),
        *use.of_year(),
    ]
