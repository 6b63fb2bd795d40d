"""What the state machine found, each as the shortest story that shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.projection.horizon import Horizon
from tests.office import hour, refused, when

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def test_a_day_may_see_the_return_and_not_yet_the_departure(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.at("2023-03-08 09:00")
    office.depart(trip, 1000, at="2023-03-06 09:00")
    office.back(trip, 1000, at="2023-03-06 12:00")
    departed = office.version(trip, "Departed")
    office.correct(trip, departed, header={"occurred": hour("2023-03-07 09:00")})
    day = Horizon(as_of=date(2023, 3, 6))
    assert office.value(trip, "returned_at", day) == when("2023-03-06 12:00")
    assert office.value(trip, "distance", day) is None
    assert office.value(trip, "distance") == 0


def test_steps_are_put_back_only_from_the_front(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1000, 1060)
    office.void(trip, office.version(trip, "Returned"))
    first = office.last(trip).version
    office.void(trip, office.version(trip, "Departed"))
    with refused("派车单当前为“已派车”，不能恢复“回场”"):
        office.restore(trip, first)


def test_a_step_is_not_put_back_below_a_later_one(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.at("10:00")
    office.depart(trip, 1000)
    office.void(trip, office.version(trip, "Departed"))
    voided = office.last(trip).version
    office.cancel(trip)
    with refused("其后还有"):
        office.restore(trip, voided)


def test_undoing_an_undo_takes_a_step_only_from_the_end(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.at("10:00")
    office.depart(trip, 1000)
    office.void(trip, office.version(trip, "Departed"))
    office.restore(trip)
    restored = office.last(trip).version
    office.back(trip, 1050)
    with refused("其后还有“回场”"):
        office.restore(trip, restored)


def test_the_latest_state_counts_repeated_states_too(
    office: Office, driver: UUID
) -> None:
    def do(command: str, at: str) -> None:
        reason = {"reason": "请假"} if command == "vehicles.stop_driver" else {}
        office.do(command, office.dispatcher, record=driver, at=at, **reason)

    office.at("2023-03-20 08:00")
    do("vehicles.stop_driver", "2023-03-05 09:00")
    do("vehicles.resume_driver", "2023-03-07 09:00")
    resumed = office.last(driver).version
    do("vehicles.stop_driver", "2023-03-06 09:00")
    # Nothing changes: resumed on the 7th is later.
    assert office.row("vehicles.drivers", driver).state == "active"
    office.correct(driver, resumed, header={"occurred": hour("2023-03-04 09:00")})
    assert office.row("vehicles.drivers", driver).state == "stopped"
    do("vehicles.resume_driver", "2023-03-05 12:00")
    # Stopped on the 6th is later still.
    assert office.row("vehicles.drivers", driver).state == "stopped"
    office.assert_sound()


def test_a_late_change_does_not_hide_a_later_one_from_rules_and_forms(
    office: Office, car: UUID
) -> None:
    def change(seats: int, at: str) -> None:
        office.do(
            "vehicles.update_vehicle", office.dispatcher, at=at, record=car,
            plate=f"桂X·{seats}9999", category="special", model="越野车", seats=seats,
        )  # fmt: skip

    office.at("2023-03-20 08:00")
    change(7, "2023-03-19 09:00")
    change(2, "2023-03-15 09:00")
    assert office.value(car, "seats", ledger="vehicles.vehicles") == 7
    with office.site.reader() as reader:
        known = office.site.services.find(reader.connection, "vehicles.Vehicle", car)
        loaded = office.site.services.fold(reader.effective(car))
    assert known.attributes["seats"] == 7
    assert known.attributes["plate"] == "桂X·79999"
    assert loaded.seats == 7


def test_a_reader_keeps_its_horizon_whatever_else_is_folded(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1000, 1060)
    with office.site.reader(Horizon(as_of=date(2023, 3, 6))) as reader:
        trips = reader.ledger("vehicles.trips")
        reader.kpi_months("vehicles.new_energy_share", 2023)
        reader.kpi_months("vehicles.new_energy_share", 2024)
        reader.kpi_months("vehicles.new_energy_share", 2025)
        for year in range(1, 20):
            reader.kpi_months("vehicles.new_energy_share", 2000 + year)
        assert [row.key for row in trips.page()] == [str(trip)]


def test_undoing_a_correction_leaves_nothing_before_the_beginning(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-06 10:00")
    trip = office.trip(car, driver, "2023-03-07 09:00", "2023-03-07 12:00")
    first = office.version(trip, "Dispatched")
    office.correct(trip, first, header={"occurred": hour("2023-03-06 08:00")})
    corrected = office.last(trip).version
    office.depart(trip, 1000, at="2023-03-06 09:00")
    with refused("早于"):
        office.restore(trip, corrected)


def test_a_minute_before_the_beginning_is_refused_by_its_precision_too(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-06 10:00")
    trip = office.trip(car, driver, "2023-03-07 09:00", "2023-03-07 12:00")
    office.depart(trip, 1000, at="2023-03-06 00:00", precision="day")
    office.at("2023-03-06 12:00")
    with refused("早于"):
        office.correct(trip, 2, header={"precision": "minute"})


def test_no_dispatch_before_the_approval_in_business_time(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("2023-03-06 08:00")
    request = office.request()
    office.at("2023-03-06 10:00")
    office.review(request)
    office.approve(request)
    with refused("批准"):
        office.dispatch(request, car, driver, at="2023-03-06 09:00")


def test_a_request_withdrawn_while_one_car_is_left_stays_withdrawn(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    crews = [(car, driver), (office.car(), office.driver("李师傅"))]
    one, other, *_ = office.do(
        "vehicles.dispatch",
        office.dispatcher,
        requests=[request],
        trips=[
            {"vehicle": str(c), "driver": str(d), "reason": "charging"}
            for c, d in crews
        ],
    ).records
    office.void(one)
    office.do("core.withdraw", office.clerk, record=request)
    office.cancel(other)
    assert office.state(request) == "withdrawn"
