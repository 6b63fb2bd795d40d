"""准驾车型, 自驾, 出车前检查, 故障换车, 续航."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

TICKS = (
    "engine_oil", "coolant", "brakes", "tyres", "lights", "instruments", "papers",
    "tools",
)  # fmt: skip


def licensed(office: Office, licence: str, **more: Any) -> UUID:
    person = more.pop("person", None) or office.person(f"{licence}师傅", "driver")
    return office.made(
        "vehicles.register_driver", person=person, licence=licence, **more
    )


def inspect(office: Office, trip: UUID, *but: str, **more: Any) -> Any:
    ticks = {name: name not in but for name in TICKS}
    return office.do(
        "vehicles.inspect_trip", office.dispatcher, record=trip, **ticks, **more
    )


@pytest.mark.parametrize(
    ("licence", "seats", "may"),
    [
        ("C1", 9, True), ("C1", 10, False), ("B2", 10, False), ("B1", 19, True),
        ("B1", 20, False), ("A2", 19, True), ("A1", 45, True),
    ],
)  # fmt: skip
def test_a_driver_drives_only_what_his_licence_is_for(
    office: Office, licence: str, seats: int, *, may: bool
) -> None:
    car, driver = office.car(seats=seats), licensed(office, licence)
    if may:
        office.trip(car, driver)
        return
    with refused(f"准驾{licence}不能驾驶{seats}座的车辆桂X·00001"):
        office.trip(car, driver)


def test_another_licence_lets_him_drive_more(office: Office) -> None:
    coach, driver = office.car(seats=19), licensed(office, "C1")
    office.do(
        "vehicles.change_licence",
        office.dispatcher,
        record=driver,
        licence="B1",
        reason="增驾",
    )
    office.trip(coach, driver)


def test_authorised_staff_drive_only_themselves(office: Office, car: UUID) -> None:
    himself = licensed(office, "C1", person=office.clerk, kind="authorised")
    other = licensed(office, "C1", person=office.reviewer, kind="authorised")
    with refused("准驾人员只能驾驶本人用车"):
        office.trip(car, other)
    trip = office.trip(car, himself, "13:00", "15:00")
    assert office.value(trip, "driver_kind") == "authorised"


def test_what_fails_the_inspection_does_not_leave(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.trip(car, driver)
    with pytest.raises(FormErrors) as wrong:
        inspect(office, trip, "brakes")
    assert wrong.value.errors == {"note": "有不合格项，请说明"}
    inspect(office, trip, "brakes", "tyres", note="左前轮磨损")
    with refused("出车前检查不合格：制动、轮胎，不能出车"):
        office.depart(trip, 1010)
    inspect(office, trip)
    office.depart(trip, 1010)
    assert office.value(trip, "inspected_at") is not None
    with refused("出车前才能检查"):
        inspect(office, trip)


def test_an_office_may_ask_for_the_inspection(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.do(
        "core.change_settings",
        group="vehicles.rules",
        values={"require_inspection": True},
    )
    trip = office.trip(car, driver)
    with refused("出车前须先检查"):
        office.depart(trip, 1010)
    inspect(office, trip)
    office.depart(trip, 1010)


def test_after_a_breakdown_a_second_trip_serves_the_same_request(
    office: Office, car: UUID, driver: UUID
) -> None:
    request = office.approved()
    broken = office.dispatch(request, car, driver)
    office.at("09:00")
    office.depart(broken, 1010)
    office.at("10:00")
    outcome = office.do(
        "vehicles.relieve_trip",
        office.dispatcher,
        record=broken,
        odometer=1040,
        vehicle=office.car(),
        driver=office.driver("卫师傅"),
        reason="水箱开锅",
    )
    second = outcome.records[1]
    assert (office.state(broken), office.state(second)) == ("returned", "dispatched")
    office.depart(second, 1000)
    assert office.kpi() == 2
    assert office.value(second, "request") == str(request)
    assert office.value(broken, "distance") == 30
    office.assert_sound()


@pytest.mark.parametrize(
    ("far", "asked"), [("county", True), ("city", False), ("outside", False)]
)
def test_the_reason_is_asked_only_where_the_electric_car_gets_there(
    office: Office, car: UUID, driver: UUID, far: str, *, asked: bool
) -> None:
    office.car("electric", endurance=200)
    request = office.approved(range=far)
    if asked:
        with refused("纯电动车桂X·00002空闲且座位够，另派其他车请选理由"):
            office.dispatch(request, car, driver, reason=None)
    office.dispatch(request, car, driver, reason="range_too_long" if asked else None)


def test_a_distance_is_a_parameter(office: Office, car: UUID, driver: UUID) -> None:
    office.car("electric", endurance=200)
    office.do(
        "core.change_settings",
        group="vehicles.rules",
        values={"distance_county": 201},
    )
    office.dispatch(office.approved(), car, driver, reason=None)
