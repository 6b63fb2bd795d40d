"""驾驶员出车月报 and 用车公示表."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office


def rows(office: Office, ledger: str) -> list[dict[str, Any]]:
    with office.site.reader() as reader:
        return [row.values for row in reader.ledger(f"vehicles.{ledger}").rows()]


def journey(office: Office, car: UUID, driver: UUID, start: str, end: str) -> UUID:
    office.at(start)
    trip = office.trip(car, driver, start, end)
    office.depart(trip, 1010)
    office.at(end)
    office.back(trip, 1310)
    return trip


def test_a_drivers_month_has_trips_kilometres_nights_and_days_off(
    office: Office, car: UUID, driver: UUID
) -> None:
    journey(office, car, driver, "2023-03-10 09:00", "2023-03-12 12:00")
    (row,) = rows(office, "driver_months")
    assert row == {
        "driver": str(driver), "month": "2023-03", "trips": 1, "distance": 300,
        "nights": 2, "days_off": 2,
    }  # fmt: skip
    office.assert_sound()


def test_a_voided_trip_leaves_the_month(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = journey(office, car, driver, "2023-03-10 09:00", "2023-03-12 12:00")
    office.void(trip)
    found = [row["trips"] for row in rows(office, "driver_months")]
    assert sum(filter(None, found)) == 0


def test_published_use_names_nobody(office: Office, car: UUID, driver: UUID) -> None:
    trip = journey(office, car, driver, "2023-03-10 09:00", "2023-03-10 12:00")
    office.cost(trip, {"kind": "toll", "amount": 1500})
    (row,) = rows(office, "published_use")
    assert row["unit"] == str(office.unit)
    assert (row["trips"], row["distance"], row["total"]) == (1, 300, 1500)
    with office.site.reader() as reader:
        columns = reader.ledger("vehicles.published_use").ledger.columns
    kinds = {column.type.reference for column in columns}
    assert kinds == {"", "core.Department", "vehicles.Vehicle"}


def test_published_use_by_unit_by_car_and_by_month_adds_up(
    office: Office, car: UUID, driver: UUID
) -> None:
    other, another = office.car(), office.driver("褚师傅")
    journey(office, car, driver, "2023-03-10 09:00", "2023-03-10 12:00")
    second = journey(office, other, another, "2023-03-11 09:00", "2023-03-11 12:00")
    office.cost(second, {"kind": "toll", "amount": 1500})
    spent = {"trips": 2, "distance": 600, "total": 1500}
    (of_unit,) = rows(office, "published_units")
    assert of_unit["unit"] == str(office.unit)
    (of_month,) = rows(office, "published_months")
    assert of_month["month"] == of_unit["month"] == "2023-03"
    for row in (of_unit, of_month):
        assert {name: row[name] for name in spent} == spent
    of_cars = {row["vehicle"]: row for row in rows(office, "published_cars")}
    assert {car: row["trips"] for car, row in of_cars.items()} == {
        str(car): 1, str(other): 1,
    }  # fmt: skip
    assert of_cars[str(other)]["total"] == 1500
    office.void(second)
    ((left,),) = (rows(office, "published_months"),)
    assert (left["trips"], left["total"]) == (1, 0)
    office.assert_sound()
