"""Cars and drivers through the year: who is free, who goes, what the odometer shows.

Nobody gets a new trip before the last one's return is recorded, which is stricter than
the rule against overlaps. A car counts as free as the register sees it: a dispatched
car is booked for its planned interval, a departed one until its return.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import day_of

if TYPE_CHECKING:
    from .county import County
    from .demand import Wish
    from .year import Driver, Vehicle

ELECTRIC_KM, HYBRID_KM = 70, 450
CROWDED = 4
DRIVER_SEAT = 1
SMALL, MEDIUM = 9, 19
OTHERS = 2
SPARED = {"C1": 0, "B1": 40, "A1": 80}
"""Trips by which drivers of buses are spared small cars."""
UNFIT = {"off_road": 2, "pickup": 3, "van": 4, "coach": 9}
"""How little a body suits an ordinary trip; a sedan always does."""


class NobodyFree(Exception):
    """No car or driver is left for a wish: the year cannot be planned so."""


@dataclass(slots=True)
class Car:
    vehicle: Vehicle
    odometer: int
    trips: int = 0
    booked: tuple[int, int | None] | None = None
    """Planned start and end, or the departure of a car not yet back."""

    def free(self, start: int, end: int) -> bool:
        if self.booked is None:
            return True
        from_, to = self.booked
        return from_ >= end or (to is not None and to <= start)


@dataclass(slots=True)
class Chauffeur:
    driver: Driver
    trips: int = 0
    busy: bool = False


class Fleet:
    """The cars and drivers as they stand at one instant of the year."""

    def __init__(self, county: County) -> None:
        self._duties = [duty for duty in county.duties if duty.vehicles]
        self._cars = [Car(v, v.odometer_km) for v in county.vehicles]
        self._chauffeurs = [Chauffeur(driver) for driver in county.drivers]
        plates = [car.vehicle.plate for car in self._cars]
        self._everyone = frozenset(plates + [one.person for one in county.drivers])

    def clean_car(self, wish: Wish) -> Car | None:
        """Find the electric car, else the hybrid, that could be sent now."""
        clean = [car for car in self._fitting(wish) if reaches(car.vehicle, wish)]
        key = lambda car: (car.vehicle.rank, car.trips)  # noqa: E731 - an order
        return min(clean, key=key, default=None)

    def other_car(self, wish: Wish) -> Car:
        """Find the petrol or diesel car that suits best, the least used."""
        others = [car for car in self._fitting(wish) if car.vehicle.rank == OTHERS]
        return min(others, key=lambda car: (_unfit(car.vehicle, wish), car.trips))

    def reason(self, wish: Wish, chosen: Vehicle) -> str | None:
        """Why a later car goes, if a free one with the seats comes before it."""
        passed_over = any(
            car.vehicle.rank < chosen.rank
            and car.vehicle.seats >= wish.people + DRIVER_SEAT
            and car.free(wish.start, wish.end)
            for car in self._cars
        )
        return _ready_reason(wish) if passed_over else None

    def chauffeur(self, wish: Wish, vehicle: Vehicle) -> Chauffeur:
        """Find who may drive it, is at home and had the fewest trips."""
        able = [
            one for one in self._at_home(wish) if may_drive(one.driver.licence, vehicle)
        ]
        return min(able, key=lambda one: one.trips + SPARED[one.driver.licence])

    def seats_at_home(self, wish: Wish) -> int:
        """Tell how many people one petrol or diesel car at home takes."""
        any_number = replace(wish, people=0)
        cars = [car.vehicle for car in self._fitting(any_number)]
        seats = [car.seats for car in cars if car.rank == OTHERS]
        if not seats:
            raise NobodyFree(wish.key, wish.people)
        return max(seats) - DRIVER_SEAT

    def _at_home(self, wish: Wish) -> list[Chauffeur]:
        serving = self._serving(wish)
        return [
            one
            for one in self._chauffeurs
            if not one.busy and one.driver.person in serving
        ]

    def _fitting(self, wish: Wish) -> list[Car]:
        """List the cars at home with the seats and with a driver for them."""
        seats = wish.people + DRIVER_SEAT
        serving = self._serving(wish)
        licences = {one.driver.licence for one in self._at_home(wish)}
        return [
            car
            for car in self._cars
            if car.booked is None
            and car.vehicle.seats >= seats
            and car.vehicle.plate in serving
            and any(may_drive(licence, car.vehicle) for licence in licences)
        ]

    def _serving(self, wish: Wish) -> frozenset[str]:
        """Detached cars and drivers serve their duty, and only it while it lasts."""
        if wish.duty in self._duties:
            return wish.duty.vehicles | wish.duty.drivers
        first, last = wish.day, day_of(wish.end)
        away = [
            duty.vehicles | duty.drivers
            for duty in self._duties
            if first <= duty.last and last >= duty.first
        ]
        return self._everyone.difference(*away)


def reaches(vehicle: Vehicle, wish: Wish) -> bool:
    """Whether a car of low emission gets there and back as it is charged."""
    limit = {"electric": ELECTRIC_KM, "plug_in_hybrid": HYBRID_KM}
    return wish.km <= limit.get(vehicle.energy, 0)


def may_drive(licence: str, vehicle: Vehicle) -> bool:
    """C1 up to nine seats, B1 up to nineteen, A1 all."""
    if vehicle.seats <= SMALL:
        return True
    return licence == "A1" or (licence == "B1" and vehicle.seats <= MEDIUM)


def _unfit(vehicle: Vehicle, wish: Wish) -> int:
    if vehicle.category == "confidential":
        return 0 if wish.purpose.task == "confidential" else 5
    if wish.purpose.luggage and vehicle.body in ("van", "pickup"):
        return 0
    if wish.place.rough and vehicle.body in ("off_road", "pickup"):
        return 0
    if vehicle.body == "coach":
        return UNFIT["coach"] + vehicle.seats // 10
    return UNFIT.get(vehicle.body, 1)


def _ready_reason(wish: Wish) -> str:
    if wish.km > ELECTRIC_KM:
        return "range_too_long"
    if wish.place.rough or wish.purpose.task == "emergency":
        return "road_conditions"
    if wish.purpose.luggage or wish.people >= CROWDED:
        return "seats_luggage"
    named = wish.duty or wish.purpose.task in ("confidential", "reception")
    return "specified" if named else "charging"
