"""里程 against its neighbours in business time, not against the row typed last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors
from houqin.core.site import offers
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def test_an_odometer_does_not_fall(office: Office, car: UUID, driver: UUID) -> None:
    office.driven(car, driver, 1010, 1070)
    trip = office.trip(car, driver, "13:00", "15:00")
    with refused("里程1069公里小于2023-03-06 12:00登记的1070公里"):
        office.depart(trip, 1069)
    office.depart(trip, 1070)


def test_an_odometer_is_not_below_that_of_registration(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    with refused("里程999公里小于2023-03-01 08:00登记的1000公里"):
        office.depart(trip, 999)
    office.depart(trip, 1000)


def test_a_return_is_not_below_its_departure(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.depart(trip, 1010)
    with pytest.raises(FormErrors) as wrong:
        office.back(trip, 1009)
    assert wrong.value.errors == {"odometer": "回场里程不能小于出车里程1010公里"}
    office.back(trip, 1010)
    assert office.value(trip, "distance") == 0


def test_a_return_is_not_before_its_departure(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.at("10:00")
    office.depart(trip, 1010)
    office.at("12:00")
    with refused("回场不能早于出车的2023-03-06 10:00"):
        office.back(trip, 1070, at="2023-03-06 09:30")


def _late(office: Office, car: UUID, driver: UUID, day: str) -> UUID:
    """A trip of some days ago that is typed today."""
    moment = f"{day} 08:00"
    request = office.request(
        f"{day} 09:00",
        f"{day} 12:00",
        by=office.dispatcher,
        behalf=office.clerk,
        at=moment,
    )
    told = {"by": office.dispatcher, "at": moment, "channel": "paper"}
    office.review(request, behalf=office.reviewer, **told)
    office.approve(request, behalf=office.director, **told)
    return office.dispatch(request, car, driver, at=moment)


def test_a_late_entry_between_two_trips_fits_between_their_readings(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070, "2023-03-06")
    office.driven(car, driver, 1200, 1260, "2023-03-10")
    trip = _late(office, car, driver, "2023-03-08")
    with refused("里程1050公里小于2023-03-06 12:00登记的1070公里"):
        office.depart(trip, 1050, at="2023-03-08 09:00")
    with refused("里程1201公里大于2023-03-10 09:00登记的1200公里"):
        office.depart(trip, 1201, at="2023-03-08 09:00")
    office.depart(trip, 1080, at="2023-03-08 09:00")
    office.back(trip, 1190, at="2023-03-08 12:00")
    # The newest reading in business time stays the car's 里程.
    assert office.value(car, "mileage", ledger="vehicles.vehicles") == 1260
    office.assert_sound()


def test_an_entry_that_knows_only_its_day_is_compared_with_other_days(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070, "2023-03-06")
    office.driven(car, driver, 1100, 1160, "2023-03-08")
    trip = _late(office, car, driver, "2023-03-07")
    day = {"at": "2023-03-08 00:00", "precision": "day"}
    with refused("里程1060公里小于2023-03-06"):
        office.depart(trip, 1060, **day)
    # Before or after the other trip of its day, nobody knows.
    office.depart(trip, 1080, **day)
    office.back(trip, 1200, **day)
    assert office.value(trip, "distance") == 120
    office.at("2023-03-09 08:00")
    next_day = office.trip(car, driver, "2023-03-09 09:00", "2023-03-09 12:00")
    with refused("里程1199公里小于2023-03-08"):
        office.depart(next_day, 1199)
    office.depart(next_day, 1200)
    office.assert_sound()


def test_a_corrected_reading_is_checked_like_a_new_one(
    office: Office, car: UUID, driver: UUID
) -> None:
    first = office.driven(car, driver, 1010, 1070, "2023-03-06")
    office.driven(car, driver, 1100, 1160, "2023-03-07")
    back = office.version(first, "Returned")
    with refused("里程1101公里大于2023-03-07 09:00登记的1100公里"):
        office.correct(first, back, odometer=1101)
    with refused("里程1009公里小于2023-03-06 09:00登记的1010公里"):
        office.correct(first, back, odometer=1009)
    office.correct(first, back, odometer=1100)
    assert office.value(first, "distance") == 90
    office.assert_sound()


def test_a_corrected_moment_is_checked_too(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070, "2023-03-06")
    second = office.driven(car, driver, 1100, 1160, "2023-03-08")
    departed = office.version(second, "Departed")
    header = {"occurred": "2023-03-06T11:00:00+08:00"}
    with refused("发生时间不能早于单据开始"):
        office.correct(second, departed, header=header)


def test_a_reading_moves_with_the_car_that_was_corrected(
    office: Office, car: UUID, driver: UUID
) -> None:
    other, worn = office.car(odometer=500), office.car(odometer=5000)
    trip = office.driven(car, driver, 1010, 1070)
    with refused("里程1010公里小于2023-03-01 08:00登记的5000公里"):
        office.correct(trip, 1, vehicle=worn)
    office.correct(trip, 1, vehicle=other)
    assert office.value(other, "mileage", ledger="vehicles.vehicles") == 1070
    assert office.value(car, "mileage", ledger="vehicles.vehicles") == 1000
    office.assert_sound()


def test_a_voided_trip_takes_its_readings_with_it(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 9010, 9070)
    office.void(trip)
    office.driven(car, driver, 1010, 1070, "2023-03-07")
    # Its readings do not fit any more.
    with refused("里程"):
        office.restore(trip)
    office.assert_sound()


def test_a_form_starts_with_the_last_reading(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070)
    trip = office.trip(car, driver, "13:00", "15:00")
    spec = office.site.declarations.commands["vehicles.depart"]
    with office.site.reader() as reader:
        values = offers.starting_values(reader, spec, trip, office.dispatcher)
    assert values == {"odometer": 1070}


def test_status_and_mileage_of_a_car_follow_its_trips(
    office: Office, car: UUID, driver: UUID
) -> None:
    assert office.value(car, "status", ledger="vehicles.vehicles") == "available"
    trip = office.trip(car, driver)
    office.depart(trip, 1010)
    assert office.value(car, "status", ledger="vehicles.vehicles") == "on_duty"
    office.at("12:00")
    office.back(trip, 1070)
    assert office.value(car, "status", ledger="vehicles.vehicles") == "available"
    assert office.value(car, "mileage", ledger="vehicles.vehicles") == 1070
