"""Wishes meet the fleet, in the order in which the acts are recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import day_of
from houqin.core.demonstration.spread import draw

from . import timing
from .costs import Tanks
from .county import Refusal, Scarcity
from .fleet import OTHERS, Car, Chauffeur, Fleet
from .share import LowEmissionShare
from .timing import THE_DRIVER, Approach, Drive
from .year import Journey, Moment, Reassignment, Trip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .county import County
    from .demand import Wish


@dataclass(frozen=True, slots=True)
class Course:
    """A numbered request of the year and its way up to dispatch or refusal."""

    number: int
    wish: Wish
    approach: Approach

    @property
    def gets_a_car(self) -> bool:
        return not isinstance(self.wish.fate, Refusal | Scarcity)


@dataclass(slots=True)
class Outing:
    """A dispatched trip that is going to depart."""

    course: Course
    drive: Drive
    trip: Trip
    car: Car
    chauffeur: Chauffeur


class Dispatching:
    """Gives every request that is not refused its car, driver and journey."""

    def __init__(self, county: County, courses: Sequence[Course]) -> None:
        self.courses = {course.number: course for course in courses}
        self.trips: dict[int, Trip] = {}
        self._county = county
        self._fleet = Fleet(county)
        self._tanks = Tanks(county)
        self._queue: list[tuple[int, int, Callable[[], None]]] = []
        dispatched = [one for one in courses if one.gets_a_car]
        self._share = LowEmissionShare(county, [one.wish for one in dispatched])
        for course in dispatched:
            act = partial(self._dispatch, course)
            self._then(course.approach.dispatched, course, act)

    def run(self) -> None:
        while self._queue:
            _, _, act = heappop(self._queue)
            act()

    def _then(self, moment: Moment, course: Course, act: Callable[[], None]) -> None:
        heappush(self._queue, (moment.recorded, course.number, act))

    def _dispatch(self, course: Course) -> None:
        course = self._fewer(course)
        wish, moment = course.wish, course.approach.dispatched
        car = self._car(wish)
        chauffeur = self._fleet.chauffeur(wish, car.vehicle)
        reason = self._fleet.reason(wish, car.vehicle)
        plate, person = car.vehicle.plate, chauffeur.driver.person
        trip = Trip(moment, plate, person, reason, None, None, None)
        car.booked, chauffeur.busy = (wish.start, wish.end), True
        if wish.fate == "cancelled":
            self._cancel(course, trip, car, chauffeur)
            return
        drive = timing.drive(self._county, wish, moment.recorded)
        outing = Outing(course, drive, trip, car, chauffeur)
        if drive.reassigned and car.vehicle.rank == OTHERS:
            act = partial(self._reassign, outing, drive.reassigned)
            self._then(drive.reassigned, course, act)
        self._then(drive.departed, course, partial(self._depart, outing))

    def _fewer(self, course: Course) -> Course:
        """Ask for no more people than a car at home can take."""
        wish = course.wish
        seats = self._fleet.seats_at_home(wish)
        if wish.people <= seats:
            return course
        course = replace(course, wish=replace(wish, people=seats))
        self.courses[course.number] = course
        return course

    def _car(self, wish: Wish) -> Car:
        clean = self._fleet.clean_car(wish) if self._share.wanted(wish) else None
        if clean is None:
            return self._fleet.other_car(wish)
        self._share.give(wish)
        return clean

    def _cancel(
        self, course: Course, trip: Trip, car: Car, chauffeur: Chauffeur
    ) -> None:
        remark = timing.cancelled(self._county, course.wish, trip.dispatched.recorded)
        self.trips[course.number] = replace(trip, cancelled=remark)
        self._then(remark.moment, course, partial(_release, car, chauffeur))

    def _reassign(self, outing: Outing, moment: Moment) -> None:
        """Another car, or another driver, takes the trip over before it departs."""
        wish, car, chauffeur = outing.course.wish, outing.car, outing.chauffeur
        swap_driver = draw(wish.key, "swapped") % 2 == 0
        if swap_driver:
            outing.chauffeur = self._fleet.chauffeur(wish, car.vehicle)
        else:
            outing.car = self._fleet.other_car(wish)
        _release(car, chauffeur)
        outing.car.booked, outing.chauffeur.busy = (wish.start, wish.end), True
        swap = Reassignment(
            moment,
            outing.car.vehicle.plate,
            outing.chauffeur.driver.person,
            self._county.text("driver_swaps" if swap_driver else "car_swaps", wish.key),
        )
        outing.trip = replace(outing.trip, reassigned=swap)

    def _depart(self, outing: Outing) -> None:
        departed = outing.drive.departed
        outing.car.booked = (departed.occurred, None)
        outing.car.trips += 1
        outing.chauffeur.trips += 1
        back = partial(self._return, outing)
        self._then(outing.drive.returned, outing.course, back)

    def _return(self, outing: Outing) -> None:
        course, car = outing.course, outing.car
        out, car.odometer = car.odometer, car.odometer + course.wish.km
        journey = self._journey(outing, out)
        self.trips[course.number] = replace(outing.trip, journey=journey)
        _release(car, outing.chauffeur)

    def _journey(self, outing: Outing, out: int) -> Journey:
        wish, drive, car = outing.course.wish, outing.drive, outing.car
        driver = outing.chauffeur.driver.person
        day = day_of(drive.returned.occurred)
        costs = self._tanks.lines(wish, car.vehicle, day)
        return Journey(
            departed=_by(driver, drive.departed),
            odometer_out=out,
            returned=_by(driver, drive.returned),
            odometer_in=car.odometer,
            costs=costs,
            costs_recorded=_by(driver, drive.costs) if costs else None,
            closed=drive.closed,
        )


def _release(car: Car, chauffeur: Chauffeur) -> None:
    car.booked, chauffeur.busy = None, False


def _by(driver: str, moment: Moment) -> Moment:
    """Put the driver who drove into the moment."""
    if moment.actor == THE_DRIVER:
        return replace(moment, actor=driver)
    return replace(moment, on_behalf=driver)
