"""The sentence of official cars, word for word as far as its figures are there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from houqin.core.report.composing import summarise
from houqin.plugins.vehicles.report import ALL, use

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def said(office: Office, name: str = use.name) -> str:
    with office.site.reader() as reader:
        found = {s.name: s.text for s in summarise(reader, "", ALL, *YEAR).said}
    return found.get(name, "")


def test_a_year_without_accidents_says_so(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.driven(car, driver, 1000, 1064)
    assert said(office) == (
        "截至2023年3月6日，共调度公务用车1车次，安全行驶64公里，未发生责任事故；"
        "新能源和混合动力车型承担出车任务的0%。"
    )


def test_what_did_not_happen_is_left_out_or_said_to_be_none(
    office: Office, car: UUID
) -> None:
    assert said(office) == (
        "截至2023年3月1日，共调度公务用车0车次，安全行驶0公里，未发生责任事故。"
    )
    assert said(office, "vehicles.safety") == "未发现无任务出行。"
    assert said(office, "vehicles.costs") == ""


def test_what_was_spent_is_said_in_yuan_or_ten_thousands(
    office: Office, car: UUID, driver: UUID
) -> None:
    trip = office.driven(car, driver, 1000, 1100)
    office.cost(trip, {"kind": "fuel", "amount": 62_000, "volume": 800})
    assert said(office, "vehicles.costs") == (
        "车辆运行费620.00元，单车运行费620.00元；百公里油耗8.0升。"
    )
    office.cost(trip, {"kind": "other", "amount": 2_280_000})
    assert said(office, "vehicles.costs").startswith("车辆运行费2.3万元，")


def test_the_duties_cars_were_detached_for_are_named(office: Office, car: UUID) -> None:
    for name in ("巡视组用车保障", "防汛用车保障"):
        given = {"first": "2023-03-06", "last": "2023-03-10", "unit": office.unit}
        duty = office.made("vehicles.open_duty", office.director, name=name, **given)
        taken = {"vehicles": [car] if name[0] == "巡" else [office.car()]}
        office.do("vehicles.start_duty", office.dispatcher, record=duty, **taken)
    assert "用于巡视组用车保障、防汛用车保障" in said(office)
