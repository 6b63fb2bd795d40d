"""The figures of the year: totals, months, days, shares, fixed by the plan."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core import demonstration
from houqin.core.demonstration.clock import FIRST_DAY, LAST_DAY, day_of, days
from houqin.plugins.vehicles.demo.plan import plan_year

if TYPE_CHECKING:
    from houqin.plugins.vehicles.demo.county import County
    from houqin.plugins.vehicles.demo.year import Year

BY_MONTH = [240, 250, 350, 338, 352, 348, 318, 322, 300, 330, 310, 270]
WORKDAYS = [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]


def departures(year: Year) -> list[date]:
    return [day_of(journey.departed.occurred) for *_, journey in year.journeys()]


def low_emission_by_month(year: Year) -> list[float]:
    rank = {vehicle.plate: vehicle.rank for vehicle in year.vehicles}
    clean = Counter(
        day_of(journey.departed.occurred).month
        for _, trip, journey in year.journeys()
        if rank[trip.vehicle_gone] < 2
    )
    return [clean[month] / BY_MONTH[month - 1] for month in range(1, 13)]


def test_the_register_has_26_vehicles_and_20_drivers(year: Year) -> None:
    assert len(year.vehicles) == 26
    assert len(year.drivers) == 20
    assert len({vehicle.plate for vehicle in year.vehicles}) == 26


def test_the_fleet_is_the_one_of_the_county(year: Year) -> None:
    categories = Counter(vehicle.category for vehicle in year.vehicles)
    energies = Counter(vehicle.energy for vehicle in year.vehicles)
    assert categories == {"confidential": 2, "emergency": 21, "other": 3}
    assert energies == {"petrol": 15, "diesel": 4, "plug_in_hybrid": 3, "electric": 4}


def test_11_requests_are_refused_and_3_get_no_car_of_the_office(year: Year) -> None:
    assert len(year.requests) == 3765 + 11 + 3
    without = [request for request in year.requests if request.shortage]
    assert len(without) == 3
    assert not any(request.trip for request in without)
    refused = [request for request in year.requests if request.refused]
    assert len(refused) == 11
    assert not any(request.trip for request in refused)


def test_3765_are_dispatched_and_37_of_them_cancelled(year: Year) -> None:
    trips = [request.trip for request in year.requests if request.trip]
    assert len(trips) == 3765
    cancelled = [trip for trip in trips if trip.cancelled]
    assert len(cancelled) == 37
    assert not any(trip.journey for trip in cancelled)
    assert len(year.journeys()) == 3728


def test_some_cars_go_before_anybody_approved_and_one_is_approved_late(
    year: Year,
) -> None:
    urgent = [(r, r.emergency) for r in year.requests if r.emergency]
    waited = [e.approved.occurred - r.planned_start for r, e in urgent]
    assert len(urgent) == 4
    assert sum(wait > 24 * 3600 * 10**6 for wait in waited) == 1
    assert all(r.task == "emergency" and r.trip and r.trip.journey for r, _ in urgent)


def test_departures_by_month(year: Year) -> None:
    months = Counter(day.month for day in departures(year))
    assert [months[month] for month in range(1, 13)] == BY_MONTH


def test_departures_by_quarter_and_half_year(year: Year) -> None:
    quarters = Counter((day.month - 1) // 3 for day in departures(year))
    assert [quarters[number] for number in range(4)] == [840, 1038, 940, 910]
    assert quarters[0] + quarters[1] == 1878


def test_a_trip_departs_on_the_day_it_was_planned_for(year: Year) -> None:
    for request, _, journey in year.journeys():
        assert day_of(request.planned_start) == day_of(journey.departed.occurred)


def test_working_days_by_month(county: County) -> None:
    span = days(FIRST_DAY, LAST_DAY)
    months = Counter(day.month for day in span if day in county.workdays)
    assert [months[month] for month in range(1, 13)] == WORKDAYS


def test_nine_in_ten_trips_leave_on_working_days(year: Year, county: County) -> None:
    worked = sum(day in county.workdays for day in departures(year))
    assert worked == 3728 - 373
    assert round(worked / 3728, 3) == 0.900


def test_nobody_leaves_on_new_years_day_and_every_workday_has_trips(
    year: Year, county: County
) -> None:
    by_day = Counter(departures(year))
    assert by_day[date(2023, 1, 1)] == 0
    span = days(FIRST_DAY, LAST_DAY)
    assert all(by_day[day] >= 8 for day in span if day in county.workdays)


@pytest.mark.parametrize(
    ("duty", "trips", "first", "last"),
    [
        ("自治区党委巡视组用车保障", 262, date(2023, 3, 30), date(2023, 6, 28)),
        ("环县公路自行车赛用车保障", 46, date(2023, 10, 12), date(2023, 10, 17)),
        ("扶贫检查组用车保障", 28, date(2023, 9, 1), date(2023, 9, 30)),
        ("学生（青年）运动会县站用车保障", 64, date(2023, 11, 1), date(2023, 11, 30)),
    ],
)
def test_special_duties(
    year: Year, duty: str, trips: int, first: date, last: date
) -> None:
    served = [
        day_of(journey.departed.occurred)
        for request, _, journey in year.journeys()
        if request.duty == duty
    ]
    assert len(served) == trips
    assert first <= min(served)
    assert max(served) <= last


def test_the_inspection_group_has_three_cars_and_three_drivers_for_itself(
    year: Year, county: County
) -> None:
    cars, drivers = set(), set()
    served = set()
    for request, trip, journey in year.journeys():
        day = day_of(journey.departed.occurred)
        if request.duty == "自治区党委巡视组用车保障":
            cars.add(trip.vehicle_gone)
            drivers.add(trip.driver_gone)
            served.add(day)
    assert (len(cars), len(drivers)) == (3, 3)
    assert sum(day in county.workdays for day in served) == 62
    assert sum(day not in county.workdays for day in served) == 8
    for request, trip, journey in year.journeys():
        others = request.duty != "自治区党委巡视组用车保障"
        first, last = date(2023, 3, 30), date(2023, 6, 28)
        if others and first <= day_of(journey.departed.occurred) <= last:
            assert trip.vehicle_gone not in cars
            assert trip.driver_gone not in drivers


def test_the_low_emission_share_rises_from_19_to_27_percent(year: Year) -> None:
    shares = low_emission_by_month(year)
    assert shares == sorted(shares)
    assert round(shares[0], 2) == 0.19
    assert round(shares[-1], 2) == 0.27


def test_about_230_000_km_at_62_km_a_trip(year: Year) -> None:
    total = sum(journey.km for *_, journey in year.journeys())
    assert 229_000 < total < 232_000
    assert round(total / 3728) == 62


def test_some_acts_come_by_phone_or_paper_and_most_by_system(year: Year) -> None:
    channels = Counter(
        moment.channel
        for *_, journey in year.journeys()
        for moment in (journey.departed, journey.returned)
    )
    total = channels.total()
    assert 0.85 < channels["system"] / total < 0.95
    assert 0.05 < channels["phone"] / total < 0.12
    assert 0.01 < channels["paper"] / total < 0.05


def test_some_trips_are_reassigned_and_some_requests_sent_back(year: Year) -> None:
    assert 8 <= sum(bool(trip.reassigned) for _, trip, _ in year.journeys()) <= 40
    assert 20 <= sum(bool(request.sent_back) for request in year.requests) <= 80


def test_138_units_and_their_people(year: Year) -> None:
    departments = demonstration.county.read_county().departments
    kinds = Counter(department.kind for department in departments)
    assert kinds == {"county": 62, "township": 11, "leading": 4, "subordinate": 61}
    roles = Counter(person.role for person in year.people)
    assert roles == {
        "administrator": 1,
        "director": 1,
        "auditor": 1,
        "dispatcher": 2,
        "driver": 20,
        "clerk": 138,
        "reviewer": 77,
        "audit_administrator": 1,
    }
    assert len({person.key for person in year.people}) == len(year.people)
    assert len({person.name for person in year.people}) == len(year.people)
    named = {department.name for department in departments}
    assert {person.department for person in year.people} <= named


def test_two_plans_are_equal(year: Year) -> None:
    assert plan_year() == year


def test_a_plan_does_not_depend_on_the_hash_seed(year: Year) -> None:
    script = (
        "from houqin.plugins.vehicles.demo.plan import plan_year\n"
        "import hashlib\n"
        "print(hashlib.sha256(repr(plan_year()).encode()).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
