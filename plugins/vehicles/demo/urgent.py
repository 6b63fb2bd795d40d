"""Which trips go before anybody has approved (先用后补), and when they are approved.

They are trips of the plan that leave in the evening; nothing about their cars, drivers
or times changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import at, day_of, minute_of
from houqin.core.demonstration.spread import between, chance

from .timing import YEAR_ENDS
from .year import Emergency, Moment

if TYPE_CHECKING:
    from .county import County
    from .demand import Wish
    from .year import Trip

_EVENING = 18 * 60
#: Permille of the evenings' trips.
_URGENT = 40


def urgent(county: County, wish: Wish, trip: Trip) -> Emergency | None:
    """How a trip came about that nobody had time to ask for.

    The director approves on the next morning of work, which after a Friday is late.
    """
    key = wish.key
    if wish.duty or not trip.journey or trip.reassigned:
        return None
    if minute_of(wish.start) < _EVENING or not chance(_URGENT, key, "urgent"):
        return None
    day = county.workdays.next_after(day_of(wish.start))
    approved = at(day, between(490, 530, key, "approved after"))
    if approved > YEAR_ENDS:
        return None
    reason = county.text("emergencies", key)
    return Emergency(reason, trip.dispatched, Moment(approved, approved, "director"))
