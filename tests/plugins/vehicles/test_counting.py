"""调度车次 and what goes with it: which trips count, and on which day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.projection.horizon import Horizon
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

MARCH = (date(2023, 3, 1), date(2023, 3, 31))
APRIL = (date(2023, 4, 1), date(2023, 4, 30))


def test_a_trip_counts_once_it_has_departed(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    assert office.kpi() == 0
    office.depart(trip, 1010)
    assert office.kpi() == 1
    office.back(trip, 1070)
    office.close(trip)
    assert office.kpi() == 1
    office.assert_sound()


def test_a_trip_dispatched_and_cancelled_counts_nothing(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.cancel(trip)
    assert office.kpi() == 0
    assert office.state(trip) == "cancelled"
    assert office.kpi("dispatches") == 1


def test_a_reassigned_trip_counts_one(office: Office, car: UUID, driver: UUID) -> None:
    trip = office.trip(car, driver)
    other = office.car()
    office.reassign(trip, other, driver)
    office.depart(trip, 1010)
    assert office.kpi() == 1
    assert office.value(trip, "vehicle") == str(other)
    with office.site.reader() as reader:
        by_car = reader.kpi("vehicles.trips_dispatched", *MARCH, by="vehicle")
    assert [(g.key, g.value) for g in by_car.groups] == [(str(other), 1)]


def test_one_request_with_two_cars_counts_two(office: Office) -> None:
    request = office.approved(people=6)
    lines = [
        {"vehicle": str(office.car()), "driver": str(office.driver(name))}
        for name in ("陈师傅", "褚师傅")
    ]
    outcome = office.do(
        "vehicles.dispatch", office.dispatcher, requests=[request], trips=lines
    )
    first, second = outcome.records[:2]
    office.depart(first, 1010)
    office.depart(second, 1010)
    assert office.kpi() == 2
    office.assert_sound()


def test_two_requests_in_one_car_count_one(
    office: Office, car: UUID, driver: UUID
) -> None:
    requests = [office.approved(people=2), office.approved("10:00", "14:00", people=2)]
    trip = office.dispatch(requests, car, driver)
    office.depart(trip, 1010)
    assert office.kpi() == 1
    assert office.value(trip, "passengers") == 4
    assert [office.state(request) for request in requests] == ["arranged", "arranged"]
    booked = office.view(trip).facts
    assert "4 人" in [fact.text for fact in booked]


def test_a_trip_of_several_days_counts_one_on_the_day_it_left(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-31 08:00")
    trip = office.trip(car, driver, "2023-03-31 09:00", "2023-04-02 12:00")
    office.depart(trip, 1010)
    office.at("2023-04-02 12:00")
    office.back(trip, 1610)
    assert (office.kpi("trips_dispatched", *MARCH)) == 1
    assert (office.kpi("trips_dispatched", *APRIL)) == 0
    # 里程 is counted at the return.
    assert (office.kpi("distance", *MARCH)) == 0
    assert (office.kpi("distance", *APRIL)) == 600


def test_a_trip_counts_on_the_day_it_departed_not_on_the_planned_one(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.at("2023-03-07 07:30")
    office.depart(trip, 1010)
    sixth, seventh = date(2023, 3, 6), date(2023, 3, 7)
    assert office.kpi("trips_dispatched", sixth, sixth) == 0
    assert office.kpi("trips_dispatched", seventh, seventh) == 1


def test_voiding_a_trip_takes_one_away_and_keeps_its_row_and_history(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.void(trip)
    assert office.kpi() == 0
    assert office.kpi("distance") == 0
    row = office.row("vehicles.trips", trip)
    assert row is not None
    assert row.voided
    assert [step.title for step in office.history(trip)] == [
        "派车", "出车", "回场", "作废：整份单据",
    ]  # fmt: skip
    office.assert_sound()


def test_a_void_recorded_later_is_not_known_earlier(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.at("2023-03-10 09:00")
    office.void(trip)
    known = Horizon(recorded_by=date(2023, 3, 9))
    assert (office.kpi(), office.kpi(horizon=known)) == (0, 1)
    assert office.kpi(horizon=Horizon(recorded_by=date(2023, 3, 10))) == 0


def test_saving_share_counts_electric_and_hybrid_trips(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(office.car("electric"), driver, 1010, 1020, "2023-03-07")
    office.driven(office.car("plug_in_hybrid"), driver, 1010, 1020, "2023-03-08")
    office.driven(car, driver, 1010, 1020, "2023-03-09")
    assert office.kpi("saving_share") == 667
    assert office.kpi("new_energy_share") == 667


def test_a_ratio_without_a_divisor_has_no_value(office: Office) -> None:
    assert office.kpi("saving_share") is None
    assert office.kpi("response") is None


def test_a_car_is_over_eight_years_on_the_day_after_its_eighth_birthday(
    office: Office,
) -> None:
    office.car(registered_on="2015-03-06")
    sixth = date(2023, 3, 6)
    assert office.kpi("over_eight", YEAR_START, sixth) == 0
    assert office.kpi("over_eight", YEAR_START, date(2023, 3, 7)) == 1
    assert office.kpi("over_eight_share", YEAR_START, date(2023, 3, 7)) == 1000


def test_a_range_may_end_on_29_february(office: Office) -> None:
    office.car(registered_on="2099-12-31")
    office.car(registered_on="2100-03-01")
    # 2100 has no such day.
    assert office.kpi("over_eight", YEAR_START, date(2108, 2, 29)) == 1


def test_the_years_of_renewal_are_a_dated_parameter(office: Office) -> None:
    office.car(registered_on="2017-05-15")
    office.at("2023-03-06 08:00")
    office.do(
        "core.change_settings",
        group="vehicles.standards",
        values={"renewal_years": 5},
        since="2023-04-01",
    )
    assert office.kpi("over_eight", YEAR_START, date(2023, 3, 31)) == 0
    assert office.kpi("over_eight", YEAR_START, date(2023, 4, 1)) == 1


def test_a_disposed_car_is_no_longer_in_the_fleet(office: Office, car: UUID) -> None:
    office.car("electric")
    office.at("2023-03-08 09:00")
    office.dispose(car, "到期报废")
    before, after = date(2023, 3, 7), date(2023, 3, 8)
    assert office.kpi("fleet_size", YEAR_START, before) == 2
    assert office.kpi("fleet_size", YEAR_START, after) == 1


def test_response_is_the_time_from_approval_to_dispatch(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    request = office.approved()
    office.at("08:26")
    office.dispatch(request, car, driver)
    assert office.kpi("response") == 250
    assert office.kpi("response_minutes") == 25


def test_costs_are_recorded_in_any_state_and_after_closing(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.cost(trip, {"kind": "toll", "amount": 1000})
    office.depart(trip, 1010)
    office.cost(trip, {"kind": "fuel", "amount": 30000, "volume": 4000})
    office.back(trip, 1070)
    office.cost(trip, {"kind": "parking", "amount": 500})
    office.close(trip)
    office.cost(
        trip,
        {"kind": "washing", "amount": 2500},
        {"kind": "electricity", "amount": 800, "volume": 1200},
    )
    assert {
        name: office.value(trip, name)
        for name in ("toll", "energy_cost", "parking", "other_cost", "fuel")
    } == {
        "toll": 1000,
        "energy_cost": 30800,
        "parking": 500,
        "other_cost": 2500,
        "fuel": 4000,
    }
    assert office.state(trip) == "closed"
    with office.site.reader() as reader:
        ledger = reader.ledger("vehicles.trip_costs")
        assert ledger.totals() == {"amount": 34800, "volume": 5200}
        assert ledger.count({"kind": "fuel"}) == 1
    office.assert_sound()


def test_a_cancelled_trip_takes_no_costs(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.cancel(trip)
    with refused("已取消的派车单不登记费用"):
        office.cost(trip, {"kind": "toll", "amount": 1000})


def test_voiding_one_receipt_takes_only_its_amount(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.cost(trip, {"kind": "toll", "amount": 1000}, {"kind": "toll", "amount": 300})
    office.void(trip, office.version(trip, "CostRecorded"))
    assert office.value(trip, "toll") == 1000
    with office.site.reader() as reader:
        ledger = reader.ledger("vehicles.trip_costs")
        assert sorted((r.values["amount"], r.voided) for r in ledger.rows()) == [
            (300, True),
            (1000, False),
        ]
        assert ledger.totals()["amount"] == 1000
        assert ledger.page(period=(date(2023, 3, 6), date(2023, 3, 6))) != []
        assert ledger.page(period=APRIL) == []
    office.assert_sound()


YEAR_START = date(2023, 1, 1)
