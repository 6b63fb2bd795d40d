"""维修保养: asked, approved, sent to a registered garage, accepted, paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import NotPermitted
from tests.office import refused
from tests.plugins.vehicles.test_alerts import raised

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

FLEET = "vehicles.vehicles"
REPAIRS = "vehicles.repairs"


@dataclass
class Garage:
    """A registered garage, and the steps of an order there."""

    office: Office
    point: UUID

    def ask(self, car: UUID, kind: str = "repair", by: UUID | None = None) -> UUID:
        return self.office.made(
            "vehicles.request_repair",
            by or self.office.dispatcher,
            vehicle=car,
            kind=kind,
            fault="刹车异响",
        )

    def approve(self, order: UUID, by: UUID | None = None) -> Any:
        director = by or self.office.director
        return self.office.do("vehicles.approve_repair", director, record=order)

    def send(self, order: UUID, point: UUID | None = None, **more: Any) -> Any:
        return self.office.do(
            "vehicles.send_for_repair",
            self.office.dispatcher,
            record=order,
            point=point or self.point,
            **more,
        )

    def sent(self, car: UUID, kind: str = "repair") -> UUID:
        order = self.ask(car, kind)
        self.approve(order)
        self.send(order)
        return order

    def accept(self, order: UUID, reading: int = 1000, **more: Any) -> Any:
        return self.office.do(
            "vehicles.accept_repair",
            self.office.dispatcher,
            record=order,
            reading=reading,
            result="试车正常",
            **more,
        )

    def pay(self, order: UUID, amount: int, paid_on: str = "2023-03-01") -> Any:
        return self.office.do(
            "vehicles.pay_repair",
            self.office.dispatcher,
            record=order,
            amount=amount,
            invoice="04567",
            paid_on=paid_on,
        )


@pytest.fixture
def garage(office: Office) -> Garage:
    point = office.made(
        "vehicles.register_point", office.dispatcher, name="县汽修厂", kind="repair"
    )
    return Garage(office, point)


def test_a_car_in_repair_cannot_be_dispatched(
    office: Office, garage: Garage, car: UUID, driver: UUID
) -> None:
    order = garage.sent(car)
    assert office.value(car, "status", ledger=FLEET) == "in_repair"
    with refused("车辆桂X·00001正在维修保养，不能派车"):
        office.trip(car, driver)
    garage.accept(order)
    assert office.value(car, "status", ledger=FLEET) == "available"
    office.trip(car, driver)
    office.assert_sound()


def test_a_repair_is_approved_before_the_car_is_sent(garage: Garage, car: UUID) -> None:
    order = garage.ask(car)
    with refused("车辆维修单当前为“已申请”，不能送修"):
        garage.send(order)


def test_nobody_approves_a_repair_he_asked_for(
    office: Office, garage: Garage, car: UUID
) -> None:
    both = office.person("全能人", "dispatcher", "director")
    order = garage.ask(car, by=both)
    with refused("本人的申请不能由本人审核", NotPermitted):
        garage.approve(order, both)
    garage.approve(order)


def test_a_car_is_repaired_only_at_a_registered_garage(
    office: Office, garage: Garage, car: UUID
) -> None:
    washing = office.made(
        "vehicles.register_point", office.dispatcher, name="城南洗车", kind="wash"
    )
    order = garage.ask(car)
    garage.approve(order)
    with refused("“城南洗车”不是维修保养定点"):
        garage.send(order, washing)


def test_the_reading_at_acceptance_does_not_fall(
    garage: Garage, car: UUID, driver: UUID, office: Office
) -> None:
    order = garage.sent(car)
    with refused("里程999公里小于2023-03-01 08:00登记的1000公里"):
        garage.accept(order, 999)
    garage.accept(order, 1005)
    trip = office.trip(car, driver)
    with refused("里程1004公里小于"):
        office.depart(trip, 1004)


def test_the_last_upkeep_is_no_mended_tyre(
    office: Office, garage: Garage, car: UUID
) -> None:
    garage.accept(garage.sent(car, "upkeep"), 1010)
    garage.accept(garage.sent(car, "repair"), 1020)
    assert office.value(car, "upkeep_reading", ledger=FLEET) == 1010


def test_what_a_repair_cost_is_counted_on_the_day_it_is_paid(
    office: Office, garage: Garage, car: UUID
) -> None:
    order = garage.sent(car)
    garage.accept(order)
    garage.pay(order, 156_000)
    assert office.kpi("repair_cost") == 156_000
    assert office.value(order, "amount", ledger=REPAIRS) == 156_000
    office.void(order)
    assert office.kpi("repair_cost") == 0
    office.assert_sound()


def test_a_voided_repair_lets_the_car_go(
    office: Office, garage: Garage, car: UUID, driver: UUID
) -> None:
    order = garage.sent(car)
    office.void(order)
    assert office.value(car, "status", ledger=FLEET) == "available"
    office.trip(car, driver)


def test_the_year_on_year_change_of_repair_costs(
    office: Office, garage: Garage, car: UUID
) -> None:
    office.at("2023-03-06 08:00")
    assert office.kpi("repair_change") is None
    for amount, day in ((100_000, "2022-06-01"), (92_500, "2023-03-05")):
        order = garage.sent(car)
        garage.accept(order)
        garage.pay(order, amount, day)
    assert office.kpi("repair_change") == -75


def test_a_refused_repair_is_told_to_who_asked(
    office: Office, garage: Garage, car: UUID
) -> None:
    order = garage.ask(car)
    office.do(
        "vehicles.refuse_repair", office.director, record=order, comment="即将处置"
    )
    assert office.state(order) == "refused"


def test_upkeep_is_raised_after_so_many_kilometres(
    garage: Garage, office: Office, car: UUID, driver: UUID
) -> None:
    office.at("07:00")
    garage.accept(garage.sent(car, "upkeep"))
    office.driven(car, driver, 1000, 10_999, "2023-03-07")
    assert raised(office, "upkeep_km") == []
    office.driven(car, driver, 10_999, 11_000, "2023-03-08")
    ((level, text),) = raised(office, "upkeep_km")
    assert (level, text) == (
        "yellow", "桂X·00001里程11,000公里，上次保养时1,000公里"
    )  # fmt: skip


def test_upkeep_is_raised_after_a_year(
    garage: Garage, office: Office, car: UUID
) -> None:
    office.at("07:00")
    garage.accept(garage.sent(car, "upkeep"))
    office.at("2024-03-04 08:00")
    assert raised(office, "upkeep_time") == []
    office.at("2024-03-07 08:00")
    ((level, text),) = raised(office, "upkeep_time")
    assert (level, text) == ("yellow", "桂X·00001上次保养在2023-03-06 07:00")
