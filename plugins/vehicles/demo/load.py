"""Everything the module does in the demonstration year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .accident import accident
from .acts import requests_and_trips
from .annual import annual_report, repairs_before
from .cards import cards_of
from .county import read_county
from .crew import meetings_and_merits
from .duties import special_duties
from .keeping import keeping
from .oversight import oversight
from .plan import plan_year
from .quotas import quotas
from .registers import registrations

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.demonstration.county import Person
    from houqin.core.demonstration.parts import Timed


def people() -> list[Person]:
    """Dispatchers and drivers."""
    return read_county().crew


def acts(_system: UUID) -> list[Timed]:
    """List every act of the year."""
    year = plan_year()
    return [
        *registrations(year),
        *quotas(),
        *special_duties(read_county()),
        *cards_of(year),
        *meetings_and_merits(year),
        *oversight(year),
        *accident(),
        *repairs_before(year),
        annual_report(year),
        *requests_and_trips(year),
        *keeping(year, read_county()),
    ]
