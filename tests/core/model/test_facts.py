"""Only plans are refused: a recorded fact is always taken, the plan is marked 冲突."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def test_a_fact_over_another_plan_is_taken_and_the_plan_marked(
    office: Office, car: UUID, driver: UUID
) -> None:
    first = office.trip(car, driver, "09:00", "11:00")
    second = office.trip(car, office.driver("卫师傅"), "11:00", "13:00")
    assert office.view(second).conflicts == ()
    office.at("09:00")
    office.depart(first, 1010)
    (conflict,) = office.view(second).conflicts
    assert conflict == "车辆与派车单派2023-00001时间冲突"
    office.at("12:00")
    office.back(first, 1070)
    assert office.view(second).conflicts != ()
    assert office.view(first).conflicts == ()
    # Departing it becomes a fact, and facts conflict with nothing.
    office.depart(second, 1070)
    assert office.view(second).conflicts == ()
    office.assert_sound()


def test_back_in_time_the_conflict_is_gone(
    office: Office, car: UUID, driver: UUID
) -> None:
    first = office.trip(car, driver, "09:00", "11:00")
    second = office.trip(car, driver, "11:00", "13:00")
    office.at("09:00")
    office.depart(first, 1010)
    assert len(office.view(second).conflicts) == 2
    office.at("10:30")
    office.back(first, 1070)
    assert office.view(second).conflicts == ()


def test_two_facts_overlap_when_that_is_what_happened(
    office: Office, car: UUID, driver: UUID
) -> None:
    first = office.trip(car, driver, "09:00", "11:00")
    second = office.trip(car, office.driver("卫师傅"), "11:00", "13:00")
    office.at("09:00")
    office.depart(first, 1010)
    office.at("11:00")
    office.depart(second, 1040)
    assert office.state(second) == "departed"
    office.assert_sound()


def test_a_departure_known_by_its_day_only_makes_no_booking(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    trip = office.trip(car, driver, "09:00", "12:00")
    office.at("2023-03-07 08:00")
    office.depart(trip, 1010, at="2023-03-06 00:00", precision="day")
    office.back(trip, 1070, at="2023-03-06 00:00", precision="day")
    assert office.kpi() == 1
    office.trip(car, driver, "2023-03-07 09:00", "2023-03-07 12:00")
    office.assert_sound()


def test_a_corrected_plan_is_refused_where_it_overlaps(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver, "09:00", "11:00")
    second = office.trip(car, driver, "11:00", "13:00")
    with refused("2023-03-06 09:00至2023-03-06 11:00已有安排，时间重叠"):
        office.correct(second, 1, planned_start="2023-03-06T10:00:00+08:00")
    office.correct(second, 1, planned_start="2023-03-06T12:00:00+08:00")
    office.trip(car, driver, "11:00", "12:00")
    office.assert_sound()


def test_a_plan_is_not_corrected_to_end_before_it_begins(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver, "09:00", "11:00")
    with pytest.raises(FormErrors, match="计划返回必须晚于计划出发"):
        office.correct(trip, 1, planned_end="2023-03-06T08:00:00+08:00")
    office.assert_sound()
