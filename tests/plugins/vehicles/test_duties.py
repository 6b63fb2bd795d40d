"""专项保障: cars and drivers detached for it, and the trips it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

DUTIES = "vehicles.special_duties"


def opened(office: Office, **more: Any) -> UUID:
    facts = {
        "name": "巡视组用车保障",
        "unit": office.other_unit,
        "first": "2023-03-06",
        "last": "2023-03-10",
    }
    return office.made("vehicles.open_duty", office.dispatcher, **{**facts, **more})


def start(office: Office, duty: UUID, **more: Any) -> None:
    office.do("vehicles.start_duty", office.dispatcher, record=duty, **more)


@pytest.fixture
def duty(office: Office, car: UUID, driver: UUID) -> UUID:
    """A duty with a car and a driver of its own."""
    office.at("08:00")
    made = opened(office)
    start(office, made, vehicles=[car], drivers=[driver])
    return made


def state_of(office: Office, record: UUID, ledger: str) -> Any:
    return office.value(record, "status", ledger=f"vehicles.{ledger}")


def test_a_duty_detaches_cars_and_drivers_and_gives_them_back(
    office: Office, duty: UUID, car: UUID, driver: UUID
) -> None:
    assert office.state(duty) == "running"
    assert state_of(office, car, "vehicles") == "detached"
    assert state_of(office, driver, "drivers") == "detached"
    office.at("2023-03-10 18:00")
    office.do("vehicles.close_duty", office.dispatcher, record=duty)
    assert state_of(office, car, "vehicles") == "available"
    assert state_of(office, driver, "drivers") == "active"
    office.assert_sound()


def test_its_row_counts_what_was_detached_and_driven(
    office: Office, duty: UUID, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver, duty=duty)
    office.at("09:00")
    office.depart(trip, 1010)
    office.at("12:00")
    office.back(trip, 1070)
    other = office.trip(office.car(), office.driver("褚师傅"), "14:00", "16:00")
    office.at("14:00")
    office.depart(other, 1010)
    row = office.row(DUTIES, duty)
    assert row is not None
    counted = {n: row.values[n] for n in ("cars", "drivers", "trips", "distance")}
    assert counted == {"cars": 1, "drivers": 1, "trips": 1, "distance": 60}
    assert office.kpi("special_trips") == 1
    assert office.kpi("special_distance") == 60
    assert office.kpi() == 2
    office.assert_sound()


def test_a_trip_of_the_duty_that_did_not_go_counts_nothing(
    office: Office, duty: UUID, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver, duty=duty)
    office.cancel(trip)
    assert office.kpi("special_trips") == 0
    assert office.value(duty, "trips", ledger=DUTIES) == 0


def test_a_detached_car_goes_for_its_duty_only(
    office: Office, duty: UUID, car: UUID
) -> None:
    with refused("已抽调到“巡视组用车保障”，2023-03-10后归队"):
        office.trip(car, office.driver("褚师傅"))


def test_a_detached_driver_drives_for_the_duty_only(
    office: Office, duty: UUID, driver: UUID
) -> None:
    with refused("已抽调到“巡视组用车保障”"):
        office.trip(office.car(), driver)


def test_another_trip_is_not_reassigned_to_a_detached_car(
    office: Office, duty: UUID, car: UUID
) -> None:
    other = office.driver("褚师傅")
    trip = office.trip(office.car(), other)
    with refused("已抽调到“巡视组用车保障”"):
        office.reassign(trip, car, other)


def test_a_detached_car_is_planned_for_after_its_return(
    office: Office, duty: UUID, car: UUID
) -> None:
    other = office.driver("褚师傅")
    office.trip(car, other, "2023-03-11 09:00", "2023-03-11 12:00")


def test_a_car_that_is_booked_is_not_detached(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    office.trip(car, driver)
    with refused("在抽调期间已有派车任务，请先改派"):
        start(office, opened(office), vehicles=[car])


def test_a_detached_car_is_not_detached_again(
    office: Office, duty: UUID, car: UUID
) -> None:
    with refused("当前为“专项抽调”，不能抽调"):
        start(office, opened(office, name="另一专项"), vehicles=[car])


def test_more_is_detached_while_the_duty_runs(office: Office, duty: UUID) -> None:
    more = office.car()
    start(office, duty, vehicles=[more])
    assert office.value(duty, "cars", ledger=DUTIES) == 2
    with refused("请选择增派的车辆或驾驶员", FormErrors):
        start(office, duty)


def test_a_car_comes_back_early(office: Office, duty: UUID, car: UUID) -> None:
    office.do("vehicles.release_from_duty", office.dispatcher, record=duty,
              vehicles=[car])  # fmt: skip
    assert state_of(office, car, "vehicles") == "available"
    assert office.state(duty) == "running"
    with refused("没有抽调到本专项"):
        office.do("vehicles.release_from_duty", office.dispatcher, record=duty,
                  vehicles=[car])  # fmt: skip


def test_a_duty_without_cars_of_its_own_counts_its_trips(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    duty = opened(office)
    start(office, duty)
    trip = office.trip(car, driver, duty=duty)
    office.at("09:00")
    office.depart(trip, 1010)
    assert office.value(duty, "trips", ledger=DUTIES) == 1
    assert state_of(office, car, "vehicles") == "on_duty"


def test_no_car_is_asked_for_a_duty_that_is_over(office: Office, duty: UUID) -> None:
    office.do("vehicles.close_duty", office.dispatcher, record=duty)
    with refused("已于2023-03-06 08:00结束"):
        office.request(duty=duty)


def test_a_trip_before_the_end_of_a_duty_is_entered_after_it(
    office: Office, duty: UUID
) -> None:
    office.at("11:00")
    office.do("vehicles.close_duty", office.dispatcher, record=duty)
    office.at("12:00")
    request = office.request(
        "10:00", "10:30", by=office.dispatcher, at="2023-03-06 09:00", duty=duty
    )
    assert office.state(request) == "requested"


def test_a_trip_before_its_detachment_is_entered_after_it(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    request = office.approved()
    office.at("14:00")
    start(office, opened(office), vehicles=[car])
    office.dispatch(request, car, driver, at="2023-03-06 08:30")


def test_a_duty_does_not_end_before_it_begins(office: Office) -> None:
    with refused("结束日期不能早于开始日期", FormErrors):
        opened(office, last="2023-03-05")


def test_a_voided_start_gives_everything_back(
    office: Office, duty: UUID, car: UUID
) -> None:
    office.void(duty, office.version(duty, "Started"))
    assert office.state(duty) == "opened"
    assert state_of(office, car, "vehicles") == "available"
    office.assert_sound()


def test_a_voided_duty_gives_everything_back(
    office: Office, duty: UUID, car: UUID
) -> None:
    office.void(duty)
    assert state_of(office, car, "vehicles") == "available"
    assert office.kpi("special_count") == 0
    office.assert_sound()


def test_a_duty_with_trips_is_not_voided(
    office: Office, duty: UUID, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver, duty=duty)
    with refused("还有单据引用它，不能作废"):
        office.void(duty)


def test_a_clerk_opens_no_duty(office: Office) -> None:
    with refused("没有“专项保障立项”的权限", NotPermitted):
        office.do("vehicles.open_duty", office.clerk, name="巡视", first="2023-03-06",
                  last="2023-03-10", unit=office.unit)  # fmt: skip


def test_nights_and_days_off_are_reckoned_at_the_return(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-10 08:00")
    start_at, end = "2023-03-10 09:00", "2023-03-12 12:00"
    trip = office.trip(car, driver, start_at, end)
    office.at(start_at)
    office.depart(trip, 1010)
    office.at(end)
    office.back(trip, 1610)
    # Friday to Sunday.
    assert office.value(trip, "nights") == 2
    assert office.value(trip, "days_off") == 2


def test_a_trip_of_a_working_day_has_neither(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    assert office.value(trip, "nights") is None
    assert office.value(trip, "days_off") is None
