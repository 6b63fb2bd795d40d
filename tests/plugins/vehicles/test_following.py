"""What was reckoned or kept twice follows a correction, and its undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.office import TODAY, hour, refused
from tests.plugins.vehicles.test_fuel_cards import Cards, issue
from tests.plugins.vehicles.test_incidents import rows, violate

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


@pytest.fixture
def cards(office: Office, car: UUID) -> Cards:
    main = issue(office, "100001")
    return Cards(office, car, main, issue(office, "100002", kind="sub", main=main,
                                          vehicle=car))  # fmt: skip


def test_nights_and_days_off_follow_the_corrected_return(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-10 08:00")
    trip = office.trip(car, driver, "2023-03-10 09:00", "2023-03-12 12:00")
    office.at("2023-03-10 09:00")
    office.depart(trip, 1010)
    office.at("2023-03-12 12:00")
    office.back(trip, 1610)
    returned = office.version(trip, "Returned")
    office.correct(trip, returned, header={"occurred": hour("2023-03-11 20:00")})
    assert (office.value(trip, "nights"), office.value(trip, "days_off")) == (1, 1)
    office.restore(trip, returned + 1)
    assert (office.value(trip, "nights"), office.value(trip, "days_off")) == (2, 2)
    departed = office.version(trip, "Departed")
    office.correct(trip, departed, odometer=1000)
    told = [event.topic for event in office.events(trip)]
    # A reading changes no night: it brings no further correction about.
    assert told[-1] == "core.Record.Corrected"
    assert told.count("core.Record.Corrected") == 4
    office.assert_sound()


def test_a_voided_filling_is_no_cost_of_its_trip(
    office: Office, cards: Cards, driver: UUID
) -> None:
    trip = office.driven(cards.car, driver, 1010, 1070)
    cards.fill(trip=trip)
    assert office.value(trip, "energy_cost") == 30_000
    filled = office.version(cards.sub, "Filled")
    office.correct(cards.sub, filled, amount=25_000)
    assert office.value(trip, "energy_cost") == 25_000
    office.void(cards.sub, filled)
    assert office.value(trip, "energy_cost") is None
    assert office.kpi("trip_cost") == 0
    office.restore(cards.sub)
    assert office.value(trip, "energy_cost") == 25_000
    office.assert_sound()


def test_a_card_paid_cost_is_amended_on_its_card(
    office: Office, cards: Cards, driver: UUID
) -> None:
    trip = office.driven(cards.car, driver, 1010, 1070)
    cards.fill(trip=trip)
    paid = office.version(trip, "CostRecorded")
    with refused("由另一份单据产生"):
        office.void(trip, paid)
    with refused("由另一份单据产生"):
        office.correct(trip, paid, amount=1)
    office.cost(trip, {"kind": "toll", "amount": 500, "paid_on": TODAY})
    office.void(trip, office.version(trip, "CostRecorded"))


def test_a_violation_corrected_to_another_minute_names_who_drove_then(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070)
    other = office.driver("卫师傅")
    second = office.driven(car, other, 1070, 1090, "2023-03-07")
    violate(office, car)
    version = office.version(car, "ViolationRecorded")
    office.correct(car, version, happened_at=hour("2023-03-07 10:00"))
    (row,) = rows(office)
    assert (row["trip"], row["driver"]) == (str(second), str(other))
    office.correct(car, version, happened_at=hour("2023-03-07 06:00"))
    (row,) = rows(office)
    assert (row["trip"], row["driver"]) == (None, None)
    office.assert_sound()
