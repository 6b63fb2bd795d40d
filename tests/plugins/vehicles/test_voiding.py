"""作废 and 补录 of trips: serials, requests, bookings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def test_voiding_a_trip_returns_its_request_to_approved_by_an_event(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    outcome = office.void(trip)
    assert outcome.records == (request, trip)
    assert office.state(request) == "approved"
    assert [e.topic.rpartition(".")[2] for e in office.events(request)][-2:] == [
        "Arranged",
        "Reopened",
    ]
    office.dispatch(request, car, driver)
    office.assert_sound()


def test_an_old_cancelled_trip_is_voided_without_touching_its_request(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    cancelled = office.dispatch(request, car, driver)
    office.cancel(cancelled, reopen=True)
    office.dispatch(request, car, driver)
    office.void(cancelled)
    assert office.state(request) == "arranged"


def test_an_undone_voiding_takes_the_request_up_again(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    office.void(trip)
    office.restore(trip)
    assert office.state(request) == "arranged"
    office.assert_sound()


def test_a_voiding_is_not_undone_when_the_request_was_arranged_otherwise(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    office.void(trip)
    office.dispatch(request, office.car(), office.driver("卫师傅"))
    with refused("当前为“已安排”，不能恢复派车单"):
        office.restore(trip)


def test_a_voiding_is_not_undone_when_the_car_is_taken(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.void(trip)
    office.trip(car, office.driver("卫师傅"))
    with refused("车辆档案桂X·00001在.*已有安排"):
        office.restore(trip)


def test_a_voiding_is_not_undone_when_the_car_was_voided(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.void(trip)
    office.void(car)
    with refused("这份车辆档案已作废"):
        office.restore(trip)


def test_a_cancellation_taken_back_takes_the_request_up_again(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    office.cancel(trip)
    office.void(trip, office.version(trip, "Cancelled"))
    assert (office.state(trip), office.state(request)) == ("dispatched", "arranged")
    # And the other way round.
    office.restore(trip)
    assert (office.state(trip), office.state(request)) == ("cancelled", "cancelled")
    office.assert_sound()


def test_a_cancellation_is_not_taken_back_when_the_request_was_arranged_otherwise(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    office.cancel(trip, reopen=True)
    office.dispatch(request, office.car(), office.driver("卫师傅"))
    with refused("已另行安排，不能撤回取消"):
        office.void(trip, office.version(trip, "Cancelled"))


def test_a_serial_number_is_never_given_twice(
    office: Office, car: UUID, driver: UUID
) -> None:
    first = office.trip(car, driver)
    assert office.value(first, "serial") == "派2023-00001"
    office.void(first)
    second = office.trip(car, driver)
    assert office.value(second, "serial") == "派2023-00002"
    office.assert_sound()


def test_a_refused_dispatch_uses_no_serial_number(
    office: Office, car: UUID, driver: UUID
) -> None:
    with refused("座位不够"):
        office.trip(car, driver, people=30)
    assert office.value(office.trip(car, driver), "serial") == "派2023-00001"


def test_a_late_entry_gets_the_old_years_next_serial_and_counts_there(
    office: Office, car: UUID, driver: UUID
) -> None:
    old = office.driven(car, driver, 1010, 1070, "2023-12-28")
    office.at("2024-01-10 09:00")
    new = office.trip(car, driver, "2024-01-11 09:00", "2024-01-11 12:00")
    moment = "2023-12-29 08:00"
    request = office.request(
        "2023-12-29 09:00",
        "2023-12-29 12:00",
        by=office.dispatcher,
        behalf=office.clerk,
        at=moment,
    )
    told = {"by": office.dispatcher, "at": moment, "channel": "paper"}
    office.review(request, behalf=office.reviewer, **told)
    office.approve(request, behalf=office.director, **told)
    late = office.dispatch(request, car, driver, at=moment)
    office.depart(late, 1080, at="2023-12-29 09:00")
    office.back(late, 1130, at="2023-12-29 12:00")
    serials = [office.value(trip, "serial") for trip in (old, new, late)]
    assert serials == ["派2023-00001", "派2024-00001", "派2023-00002"]
    assert office.value(request, "serial", ledger="vehicles.requests").startswith(
        "申2023-"
    )
    assert office.kpi() == 2
    assert office.kpi(horizon=Horizon(recorded_by=date(2023, 12, 31))) == 1
    steps = office.history(late)
    assert [s.late_days for s in steps] == [12, 12, 12]
    office.assert_sound()


def test_steps_are_voided_from_the_end_backwards_only(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.cost(trip, {"kind": "toll", "amount": 1000})
    departed, returned = (office.version(trip, n) for n in ("Departed", "Returned"))
    with refused("其后还有“回场”，请先从最后一步作废"):
        office.void(trip, departed)
    office.void(trip, returned)
    assert office.state(trip) == "departed"
    assert office.kpi("distance") == 0
    office.void(trip, departed)
    assert (office.state(trip), office.kpi()) == ("dispatched", 0)
    office.depart(trip, 1011)
    assert office.kpi() == 1
    office.assert_sound()


def test_voiding_a_departure_asks_whether_its_plan_is_still_free(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("09:00")
    trip = office.trip(car, driver, "09:00", "12:00")
    office.depart(trip, 1010)
    office.at("10:00")
    office.back(trip, 1030)
    office.trip(car, office.driver("卫师傅"), "11:00", "12:00")
    office.void(trip, office.version(trip, "Returned"))
    with refused("车辆档案桂X·00001在2023-03-06 11:00至2023-03-06 12:00已有安排"):
        office.void(trip, office.version(trip, "Departed"))


def test_the_step_another_record_made_is_voided_there(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    office.dispatch(request, car, driver)
    with refused("由另一份单据产生"):
        office.void(request, office.version(request, "Arranged"))


def test_a_record_others_refer_to_is_not_voided_and_they_are_named(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    with refused("还有单据引用它，不能作废：派车单派2023-00001"):
        office.void(car)
    with refused("还有单据引用它，不能作废：派车单派2023-00001"):
        office.void(request)
    office.void(trip)
    office.void(car)
    office.void(request)
    office.assert_sound()


def test_a_chosen_set_is_voided_by_one_command(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    trip = office.dispatch(request, car, driver)
    office.void(request, others=[trip])
    for ledger, record in (("requests", request), ("trips", trip)):
        row = office.row(f"vehicles.{ledger}", record)
        assert row is not None
        assert row.voided
    # Undone one by one, what is referred to first.
    with refused("这份用车申请已作废"):
        office.restore(trip)
    office.restore(request)
    office.assert_sound()


def test_many_references_are_counted_not_listed(
    office: Office, car: UUID, driver: UUID
) -> None:
    for hour in range(12):
        office.trip(car, driver, f"{hour + 8:02}:00", f"{hour + 9:02}:00")
    with refused("派车单派2023-.*等12份"):
        office.void(car)


def test_a_corrected_car_brings_its_energy_with_it(
    office: Office, car: UUID, driver: UUID
) -> None:
    electric, stand_in = office.car("electric"), office.driver("卫师傅")
    trip = office.driven(car, driver, 1010, 1070)
    assert office.kpi("saving_trips") == 0
    office.correct(trip, 1, vehicle=electric, driver=stand_in)
    assert office.value(trip, "energy") == "electric"
    assert office.value(trip, "driver_person") == office.value(
        stand_in, "person", ledger="vehicles.drivers"
    )
    assert office.kpi("saving_trips") == 1
    office.assert_sound()


def test_a_corrected_amount_changes_totals_and_detail(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.cost(trip, {"kind": "toll", "amount": 1000})
    office.correct(trip, office.last(trip).version, amount=1500, kind="parking")
    assert (office.value(trip, "toll"), office.value(trip, "parking")) == (None, 1500)
    with office.site.reader() as reader:
        assert reader.ledger("vehicles.trip_costs").totals()["amount"] == 1500
    office.assert_sound()


@pytest.mark.parametrize("field", ["serial", "requests", "approver", "energy"])
def test_what_is_fixed_or_copied_is_not_corrected(
    office: Office, car: UUID, driver: UUID, field: str
) -> None:
    trip = office.trip(car, driver)
    with pytest.raises(FormErrors, match="没有“"):
        office.correct(trip, 1, **{field: "x"})


def test_what_a_closed_trip_frees_stays_free(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1010, 1070)
    office.close(trip)
    with refused("派车单当前为“已办结”，不能办结"):
        office.close(trip)
    with refused("派车单当前为“已办结”，不能出车登记"):
        office.depart(trip, 2000)
    office.trip(car, driver, "12:00", "13:00")
