"""更换里程表: readings of two odometers are not compared, kilometres are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def replace(office: Office, car: UUID, old: int, new: int = 0, **more: Any) -> Any:
    return office.do(
        "vehicles.replace_odometer",
        office.dispatcher,
        record=car,
        old_reading=old,
        new_reading=new,
        reason="里程表损坏",
        **more,
    )


def test_a_new_odometer_begins_anew(office: Office, car: UUID, driver: UUID) -> None:
    office.driven(car, driver, 1010, 1070)
    office.at("13:00")
    replace(office, car, 1075)
    trip = office.driven(car, driver, 5, 65, "2023-03-07")
    assert office.value(trip, "distance") == 60
    office.assert_sound()


def test_the_old_odometers_last_reading_does_not_fall(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070)
    office.at("13:00")
    with refused("里程1060公里小于2023-03-06 12:00登记的1070公里"):
        replace(office, car, 1060)


def test_the_new_odometer_does_not_fall_either(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("07:00")
    replace(office, car, 1000, 20)
    trip = office.trip(car, driver)
    with refused("里程19公里小于2023-03-06 07:00登记的20公里"):
        office.depart(trip, 19)


def test_a_trip_on_which_the_odometer_was_changed_has_its_whole_distance(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    trip = office.trip(car, driver)
    office.at("09:00")
    office.depart(trip, 1010)
    office.at("10:00")
    replace(office, car, 1050)
    office.at("12:00")
    office.back(trip, 30)
    assert office.value(trip, "distance") == 70
    assert office.kpi("distance") == 70


def test_a_late_reading_is_compared_with_those_of_its_own_odometer(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.at("13:00")
    replace(office, car, 1090)
    returned = office.version(trip, "Returned")
    with refused("里程1095公里大于2023-03-06 12:59登记的1090公里"):
        office.correct(trip, returned, odometer=1095)
    office.correct(trip, returned, odometer=1085)
    assert office.value(trip, "distance") == 75
    office.assert_sound()


def test_what_changed_the_odometer_is_in_its_register(
    office: Office, car: UUID
) -> None:
    replace(office, car, 1000, 7)
    (row,) = office.rows("vehicles.odometer_changes")
    assert (row.values["old_reading"], row.values["new_reading"]) == (1000, 7)
