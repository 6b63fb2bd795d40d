"""年度统计上报: every car of a year, as it stood when it was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site.offers import starting_values
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

REPORTS, CARS = "vehicles.annual_reports", "vehicles.annual_cars"


def line(car: UUID, **more: Any) -> dict[str, Any]:
    return {"vehicle": str(car), "distance": 12000, "fuel_cost": 900000, **more}


def file(
    office: Office,
    cars: list[UUID],
    by: UUID | None = None,
    unit: UUID | None = None,
    **first: Any,
) -> UUID:
    """File 2023; what is said besides is of the first car."""
    facts = {
        "year": 2023,
        "unit": unit or office.unit,
        "posts": 20,
        "leader_posts": 3,
        "reviewer": office.reviewer,
        "leader": office.director,
        "cars": [line(cars[0], **first), *map(line, cars[1:])],
    }
    return office.made("vehicles.file_report", by or office.dispatcher, **facts)


def test_a_report_has_a_row_for_itself_and_one_for_each_car(
    office: Office, car: UUID
) -> None:
    other = office.car()
    office.at("2024-02-20 09:00")
    report = file(office, [car, other], repair_cost=120000, overhaul="发动机")
    row = office.row(REPORTS, report)
    assert row is not None
    names = ("cars", "distance", "fuel_cost", "repair_cost", "late")
    assert [row.values[n] for n in names] == [2, 24000, 1800000, 120000, 0]
    with office.site.reader() as reader:
        rows = {r.values["vehicle"]: r.values for r in reader.ledger(CARS).rows()}
    assert rows[str(car)]["overhaul"] == "发动机"
    assert rows[str(other)]["overhaul"] is None
    assert rows[str(car)]["model"] == "轿车"
    assert rows[str(car)]["price"] == 11_600_000
    office.assert_sound()


def test_a_report_keeps_what_the_register_said_then(office: Office, car: UUID) -> None:
    office.at("2024-02-20 09:00")
    file(office, [car])
    office.do(
        "vehicles.update_vehicle", office.dispatcher, record=car, plate="桂X·00099",
        category="emergency", model="轿车", seats=5,
    )  # fmt: skip
    with office.site.reader() as reader:
        (row,) = reader.ledger(CARS).rows()
    assert row.values["plate"] == "桂X·00001"


def test_a_report_after_the_first_of_march_is_late(office: Office, car: UUID) -> None:
    office.at("2024-03-02 09:00")
    report = file(office, [car])
    assert office.value(report, "late", ledger=REPORTS) == 1


def test_a_year_is_filed_once_a_unit(office: Office, car: UUID) -> None:
    office.at("2024-02-20 09:00")
    report = file(office, [car])
    with refused("已经登记过"):
        file(office, [car])
    file(office, [car], unit=office.other_unit)
    office.void(report)
    file(office, [car])


def test_a_year_that_goes_on_is_not_filed(office: Office, car: UUID) -> None:
    with refused("2023年还没有结束", FormErrors):
        file(office, [car])


def test_no_car_stands_twice(office: Office, car: UUID) -> None:
    office.at("2024-02-20 09:00")
    with refused("同一辆车填了两次", FormErrors):
        file(office, [car, car])


def test_the_form_starts_with_kilometres_by_the_odometer(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1010, 1070)
    office.at("2024-02-20 09:00")
    with office.site.reader() as reader:
        spec = office.site.declarations.commands["vehicles.file_report"]
        started = starting_values(reader, spec, None, office.dispatcher)
    (known,) = started["cars"]
    assert started["year"] == 2023
    assert (known["vehicle"], known["distance"]) == (str(car), 70)


def test_a_driver_files_nothing(office: Office, car: UUID) -> None:
    office.at("2024-02-20 09:00")
    person = office.person("褚师傅", "driver")
    with refused("没有“年度统计上报”的权限", NotPermitted):
        file(office, [car], by=person)
