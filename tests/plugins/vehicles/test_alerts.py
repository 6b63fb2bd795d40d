"""提醒: emergencies not approved, cars not sealed, cars that use too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.office import hour

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def raised(office: Office, name: str) -> list[tuple[str, str]]:
    """Level and text of what is raised under a name."""
    with office.site.reader() as reader:
        return [
            (r.level, reader.alerts.text(r))
            for r in reader.alerts.mine()
            if r.alert.name == f"vehicles.{name}"
        ]


def emergency(office: Office, car: UUID, driver: UUID) -> UUID:
    return office.made(
        "vehicles.use_in_emergency",
        office.dispatcher,
        unit=office.unit,
        user=office.clerk,
        purpose="抢险",
        passengers=2,
        planned_start=hour("08:00"),
        planned_end=hour("12:00"),
        origin="机关大院",
        destination="灵山乡",
        vehicle=car,
        driver=driver,
        reason="夜间险情",
    )


def test_a_pending_after_approval(office: Office, car: UUID, driver: UUID) -> None:
    office.at("08:00")
    request = emergency(office, car, driver)
    ((level, text),) = raised(office, "after_approval")
    assert level == "yellow"
    assert text.endswith("先用后补，2023-03-06 08:00用车，尚未补批")
    office.at("2023-03-07 08:00")
    ((level, _text),) = raised(office, "after_approval")
    assert level == "red"
    office.do("vehicles.approve_after", office.director, record=request)
    assert raised(office, "after_approval") == []


def _holiday(office: Office) -> Any:
    return office.do(
        "core.set_calendar",
        office.administrator,
        year=2023,
        source="国办发明电〔2022〕16号",
        holidays=[{"name": "清明节", "first": "2023-04-05"}],
    )


def test_a_holiday_on_which_cars_are_not_sealed(office: Office, car: UUID) -> None:
    _holiday(office)
    office.at("2023-04-03 17:00")
    assert raised(office, "not_sealed") == []
    office.at("2023-04-04 17:00")
    text = "节假日未封存车辆1辆：桂X·00001"
    assert raised(office, "not_sealed") == [("yellow", text)]
    office.at("2023-04-05 09:00")
    assert raised(office, "not_sealed") == [("red", text)]
    office.do(
        "vehicles.seal_vehicles",
        office.dispatcher,
        vehicles=[car],
        occasion="清明节封存",
        place="机关大院",
    )
    assert raised(office, "not_sealed") == []


def _fuelled(
    office: Office, car: UUID, driver: UUID, day: str, out: int, litres: int
) -> None:
    """A trip of 100 km and its filling."""
    trip = office.driven(car, driver, out, out + 100, day)
    line = {"kind": "fuel", "amount": 8000, "volume": litres * 100, "paid_on": day}
    office.cost(trip, line)


def test_a_month_that_uses_a_third_more_than_the_year_before(
    office: Office, car: UUID, driver: UUID
) -> None:
    other, second = office.car(), office.driver("卫师傅")
    for number, month in enumerate(("2023-03", "2023-04", "2023-05")):
        _fuelled(office, car, driver, f"{month}-10", 1000 + 100 * number, 10)
        _fuelled(office, other, second, f"{month}-11", 1000 + 100 * number, 10)
    _fuelled(office, car, driver, "2023-06-10", 1300, 14)
    _fuelled(office, other, second, "2023-06-11", 1300, 13)
    office.at("2023-06-30 09:00")
    assert raised(office, "fuel_high") == []
    office.at("2023-07-01 09:00")
    assert raised(office, "fuel_high") == [
        ("yellow", "桂X·00001 6月百公里油耗14.0升，高于前12个月平均10.0升")
    ]


def test_how_much_more_is_a_parameter(office: Office, car: UUID, driver: UUID) -> None:
    _fuelled(office, car, driver, "2023-03-10", 1000, 10)
    _fuelled(office, car, driver, "2023-04-10", 1100, 12)
    office.at("2023-05-01 09:00")
    assert raised(office, "fuel_high") == []
    office.do(
        "core.change_settings",
        group="vehicles.reminders",
        values={"fuel_percent": 115},
    )
    assert len(raised(office, "fuel_high")) == 1
