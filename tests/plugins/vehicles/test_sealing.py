"""封存 and 解封 in batch; a sealed car does not go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def seal(office: Office, *cars: UUID) -> Any:
    return office.do(
        "vehicles.seal_vehicles",
        office.dispatcher,
        vehicles=list(cars),
        occasion="国庆节封存",
        place="机关大院",
    )


def status(office: Office, car: UUID) -> Any:
    return office.value(car, "status", ledger="vehicles.vehicles")


def unseal(office: Office, *cars: UUID) -> Any:
    return office.do("vehicles.unseal_vehicles", office.dispatcher, vehicles=list(cars))


def test_cars_are_sealed_for_a_holiday_in_one_append(office: Office) -> None:
    cars = [office.car(), office.car("electric")]
    outcome = seal(office, *cars)
    assert outcome.records == tuple(cars)
    assert [
        office.value(car, "status", ledger="vehicles.vehicles") for car in cars
    ] == ["sealed"] * 2


def test_a_sealed_car_cannot_be_dispatched_until_it_is_unsealed(
    office: Office, car: UUID, driver: UUID
) -> None:
    seal(office, car)
    with refused("车辆桂X·00001当前为“封存”，不能派车"):
        office.trip(car, driver)
    unseal(office, car)
    office.trip(car, driver)
    office.assert_sound()


def test_a_sealed_saving_car_asks_no_reason_of_who_takes_another(
    office: Office, car: UUID, driver: UUID
) -> None:
    seal(office, office.car("electric"))
    office.dispatch(office.approved(), car, driver, reason=None)


def test_a_car_that_is_out_is_not_sealed(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    office.depart(trip, 1010)
    with refused("车辆桂X·00001正在出车，回场后才能封存"):
        seal(office, car)


def test_one_car_that_cannot_be_sealed_leaves_all_as_they_were(office: Office) -> None:
    gone, other = office.car(), office.car()
    office.dispose(gone)
    with refused("车辆桂X·00001当前为“已处置”，不能封存"):
        seal(office, other, gone)
    assert status(office, other) == "available"


def test_the_seal_register_tells_both_ends(office: Office, car: UUID) -> None:
    seal(office, car)
    unseal(office, car)
    rows = office.rows("vehicles.sealings")
    assert [(r.values["kind"], r.values["occasion"]) for r in rows] == [
        ("sealed", "国庆节封存"),
        ("unsealed", "国庆节封存"),
    ]
    assert {r.values["vehicle"] for r in rows} == {str(car)}


def test_a_voided_seal_lets_the_car_go_and_stays_in_the_register(
    office: Office, car: UUID, driver: UUID
) -> None:
    seal(office, car)
    office.void(car, office.last(car).version)
    office.trip(car, driver)
    assert [r.voided for r in office.rows("vehicles.sealings")] == [True]
    office.assert_sound()
