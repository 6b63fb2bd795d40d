from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.plugins.vehicles.demo.costs import consumed

if TYPE_CHECKING:
    from houqin.plugins.vehicles.demo.county import County
    from houqin.plugins.vehicles.demo.year import Year

NEW_YEARS_EVE = date(2023, 12, 31)


def test_cars_of_petrol_and_diesel_use_8_to_14_litres(year: Year) -> None:
    for vehicle in year.vehicles:
        if vehicle.energy in ("petrol", "diesel"):
            litres = consumed(vehicle, 100, NEW_YEARS_EVE)
            assert 800 <= litres <= 1400, vehicle.plate


def test_consumption_grows_by_two_percent_a_year(year: Year) -> None:
    car = replace(year.vehicles[0], consumption=100, registered_on=date(2013, 5, 15))
    assert consumed(car, 100, date(2013, 6, 1)) == 1000
    assert consumed(car, 100, date(2014, 6, 1)) == 1020
    assert consumed(car, 100, date(2023, 6, 1)) == 1219


@pytest.mark.parametrize(
    ("energy", "kind"),
    [
        ("electric", "electricity"),
        ("petrol", "fuel"),
        ("diesel", "fuel"),
        ("plug_in_hybrid", "fuel"),
    ],
)
def test_what_a_car_fills_is_what_it_runs_on(
    year: Year, energy: str, kind: str
) -> None:
    cars = {vehicle.plate: vehicle for vehicle in year.vehicles}
    kinds = {
        line.kind
        for _, trip, journey in year.journeys()
        if cars[trip.vehicle_gone].energy == energy
        for line in journey.costs
        if line.quantity
    }
    assert kinds == {kind}


def test_what_is_filled_is_what_was_used_but_for_the_last_tank(year: Year) -> None:
    filled: dict[str, int] = defaultdict(int)
    driven: dict[str, int] = defaultdict(int)
    for _, trip, journey in year.journeys():
        driven[trip.vehicle_gone] += journey.km
        filled[trip.vehicle_gone] += sum(line.quantity or 0 for line in journey.costs)
    for vehicle in year.vehicles:
        used = consumed(vehicle, driven[vehicle.plate], NEW_YEARS_EVE)
        assert 0.93 * used - 5000 < filled[vehicle.plate] < used * 1.01


def test_the_price_in_force_on_the_day_is_paid(year: Year, county: County) -> None:
    cars = {vehicle.plate: vehicle for vehicle in year.vehicles}
    for _, trip, journey in year.journeys():
        energy = cars[trip.vehicle_gone].energy
        for line in journey.costs:
            if line.quantity:
                price = county.price(energy, line.paid_on)
                assert line.amount == line.quantity * price // 100


def test_prices_change_on_their_day(county: County) -> None:
    assert county.price("petrol", date(2023, 1, 17)) == 768
    assert county.price("petrol", date(2023, 1, 18)) == 759
    assert county.price("plug_in_hybrid", date(2023, 1, 18)) == 759


def test_receipts_of_filling_are_numbered_once(year: Year) -> None:
    vouchers = [
        line.voucher
        for *_, journey in year.journeys()
        for line in journey.costs
        if line.voucher
    ]
    assert len(vouchers) > 400
    assert len(set(vouchers)) == len(vouchers)


def test_tolls_are_paid_beyond_the_county(year: Year) -> None:
    for request, _, journey in year.journeys():
        tolls = [line for line in journey.costs if line.kind == "toll"]
        assert bool(tolls) == (journey.km > 90)
        if request.range in ("province", "outside"):
            assert tolls
