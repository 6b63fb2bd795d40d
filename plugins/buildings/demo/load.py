"""Everything the module does in the demonstration year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.demonstration.county import CENTRE, Person

from . import papers
from .drawings import drawings, sheets
from .estate import KEEPER, estate
from .rounds import reports

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.demonstration.parts import Handed, Timed


def people() -> list[Person]:
    """Who keeps the rooms."""
    return [Person(KEEPER, "覃晓岚", CENTRE, "buildings.keeper")]


def files() -> list[Handed]:
    """What the acts name."""
    return [*sheets(), *papers.files()]


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
    ]
