"""派车 under its rules: cars, drivers, seats, energy, time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.site import offers
from houqin.plugins.vehicles.dispatching import dispatch, dispatch_request
from tests.office import refused

if TYPE_CHECKING:
    from tests.office import Office


def test_a_car_is_not_dispatched_twice_at_one_time(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver, "09:00", "12:00")
    other = office.approved("11:00", "15:00")
    with refused(
        "车辆档案桂X·00001在2023-03-06 09:00至2023-03-06 12:00已有安排"
    ) as wrong:
        office.dispatch(other, car, office.driver("卫师傅"))
    assert wrong.value.field == "vehicle"
    assert office.state(other) == "approved"


def test_a_driver_is_not_dispatched_twice_at_one_time(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver, "09:00", "12:00")
    with refused("^驾驶员陈师傅在2023-03-06 09:00至2023-03-06 12:00已有安排"):
        office.trip(office.car(), driver, "11:59", "15:00")


def test_trips_that_only_touch_do_not_overlap(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.trip(car, driver, "09:00", "12:00")
    office.trip(car, driver, "12:00", "15:00")
    office.trip(car, driver, "07:00", "09:00")
    office.assert_sound()


def test_one_command_does_not_send_one_car_twice(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    line = {"vehicle": str(car), "driver": str(driver)}
    other = {"vehicle": str(car), "driver": str(office.driver("卫师傅"))}
    with refused("车辆档案桂X·00001在.*已有安排"):
        office.do(
            "vehicles.dispatch",
            office.dispatcher,
            requests=[request],
            trips=[line, other],
        )


def test_a_departed_car_is_booked_until_its_return(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("09:00")
    trip = office.trip(car, driver, "09:00", "12:00")
    office.depart(trip, 1010)
    late = office.approved("20:00", "21:00")
    with refused("车辆档案桂X·00001在2023-03-06 09:00至回场已有安排"):
        office.dispatch(late, car, office.driver("卫师傅"))
    office.at("13:30")
    office.back(trip, 1070)
    office.dispatch(late, car, driver)
    office.assert_sound()


def test_a_car_that_is_back_early_is_free_early(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("09:00")
    trip = office.trip(car, driver, "09:00", "12:00")
    office.depart(trip, 1010)
    office.at("10:00")
    office.back(trip, 1030)
    office.trip(car, driver, "10:00", "12:00")


def test_a_cancelled_trip_frees_car_and_driver(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.cancel(office.trip(car, driver))
    office.trip(car, driver)
    office.assert_sound()


def test_reassigning_frees_the_first_car_and_takes_the_second(
    office: Office, car: UUID, driver: UUID
) -> None:
    second, other = office.car(), office.driver("卫师傅")
    trip = office.trip(car, driver)
    office.trip(second, other, "10:00", "11:00")
    with refused("车辆档案桂X·00002在.*已有安排"):
        office.reassign(trip, second, driver)
    third = office.car("electric")
    office.reassign(trip, third, driver)
    assert office.value(trip, "energy") == "electric"
    office.trip(car, office.driver("蒋师傅"))
    with refused("车辆和驾驶员都没有改变"):
        office.reassign(trip, third, driver)
    office.assert_sound()


def test_no_reassignment_after_departure(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.depart(trip, 1010)
    with refused("派车单当前为“已出车”，不能改派"):
        office.reassign(trip, office.car(), driver)
    with refused("派车单当前为“已出车”，不能取消派车"):
        office.cancel(trip)


def test_a_disposed_car_cannot_go(office: Office, car: UUID, driver: UUID) -> None:
    office.dispose(car)
    with refused("车辆桂X·00001已处置，不能派车"):
        office.trip(car, driver)
    with refused("车辆已处置，不能变更|车辆档案当前为“已处置”"):
        office.do("vehicles.update_vehicle", office.dispatcher, record=car, **_facts())
    spec = office.site.declarations.commands["vehicles.dispatch_request"]
    field = next(f for f in spec.fields if f.name == "vehicle")
    with office.site.reader() as reader:
        assert reader.choices(field) == []


def test_a_car_with_a_trip_to_come_is_not_disposed_of(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    with refused("车辆还有未完成的派车任务，不能处置"):
        office.dispose(car)
    office.cancel(trip)
    office.dispose(car)


def test_the_plate_of_a_disposed_car_is_free_again(office: Office, car: UUID) -> None:
    with refused("号牌“桂X·00001”已经登记过，不能重复"):
        office.car(plate="桂X·00001")
    office.dispose(car)
    office.car(plate="桂X·00001")
    office.assert_sound()


def test_a_stopped_driver_cannot_go_until_he_drives_again(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.do("vehicles.stop_driver", office.dispatcher, record=driver, reason="病假")
    with refused("驾驶员已停驾，不能派车"):
        office.trip(car, driver)
    office.do("vehicles.resume_driver", office.dispatcher, record=driver)
    office.trip(car, driver)


def test_a_person_is_registered_as_a_driver_once(office: Office) -> None:
    person = office.person("韩师傅")
    office.do(
        "vehicles.register_driver", office.dispatcher, person=person, licence="C1"
    )
    with refused("驾驶员.*已经登记过"):
        office.do(
            "vehicles.register_driver", office.dispatcher, person=person, licence="B1"
        )
    with refused("没有这个人员"):
        office.do(
            "vehicles.register_driver", office.dispatcher, person=uuid4(), licence="C1"
        )


def test_seats_must_be_enough_beside_the_driver(
    office: Office, car: UUID, driver: UUID
) -> None:
    with refused("座位不够：5人，除驾驶员外只有4座"):
        office.trip(car, driver, people=5)
    office.trip(car, driver, people=4)
    trip = office.trip(office.car(seats=7), office.driver("卫师傅"), people=6)
    with refused("座位不够：6人，除驾驶员外只有4座"):
        office.reassign(trip, office.car(), driver)


def test_two_requests_in_one_car_need_seats_for_all(
    office: Office, car: UUID, driver: UUID
) -> None:
    requests = [office.approved(people=3), office.approved(people=2)]
    with refused("座位不够：5人"):
        office.dispatch(requests, car, driver)


def test_one_request_is_not_named_twice_in_one_dispatch(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved(people=2)
    with refused("同一份用车申请"):
        office.dispatch([request, request], car, driver)


@pytest.mark.parametrize("saving", ["electric", "plug_in_hybrid"])
def test_a_later_choice_asks_a_reason_when_a_saving_car_is_free(
    office: Office, car: UUID, driver: UUID, saving: str
) -> None:
    office.car(saving)
    request = office.approved()
    with refused("空闲且座位够，另派其他车请选理由") as wrong:
        office.dispatch(request, car, driver, reason=None)
    assert wrong.value.field == "reason"
    trip = office.dispatch(request, car, driver, reason="charging")
    assert office.value(trip, "energy_reason") == "charging"


def test_a_hybrid_asks_a_reason_when_an_electric_car_is_free(
    office: Office, driver: UUID
) -> None:
    electric, hybrid = office.car("electric"), office.car("plug_in_hybrid")
    request = office.approved()
    with refused("纯电动车桂X·00001空闲"):
        office.dispatch(request, hybrid, driver, reason=None)
    office.dispatch(request, electric, driver, reason=None)


def test_no_reason_is_asked_when_the_saving_car_has_too_few_seats(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.car("electric", seats=4)
    office.dispatch(office.approved(people=4), car, driver, reason=None)


def test_no_reason_is_asked_when_the_saving_car_is_taken_or_gone(
    office: Office, car: UUID, driver: UUID
) -> None:
    taken, gone = office.car("electric"), office.car("electric")
    office.dispose(gone, "旧")
    office.trip(taken, office.driver("卫师傅"))
    office.dispatch(office.approved(), car, driver, reason=None)


def test_saving_cars_are_marked_where_a_car_is_chosen(
    office: Office, car: UUID
) -> None:
    office.car("electric")
    spec = office.site.declarations.commands["vehicles.dispatch_request"]
    field = next(f for f in spec.fields if f.name == "vehicle")
    with office.site.reader() as reader:
        hints = {title: hint for _id, title, hint in reader.choices(field)}
    assert hints == {
        "桂X·00001": "汽油 · 5座 · 轿车",
        "桂X·00002": "优先 · 纯电动 · 5座 · 轿车",
    }


def test_a_request_is_dispatched_from_its_own_page(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    with office.site.reader() as reader:
        offered = {s.name for s in offers.actions(reader, request, office.dispatcher)}
        assert "vehicles.dispatch_request" in offered
    office.do(
        "vehicles.dispatch_request",
        office.dispatcher,
        record=request,
        vehicle=car,
        driver=driver,
    )
    assert office.state(request) == "arranged"
    row = office.row("vehicles.requests", request)
    assert row is not None
    assert row.values["vehicle"] == str(car)


def test_a_dispatch_names_an_existing_car_and_driver(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    with refused("没有这个车辆档案"):
        office.dispatch(request, uuid4(), driver)
    with refused("没有这个驾驶员"):
        office.dispatch(request, car, uuid4())


def test_a_cancelled_trip_ends_its_request(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    office.cancel(office.dispatch(request, car, driver))
    assert office.state(request) == "cancelled"


def test_a_trip_cancelled_with_reopening_leaves_its_request_waiting(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    office.cancel(office.dispatch(request, car, driver), reopen=True)
    assert office.state(request) == "approved"
    office.dispatch(request, car, driver)
    assert office.state(request) == "arranged"


def _two_cars(office: Office) -> tuple[UUID, list[UUID]]:
    request = office.approved(people=6)
    lines = [
        {"vehicle": str(office.car()), "driver": str(office.driver(name))}
        for name in ("陈师傅", "卫师傅")
    ]
    outcome = office.do(
        "vehicles.dispatch", office.dispatcher, requests=[request], trips=lines
    )
    return request, list(outcome.records[:2])


def test_a_request_with_two_cars_ends_with_the_second_cancellation(
    office: Office,
) -> None:
    request, (first, second) = _two_cars(office)
    office.cancel(first)
    assert office.state(request) == "arranged"
    office.cancel(second)
    assert office.state(request) == "cancelled"


def test_a_cancellation_of_one_of_two_cars_can_be_taken_back(office: Office) -> None:
    request, (first, _second) = _two_cars(office)
    office.cancel(first)
    office.void(first, office.version(first, "Cancelled"))
    assert (office.state(first), office.state(request)) == ("dispatched", "arranged")
    office.assert_sound()


def test_facts_of_a_car_change_from_here_on(office: Office, car: UUID) -> None:
    spec = office.site.declarations.commands["vehicles.update_vehicle"]
    with office.site.reader() as reader:
        starts = offers.starting_values(reader, spec, car, office.dispatcher)
    assert (starts["plate"], starts["seats"]) == ("桂X·00001", 5)
    office.do(
        "vehicles.update_vehicle",
        office.dispatcher,
        record=car,
        **_facts(unit=office.unit, seats=7),
    )
    row = office.row("vehicles.vehicles", car)
    assert row is not None
    assert (row.values["plate"], row.values["seats"]) == ("桂X·00099", 7)
    with refused("没有这个单位"):
        office.do(
            "vehicles.update_vehicle",
            office.dispatcher,
            record=car,
            **_facts(unit=uuid4()),
        )
    with refused("没有这个单位"):
        office.car(unit=uuid4())
    office.assert_sound()


def _facts(**more: Any) -> dict[str, Any]:
    facts = {"plate": "桂X·00099", "category": "other", "model": "越野车", "seats": 5}
    return {**facts, **more}


def test_a_trip_waits_for_its_own_driver(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    person = UUID(office.value(driver, "person", ledger="vehicles.drivers"))
    with office.site.reader() as reader:
        assert [w.record for w in reader.waiting(person)] == [trip]
    view = office.view(trip)
    assert view.waiting_for == "驾驶员陈师傅出车"


def test_a_pick_list_offers_electric_first_then_hybrid(office: Office) -> None:
    for energy in ("petrol", "electric", "plug_in_hybrid", "diesel"):
        office.car(energy)
    spec = next(f for f in dispatch_request.fields if f.name == "vehicle")
    with office.site.reader() as reader:
        hints = [hint for _id, _title, hint in reader.choices(spec)]
    assert [hint.split(" · ")[0] for hint in hints[:2]] == ["优先", "优先"]
    assert ["纯电动" in hints[0], "插电混动" in hints[1]] == [True, True]


def test_only_approved_requests_are_offered_for_dispatch(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.request()
    waiting = office.approved()
    office.trip(car, driver, "14:00", "15:00")
    spec = next(f for f in dispatch.fields if f.name == "requests")
    with office.site.reader() as reader:
        assert [id_ for id_, _title, _hint in reader.choices(spec)] == [str(waiting)]
