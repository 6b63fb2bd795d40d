"""How the trips of electric cars and hybrids grow to their share of each month."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .fleet import HYBRID_KM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .county import County
    from .demand import Wish

SEATS = 6
"""The people the largest car of low emission takes."""


class LowEmissionShare:
    """Spreads each month's number of low-emission trips over the trips they suit.

    One that finds no such car free is made up for by the next that does.
    """

    def __init__(self, county: County, wishes: Iterable[Wish]) -> None:
        self._due = [
            round(total * permille / 1000)
            for total, permille in zip(
                county.trips_by_month, county.low_emission_permille, strict=True
            )
        ]
        self._suited = Counter(_month(wish) for wish in wishes if suits(wish))
        self._seen = Counter[int]()
        self._given = Counter[int]()

    def wanted(self, wish: Wish) -> bool:
        """Whether this trip should have such a car. Ask once for a trip."""
        if not suits(wish):
            return False
        month = _month(wish)
        self._seen[month] += 1
        due = -(-self._due[month] * self._seen[month] // self._suited[month])
        return self._given[month] < min(due, self._due[month])

    def give(self, wish: Wish) -> None:
        self._given[_month(wish)] += 1


def suits(wish: Wish) -> bool:
    """No rough road, no luggage, no car of its own, and not too far."""
    return (
        wish.fate == "departs"
        and wish.people <= SEATS
        and wish.km <= HYBRID_KM
        and wish.purpose.task != "confidential"
        and not (wish.detached or wish.place.rough or wish.purpose.luggage)
    )


def _month(wish: Wish) -> int:
    return wish.day.month - 1
