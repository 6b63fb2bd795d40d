"""The demonstration year, put together."""

from __future__ import annotations

from dataclasses import replace

from houqin.core.demonstration.clock import HOUR
from houqin.core.demonstration.county import clerk_of

from . import timing
from .county import County, Scarcity, read_county
from .demand import wishes
from .dispatching import Course, Dispatching
from .urgent import urgent
from .year import Moment, Remark, Request, Shortage, Trip, Year


def plan_year() -> Year:
    """Plan the demonstration year: the same on every call and every machine."""
    county = read_county()
    ways = [(wish, timing.approach(county, wish)) for wish in wishes(county)]
    # Who gets no car comes last: the others keep their numbers.
    ways.sort(
        key=lambda way: (
            isinstance(way[0].fate, Scarcity), way[1].asked.recorded, way[0].key,
        )
    )  # fmt: skip
    courses = [Course(number, *way) for number, way in enumerate(ways, 1)]
    dispatching = Dispatching(county, courses)
    dispatching.run()
    return Year(
        people=tuple(county.people),
        vehicles=tuple(county.vehicles),
        drivers=tuple(county.drivers),
        requests=tuple(
            _request(county, course, dispatching.trips.get(number))
            for number, course in dispatching.courses.items()
        ),
    )


def _request(county: County, course: Course, trip: Trip | None) -> Request:
    wish, way = course.wish, course.approach
    emergency = urgent(county, wish, trip) if trip else None
    return Request(
        number=course.number,
        department=wish.department,
        user=clerk_of(wish.department),
        purpose=wish.purpose.text,
        task="emergency" if emergency else wish.purpose.task,
        range=wish.purpose.range,
        people=wish.people,
        planned_start=wish.start,
        planned_end=wish.end,
        origin=county.text("origins", wish.key),
        destination=wish.place.name,
        duty=wish.duty.purpose if wish.duty else None,
        asked=way.asked,
        sent_back=way.sent_back,
        reviewed=way.reviewed,
        approved=way.approved,
        refused=way.refused,
        trip=trip,
        shortage=_shortage(wish.fate, way.dispatched),
        emergency=emergency,
    )


def _shortage(fate: object, told: Moment) -> Shortage | None:
    """What the dispatcher says instead of sending a car, and what is rented."""
    if not isinstance(fate, Scarcity):
        return None
    later = replace(told, occurred=told.occurred + HOUR // 4,
                    recorded=told.recorded + HOUR // 4)  # fmt: skip
    return Shortage(
        Remark(told, fate.told) if fate.told else None,
        later if fate.company else None,
        fate.company, fate.plate, fate.rent,
    )  # fmt: skip
