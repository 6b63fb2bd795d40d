"""What the plan adds beside the trips takes no car from any of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.demonstration.identities import created_by
from houqin.plugins.vehicles.demo.identities import vehicle_id
from houqin.plugins.vehicles.demo.keeping import keeping, repairs_of

if TYPE_CHECKING:
    from houqin.plugins.vehicles.demo.county import County
    from houqin.plugins.vehicles.demo.year import Year

Spans = dict[str, list[tuple[int, int]]]


@pytest.fixture(scope="module")
def acts(year: Year, county: County) -> list[Any]:
    return sorted(keeping(year, county), key=lambda timed: timed.recorded)


def given(acts: list[Any], command: str) -> list[tuple[int, dict[str, Any]]]:
    name = f"vehicles.{command}"
    return [(t.recorded, t.act.input) for t in acts if t.act.command == name]


def taken(year: Year) -> Spans:
    """From dispatch to recorded return, by the id of the car."""
    spans: Spans = defaultdict(list)
    for request, trip, journey in year.journeys():
        end = max(journey.returned.recorded, request.planned_end)
        spans[str(vehicle_id(trip.vehicle_gone))].append(
            (trip.dispatched.recorded, end)
        )
    return spans


def meets(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(s < end and e > start for s, e in spans)


def test_no_car_is_sealed_while_it_is_needed(year: Year, acts: list[Any]) -> None:
    busy, sealed = taken(year), dict[str, int]()
    for recorded, told in given(acts, "seal_vehicles"):
        sealed |= dict.fromkeys(told["vehicles"], recorded)
        (end, back) = next(
            (at, given_) for at, given_ in given(acts, "unseal_vehicles")
            if at > recorded
        )  # fmt: skip
        assert back["vehicles"] == told["vehicles"]
        assert not any(meets(busy[car], recorded, end) for car in told["vehicles"])
    assert len(sealed) > 10


def test_no_car_is_repaired_while_it_is_needed(year: Year, acts: list[Any]) -> None:
    busy = taken(year)
    cars = {
        str(created_by(timed.act.id)): timed.act.input["vehicle"]
        for timed in acts
        if timed.act.command == "vehicles.request_repair"
    }
    sent = {told["record"]: at for at, told in given(acts, "send_for_repair")}
    back = {told["record"]: at for at, told in given(acts, "accept_repair")}
    assert set(cars) == set(sent) == set(back)
    assert set(cars.values()) == {str(vehicle_id(c.plate)) for c in year.vehicles}
    met = [o for o, car in cars.items() if meets(busy[car], sent[o], back[o])]
    assert met == []


def test_old_cars_cost_more_in_repairs(year: Year) -> None:
    by_age = sorted(year.vehicles, key=lambda car: car.registered_on)
    costs = [sum(order.amount for order in repairs_of(car)) for car in by_age]
    assert costs == sorted(costs, reverse=True)
    assert (costs[0], costs[-1]) == (1_450_000, 277_692)


def test_every_car_is_insured_and_inspected_before_it_expires(
    year: Year, acts: list[Any]
) -> None:
    for command, name in (
        ("buy_insurance", "insured_until"), ("pass_inspection", "inspected_until"),
    ):  # fmt: skip
        told = given(acts, command)
        assert len(told) == len(year.vehicles)
        assert all(values[name].startswith("2024-") for _at, values in told)
