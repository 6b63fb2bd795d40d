"""No car twice at once, odometers that go on, reasons exactly where they are due.

The checks replay the plan from its acts alone and use nothing of the planner.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest

from houqin.core.demonstration.clock import day_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.plugins.vehicles.demo.year import Journey, Request, Trip, Vehicle, Year

REASONS = {
    "range_too_long",
    "charging",
    "road_conditions",
    "seats_luggage",
    "specified",
}
FOR_EVER = 2**62


class Act(NamedTuple):
    """One act upon the bookings, in the order of recording."""

    recorded: int
    number: int
    step: int
    kind: str
    request: Request
    trip: Trip


def acts(year: Year) -> list[Act]:
    found: list[Act] = []
    for request in year.requests:
        trip = request.trip
        if not trip:
            continue
        told = [("dispatch", trip.dispatched)]
        if trip.reassigned:
            told.append(("reassign", trip.reassigned.moment))
        if trip.cancelled:
            told.append(("cancel", trip.cancelled.moment))
        if trip.journey:
            told.append(("depart", trip.journey.departed))
            told.append(("return", trip.journey.returned))
        for step, (kind, moment) in enumerate(told):
            found.append(
                Act(moment.recorded, request.number, step, kind, request, trip)
            )
    return sorted(found, key=lambda act: act[:3])


def booked_by(act: Act, resource: str) -> dict[str, tuple[int, int]]:
    """What the trip books of cars or of drivers after this act."""
    request, trip = act.request, act.trip
    first = trip.vehicle if resource == "vehicle" else trip.driver
    gone = trip.vehicle_gone if resource == "vehicle" else trip.driver_gone
    journey = trip.journey
    plan = (request.planned_start, request.planned_end)
    if act.kind == "dispatch":
        return {first: plan}
    if act.kind == "reassign":
        return {gone: plan}
    if act.kind == "cancel" or journey is None:
        return {}
    if act.kind == "depart":
        return {gone: (journey.departed.occurred, FOR_EVER)}
    return {gone: (journey.departed.occurred, journey.returned.occurred)}


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@pytest.mark.parametrize("resource", ["vehicle", "driver"])
def test_no_booking_ever_overlaps_another(year: Year, resource: str) -> None:
    booked: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for act in acts(year):
        for bookings in booked.values():
            bookings.pop(act.number, None)
        for name, interval in booked_by(act, resource).items():
            others = list(booked[name].values())[-20:]
            assert not any(overlap(interval, other) for other in others)
            booked[name][act.number] = interval


@pytest.mark.parametrize(
    "resource", [lambda trip: trip.vehicle_gone, lambda trip: trip.driver_gone]
)
def test_no_actual_use_overlaps_another(
    year: Year, resource: Callable[[Trip], str]
) -> None:
    used: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for _, trip, journey in year.journeys():
        span = (journey.departed.occurred, journey.returned.occurred)
        used[resource(trip)].append(span)
    for spans in used.values():
        spans.sort()
        assert all(earlier[1] <= later[0] for earlier, later in pairwise(spans))


def test_odometers_go_on_from_trip_to_trip_in_whole_km(year: Year) -> None:
    journeys: dict[str, list[Journey]] = defaultdict(list)
    for _, trip, journey in year.journeys():
        journeys[trip.vehicle_gone].append(journey)
    for vehicle in year.vehicles:
        shown = vehicle.odometer_km
        for journey in sorted(
            journeys[vehicle.plate], key=lambda one: one.departed.occurred
        ):
            assert journey.odometer_out == shown
            assert journey.odometer_in > journey.odometer_out
            shown = journey.odometer_in


def test_a_reason_stands_exactly_where_an_earlier_free_car_had_the_seats(
    year: Year,
) -> None:
    cars = {vehicle.plate: vehicle for vehicle in year.vehicles}
    booked: dict[int, dict[str, tuple[int, int]]] = {}
    with_reason = 0
    for act in acts(year):
        if act.kind == "dispatch":
            due = passed_over(act, cars, booked)
            assert bool(act.trip.reason) == due, act.number
            with_reason += due
        booked[act.number] = booked_by(act, "vehicle")
        if act.kind in ("return", "cancel"):
            # Past intervals lie before every later plan.
            del booked[act.number]
    assert 2500 < with_reason < 3100


def passed_over(
    act: Act,
    cars: dict[str, Vehicle],
    booked: dict[int, dict[str, tuple[int, int]]],
) -> bool:
    plan = (act.request.planned_start, act.request.planned_end)
    taken = {
        plate
        for bookings in booked.values()
        for plate, interval in bookings.items()
        if overlap(interval, plan)
    }
    chosen = cars[act.trip.vehicle]
    return any(
        car.rank < chosen.rank
        and car.seats - 1 >= act.request.people
        and car.plate not in taken
        for car in cars.values()
    )


def test_reasons_are_the_five_ready_ones_and_all_occur(year: Year) -> None:
    given = {request.trip.reason for request in year.requests if request.trip}
    assert given == REASONS | {None}


def test_every_low_emission_car_goes_where_it_gets_back_from(year: Year) -> None:
    limit = {"electric": 70, "plug_in_hybrid": 450}
    cars = {vehicle.plate: vehicle for vehicle in year.vehicles}
    for _, trip, journey in year.journeys():
        energy = cars[trip.vehicle_gone].energy
        assert journey.km <= limit.get(energy, 1000)


def test_people_and_driver_fit_the_seats(year: Year) -> None:
    seats = {vehicle.plate: vehicle.seats for vehicle in year.vehicles}
    for request in year.requests:
        if request.trip:
            assert 1 <= request.people < seats[request.trip.vehicle]
            assert request.people < seats[request.trip.vehicle_gone]


def test_the_licence_fits_the_car(year: Year) -> None:
    seats = {vehicle.plate: vehicle.seats for vehicle in year.vehicles}
    licence = {driver.person: driver.licence for driver in year.drivers}
    most = {"C1": 9, "B1": 19, "A1": 99}
    for _, trip, _ in year.journeys():
        assert seats[trip.vehicle_gone] <= most[licence[trip.driver_gone]]


def test_a_reassigned_trip_changes_its_car_or_its_driver(year: Year) -> None:
    for _, trip, _ in year.journeys():
        if trip.reassigned:
            same = trip.vehicle == trip.vehicle_gone
            assert same != (trip.driver == trip.driver_gone)


def test_every_car_and_every_driver_works_through_the_year(year: Year) -> None:
    cars: dict[str, set[int]] = defaultdict(set)
    drivers: dict[str, set[int]] = defaultdict(set)
    for _, trip, journey in year.journeys():
        month = day_of(journey.departed.occurred).month
        cars[trip.vehicle_gone].add(month)
        drivers[trip.driver_gone].add(month)
    assert len(cars) == 26
    assert len(drivers) == 20
    assert all(len(months) >= 9 for months in drivers.values())
