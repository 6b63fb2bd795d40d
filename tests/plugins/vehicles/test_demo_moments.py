"""Every act in its time: after what it stands on, inside the year, by whom it may."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from houqin.core.demonstration.clock import HOUR, LAST_DAY, MINUTE, at, day_of

if TYPE_CHECKING:
    from houqin.plugins.vehicles.demo.year import Moment, Request, Year

YEAR_BEGINS = at(date(2023, 1, 1), 9 * 60)
YEAR_ENDS = at(LAST_DAY, 24 * 60)


def way(request: Request) -> list[Moment]:
    """The acts in the order of the workflow, costs left out: they are free in time."""
    found = [request.asked]
    if request.sent_back:
        found += [request.sent_back.remark.moment, request.sent_back.resubmitted]
    found += [moment for moment in (request.reviewed, request.approved) if moment]
    if request.refused:
        return [*found, request.refused.moment]
    if no := request.shortage:
        return [*found, *([no.told.moment] if no.told else []),
                *([no.rented] if no.rented else [])]  # fmt: skip
    trip = request.trip
    assert trip
    found.append(trip.dispatched)
    if trip.reassigned:
        found.append(trip.reassigned.moment)
    if trip.cancelled:
        return [*found, trip.cancelled.moment]
    assert trip.journey
    journey = trip.journey
    return [*found, journey.departed, journey.returned, journey.closed]


def all_moments(year: Year) -> list[Moment]:
    found = [moment for request in year.requests for moment in way(request)]
    for *_, journey in year.journeys():
        if journey.costs_recorded:
            found.append(journey.costs_recorded)
    return found


def test_each_act_happens_after_the_one_it_stands_on(year: Year) -> None:
    for request in year.requests:
        for earlier, later in pairwise(way(request)):
            assert earlier.occurred < later.occurred, request.number


def test_each_act_is_recorded_after_the_one_it_stands_on(year: Year) -> None:
    for request in year.requests:
        for earlier, later in pairwise(way(request)):
            assert earlier.recorded < later.recorded, request.number


def test_nothing_is_recorded_before_it_happens(year: Year) -> None:
    assert all(moment.occurred <= moment.recorded for moment in all_moments(year))


def test_everything_is_recorded_within_the_year(year: Year) -> None:
    moments = all_moments(year)
    assert min(moment.occurred for moment in moments) > YEAR_BEGINS
    assert max(moment.recorded for moment in moments) < YEAR_ENDS


def test_the_last_trips_close_on_the_last_day(year: Year) -> None:
    closed = [journey.closed.recorded for *_, journey in year.journeys()]
    assert day_of(max(closed)) == LAST_DAY
    departed = {day_of(journey.departed.occurred) for *_, journey in year.journeys()}
    assert LAST_DAY in departed


def test_a_car_is_sent_three_to_twenty_five_minutes_after_approval(year: Year) -> None:
    for request in year.requests:
        if request.trip and request.approved:
            minutes = request.trip.dispatched.occurred - request.approved.occurred
            assert 3 * MINUTE <= minutes <= 25 * MINUTE


def test_a_trip_is_dispatched_before_its_planned_start(year: Year) -> None:
    for request in year.requests:
        assert request.planned_start < request.planned_end
        if request.trip:
            assert request.trip.dispatched.recorded < request.planned_start


def test_a_cancellation_comes_before_the_planned_start(year: Year) -> None:
    for request in year.requests:
        if request.trip and request.trip.cancelled:
            assert request.trip.cancelled.moment.recorded < request.planned_start


def test_costs_are_recorded_after_the_return_and_dated_its_day(year: Year) -> None:
    late = 0
    for *_, journey in year.journeys():
        assert bool(journey.costs) == bool(journey.costs_recorded)
        if journey.costs_recorded:
            assert journey.returned.recorded < journey.costs_recorded.recorded
            assert journey.returned.occurred <= journey.costs_recorded.occurred
            late += journey.costs_recorded.recorded > journey.closed.recorded
        day = day_of(journey.returned.occurred)
        assert all(line.paid_on == day for line in journey.costs)
    assert late > 10


def test_who_types_for_another_uses_phone_or_paper(year: Year) -> None:
    for moment in all_moments(year):
        by_hand = moment.channel != "system"
        assert by_hand == (moment.on_behalf is not None)
        assert by_hand == (moment.occurred != moment.recorded)
        if by_hand:
            assert moment.actor.startswith("dispatcher/")
            assert moment.on_behalf != moment.actor


def test_the_driver_who_goes_is_the_one_who_tells(year: Year) -> None:
    for _, trip, journey in year.journeys():
        for moment in (journey.departed, journey.returned, journey.costs_recorded):
            if moment:
                assert trip.driver_gone == (moment.on_behalf or moment.actor)


def test_the_user_asks_and_another_of_his_unit_reviews(year: Year) -> None:
    role = {person.key: person.role for person in year.people}
    unit = {person.key: person.department for person in year.people}
    for request in year.requests:
        assert request.user == (request.asked.on_behalf or request.asked.actor)
        assert unit[request.user] == request.department
        if request.reviewed:
            assert role[request.reviewed.actor] == "reviewer"
            assert unit[request.reviewed.actor] == request.department
        if request.approved:
            assert request.approved.actor == "director"


def test_refusals_are_the_reviewers_or_the_directors(year: Year) -> None:
    roles = Counter(
        request.refused.moment.actor.split("/")[0]
        for request in year.requests
        if request.refused
    )
    assert roles == {"reviewer": 5, "director": 6}


def test_a_few_percent_of_drives_are_typed_hours_to_two_days_late(year: Year) -> None:
    lags = [
        moment.recorded - moment.occurred
        for *_, journey in year.journeys()
        for moment in (journey.departed, journey.returned)
    ]
    late = [lag for lag in lags if lag > HOUR]
    assert 0.02 < len(late) / len(lags) < 0.05
    assert max(late) < 72 * HOUR
    assert all(lag < 12 * MINUTE for lag in lags if lag <= HOUR)
