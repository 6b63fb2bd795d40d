"""油卡: main cards and sub-cards, fillings, loss, and the month's reconciliation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site.offers import starting_values
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

CARDS, ENTRIES = "vehicles.fuel_cards", "vehicles.card_entries"
ACCOUNTS = "vehicles.reconciliations"


@dataclass
class Cards:
    """A main card with one sub-card, which is a car's."""

    office: Office
    car: UUID
    main: UUID
    sub: UUID

    def do(self, command: str, card: UUID, **given: Any) -> None:
        given.setdefault("by", self.office.dispatcher)
        self.office.do(f"vehicles.{command}", record=card, **given)

    def top_up(self, amount: int) -> None:
        self.do("top_up_card", self.main, amount=amount)

    def share(self, *shares: tuple[UUID, int]) -> None:
        lines = [{"card": str(card), "amount": amount} for card, amount in shares]
        self.do("distribute_card", self.main, shares=lines)

    def fill(self, amount: int = 30000, **more: Any) -> None:
        self.do("fill_card", self.sub, **{"amount": amount, "volume": 4000, **more})

    def reconcile(self, listed: int, month: str = "2023-03", **more: Any) -> None:
        lines = [{"card": str(self.sub), "listed": listed}]
        self.do("reconcile_card", self.main, month=month, lines=lines, **more)

    def value(self, card: UUID, column: str) -> Any:
        return self.office.value(card, column, ledger=CARDS)

    def balance(self, card: UUID) -> str:
        with self.office.site.reader() as reader:
            ledger = reader.ledger(CARDS)
            row = ledger.row(str(card))
            column = ledger.ledger.column("balance")
            assert row is not None
            assert column is not None
            return reader.shown(ledger.ledger, row, column)

    def accounts(self) -> list[dict[str, Any]]:
        with self.office.site.reader() as reader:
            return [row.values for row in reader.ledger(ACCOUNTS).rows()]


def issue(office: Office, number: str, **more: Any) -> UUID:
    facts = {"number": number, "kind": "main", "issuer": "中石化县分公司"}
    return office.made("vehicles.issue_card", office.dispatcher, **{**facts, **more})


@pytest.fixture
def cards(office: Office, car: UUID) -> Cards:
    main = issue(office, "100001")
    sub = issue(office, "100002", kind="sub", main=main, vehicle=car)
    return Cards(office, car, main, sub)


def test_money_goes_from_the_main_card_to_the_sub_card_and_into_the_tank(
    cards: Cards,
) -> None:
    cards.top_up(100000)
    cards.share((cards.sub, 50000))
    cards.fill(30000)
    assert cards.balance(cards.main) == "500.00"
    assert cards.balance(cards.sub) == "200.00"
    assert cards.value(cards.sub, "spent") == 30000
    assert cards.office.kpi("card_spent") == 30000
    assert cards.office.kpi("card_volume") == 4000
    cards.office.assert_sound()


def test_a_voided_filling_gives_the_money_back(cards: Cards) -> None:
    cards.top_up(100000)
    cards.share((cards.sub, 50000))
    cards.fill(30000)
    cards.office.void(cards.sub, cards.office.version(cards.sub, "Filled"))
    assert cards.balance(cards.sub) == "500.00"
    assert cards.office.kpi("card_spent") == 0
    cards.office.assert_sound()


def test_a_filling_on_a_trip_is_the_trips_cost_too(cards: Cards, driver: UUID) -> None:
    trip = cards.office.trip(cards.car, driver)
    cards.fill(30000, trip=trip, driver=driver)
    assert cards.office.value(trip, "energy_cost") == 30000
    assert cards.office.value(trip, "fuel") == 4000
    with cards.office.site.reader() as reader:
        (row,) = reader.ledger(ENTRIES).rows({"kind": "fuel"})
    assert row.values["trip"] == str(trip)
    cards.office.assert_sound()


def test_a_card_pays_for_trips_of_its_own_car(cards: Cards, driver: UUID) -> None:
    trip = cards.office.trip(cards.office.car(), driver)
    with refused("派车单不是这张油卡的车辆", FormErrors):
        cards.fill(30000, trip=trip)


def test_a_cancelled_trip_takes_no_filling(cards: Cards, driver: UUID) -> None:
    trip = cards.office.trip(cards.car, driver)
    cards.office.cancel(trip)
    with refused("已取消的派车单不登记费用", FormErrors):
        cards.fill(30000, trip=trip)


def test_one_car_has_one_card(cards: Cards) -> None:
    with refused("已经登记过"):
        issue(cards.office, "100003", kind="sub", main=cards.main, vehicle=cards.car)


def test_a_lost_cards_car_gets_another(cards: Cards) -> None:
    cards.do("lose_card", cards.sub, reason="遗失")
    assert cards.office.state(cards.sub) == "lost"
    issue(cards.office, "100003", kind="sub", main=cards.main, vehicle=cards.car)
    assert cards.office.kpi("cards_in_use") == 2
    assert cards.office.kpi("cards_lost") == 1


def test_a_number_is_issued_once(cards: Cards) -> None:
    with refused("油卡“100001”已经登记过"):
        issue(cards.office, "100001")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"kind": "sub"}, "副卡必须填写所属主卡"),
        ({"kind": "sub", "main": "main"}, "副卡必须填写车号"),
        ({"kind": "sub", "main": "sub", "vehicle": "car"}, "所属主卡应为启用的主卡"),
        ({"main": "main"}, "主卡没有所属主卡"),
    ],
)
def test_a_sub_card_belongs_to_a_main_card_and_a_car(
    cards: Cards, more: dict[str, str], message: str
) -> None:
    known = {"main": cards.main, "sub": cards.sub, "car": cards.office.car()}
    given = {name: known.get(value, value) for name, value in more.items()}
    if "kind" in more:
        given["kind"] = "sub"
    with refused(message, FormErrors):
        issue(cards.office, "100009", **given)


def test_a_sub_card_is_topped_up_from_its_main_card_only(cards: Cards) -> None:
    with refused("副卡从主卡分配"):
        cards.do("top_up_card", cards.sub, amount=10000)
    other = issue(cards.office, "200001")
    with refused("不是这张主卡的副卡", FormErrors):
        cards.do("distribute_card", other,
                 shares=[{"card": str(cards.sub), "amount": 100}])  # fmt: skip


def test_a_lost_card_is_not_topped_up(cards: Cards) -> None:
    cards.do("lose_card", cards.sub, reason="遗失")
    with refused("油卡当前为“挂失”"):
        cards.share((cards.sub, 10000))


def test_a_filling_before_the_loss_is_entered_after_it(cards: Cards) -> None:
    cards.office.at("10:00")
    cards.do("lose_card", cards.sub, reason="遗失")
    cards.office.at("11:00")
    cards.fill(30000, at="2023-03-06 09:00")
    with refused("油卡已在2023-03-06 10:00挂失"):
        cards.fill(30000)


def test_a_month_is_reconciled_card_by_card(cards: Cards) -> None:
    cards.fill(30000)
    cards.reconcile(30000)
    (line,) = cards.accounts()
    assert (line["listed"], line["ours"], line["gap"]) == (30000, 30000, 0)
    assert line["card"] == str(cards.sub)
    assert cards.value(cards.main, "reconciled") == "2023-03"
    assert cards.office.kpi("card_gap") == 0


def test_a_difference_is_explained(cards: Cards) -> None:
    cards.fill(30000)
    with refused("100002与登记金额不一致，请说明差额", FormErrors):
        cards.reconcile(35000)
    cards.reconcile(35000, reason="月底加油次月入账")
    assert cards.office.kpi("card_gap") == 5000
    assert cards.value(cards.main, "gap") == 5000
    told = cards.office.history(cards.main)[-1]
    assert ("差额", "", "50.00 元") in told.changes
    assert ("100002", "300.00 元", "350.00 元") in told.changes
    cards.office.assert_sound()


def test_a_card_missing_on_the_list_is_a_difference(cards: Cards) -> None:
    cards.fill(30000)
    with refused("100002与登记金额不一致", FormErrors):
        lines = [{"card": str(cards.main), "listed": 0}]
        cards.do("reconcile_card", cards.main, month="2023-03", lines=lines)


def test_fillings_of_another_month_do_not_count(cards: Cards) -> None:
    cards.fill(30000)
    cards.office.at("2023-04-03 09:00")
    cards.fill(20000)
    cards.reconcile(30000)
    (line,) = cards.accounts()
    assert line["ours"] == 30000


def test_a_month_is_reconciled_once(cards: Cards) -> None:
    cards.fill(30000)
    cards.reconcile(30000)
    with refused("2023-03已经对过账", FormErrors):
        cards.reconcile(30000)
    cards.office.void(cards.main, cards.office.version(cards.main, "Reconciled"))
    cards.reconcile(30000)


def test_no_month_to_come_is_reconciled(cards: Cards) -> None:
    with refused("不能对以后月份的账", FormErrors):
        cards.reconcile(0, "2023-04")


def test_the_form_starts_with_the_month_before_as_recorded(cards: Cards) -> None:
    cards.fill(30000)
    cards.office.at("2023-04-03 09:00")
    with cards.office.site.reader() as reader:
        spec = cards.office.site.declarations.commands["vehicles.reconcile_card"]
        started = starting_values(reader, spec, cards.main, cards.office.dispatcher)
    assert started["month"] == "2023-03"
    listed = {line["card"]: line["listed"] for line in started["lines"]}
    assert listed == {str(cards.main): 0, str(cards.sub): 30000}


def test_fuel_is_bought_at_registered_points(cards: Cards, driver: UUID) -> None:
    def point(kind: str) -> UUID:
        return cards.office.made(
            "vehicles.register_point", cards.office.dispatcher, kind=kind,
            name=f"{kind}点", address="环城北路",
        )  # fmt: skip

    with refused("不是"):
        cards.fill(30000, point=point("wash"))
    station = point("fuel")
    trip = cards.office.trip(cards.car, driver)
    cards.fill(30000, point=station, trip=trip)
    with cards.office.site.reader() as reader:
        (row,) = reader.ledger(ENTRIES).rows({"kind": "fuel"})
    assert row.values["point"] == str(station)


def test_a_clerk_issues_no_card(office: Office) -> None:
    with refused("没有“启用油卡”的权限", NotPermitted):
        office.do("vehicles.issue_card", office.clerk, number="1", kind="main",
                  issuer="中石化")  # fmt: skip


def test_an_etc_card_is_topped_up(office: Office, car: UUID) -> None:
    card = office.made(
        "vehicles.issue_etc", office.dispatcher, number="45010001", vehicle=car,
        bank="县农商行",
    )  # fmt: skip
    for amount in (20000, 30000):
        office.do("vehicles.top_up_etc", office.dispatcher, record=card, amount=amount)
    row = office.row("vehicles.etc_cards", card)
    assert row is not None
    assert (row.values["topped_up"], row.values["times"]) == (50000, 2)
    assert office.kpi("etc_paid") == 50000
    with refused("车辆的ETC卡"):
        office.do("vehicles.issue_etc", office.dispatcher, number="45010002",
                  vehicle=car, bank="县农商行")  # fmt: skip
    office.assert_sound()
