"""The demonstration year, put together."""

from __future__ import annotations

from . import timing
from .county import County, clerk_of, read_county
from .demand import wishes
from .dispatching import Course, Dispatching
from .year import Request, Trip, Year


def plan_year() -> Year:
    """Plan the demonstration year: the same on every call and every machine."""
    county = read_county()
    ways = [(wish, timing.approach(county, wish)) for wish in wishes(county)]
    ways.sort(key=lambda way: (way[1].asked.recorded, way[0].key))
    courses = [Course(number, *way) for number, way in enumerate(ways, 1)]
    dispatching = Dispatching(county, courses)
    dispatching.run()
    return Year(
        departments=tuple(county.departments),
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
    return Request(
        number=course.number,
        department=wish.department,
        user=clerk_of(wish.department),
        purpose=wish.purpose.text,
        task=wish.purpose.task,
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
    )
