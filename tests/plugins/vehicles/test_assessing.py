"""驾驶员考核: scores, rewards, penalties, the licence and the states of a driver."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.core.schema.errors import FormErrors, NotPermitted
from tests.office import refused

if TYPE_CHECKING:
    from uuid import UUID

    from tests.office import Office

DRIVERS, ASSESSMENTS = "vehicles.drivers", "vehicles.assessments"


def score(office: Office, driver: UUID, period: str, points: int, **more: Any) -> None:
    more.setdefault("by", office.director)
    office.do("vehicles.score_driver", record=driver, period=period, score=points,
              **more)  # fmt: skip


def rows(office: Office) -> list[dict[str, Any]]:
    with office.site.reader() as reader:
        return [row.values for row in reader.ledger(ASSESSMENTS).rows(sort="at")]


def test_each_entry_has_a_row_of_its_own_values(office: Office, driver: UUID) -> None:
    score(office, driver, "2023-Q1", 925)
    office.at("10:00")
    office.do("vehicles.reward_driver", office.director, record=driver,
              name="安全标兵", grounds="全年无事故", amount=50000)  # fmt: skip
    office.at("11:00")
    office.do("vehicles.penalise_driver", office.director, record=driver,
              kind="minor", grounds="未按时例检")  # fmt: skip
    found = rows(office)
    assert [row["kind"] for row in found] == ["score", "reward", "penalty"]
    assert [row["score"] for row in found] == [925, None, None]
    assert [row["amount"] for row in found] == [None, 50000, None]
    assert {row["driver"] for row in found} == {str(driver)}
    office.assert_sound()


def test_the_roster_shows_the_last_score_and_the_merits(
    office: Office, driver: UUID
) -> None:
    score(office, driver, "2023-Q1", 925)
    office.do("vehicles.reward_driver", office.director, record=driver,
              name="安全标兵", grounds="全年无事故")  # fmt: skip
    row = office.row(DRIVERS, driver)
    assert row is not None
    shown = {n: row.values[n] for n in ("period", "score", "rewards", "penalties")}
    assert shown == {"period": "2023-Q1", "score": 925, "rewards": 1, "penalties": 0}


def test_a_period_is_scored_once(office: Office, driver: UUID) -> None:
    score(office, driver, "2023-Q1", 925)
    with refused("2023-Q1已经考核过", FormErrors):
        score(office, driver, "2023-Q1", 900)


def test_a_voided_score_lets_the_period_be_scored_again(
    office: Office, driver: UUID
) -> None:
    score(office, driver, "2023-Q1", 925)
    office.void(driver, office.version(driver, "Scored"))
    score(office, driver, "2023-Q1", 900)
    assert office.kpi("mean_score") == 900


def test_the_mean_score_is_in_tenths(office: Office, driver: UUID) -> None:
    score(office, driver, "2023-Q1", 925)
    score(office, office.driver("褚师傅"), "2023-Q1", 900)
    assert office.kpi("scored") == 2
    assert office.kpi("mean_score") == 913


def test_nobody_scores_more_than_a_hundred(office: Office, driver: UUID) -> None:
    with refused("得分不能大于100分", FormErrors):
        score(office, driver, "2023-Q1", 1001)


@pytest.mark.parametrize("period", ["2023-13", "23-Q1", "2023-Q5", "上季度"])
def test_a_period_is_a_year_a_quarter_a_half_or_a_month(
    office: Office, driver: UUID, period: str
) -> None:
    with refused("考核期格式不正确", FormErrors):
        score(office, driver, period, 900)


def test_a_driver_scores_nobody(office: Office, driver: UUID) -> None:
    other = office.person("褚师傅", "driver")
    with refused("没有“考核打分”的权限", NotPermitted):
        score(office, driver, "2023-Q1", 1000, by=other)


def test_a_score_entered_late_does_not_hide_a_newer_one(
    office: Office, driver: UUID
) -> None:
    office.at("2023-07-05 09:00")
    score(office, driver, "2023-Q2", 940)
    score(office, driver, "2023-Q1", 880, by=office.dispatcher, at="2023-04-05 09:00")
    assert office.value(driver, "score", ledger=DRIVERS) == 940


def test_a_changed_licence_is_the_one_that_counts_from_then_on(
    office: Office, driver: UUID
) -> None:
    office.at("2023-03-08 09:00")
    office.do("vehicles.change_licence", office.dispatcher, record=driver,
              licence="B1", reason="增驾")  # fmt: skip
    assert office.value(driver, "licence", ledger=DRIVERS) == "B1"
    before = Horizon(as_of=date(2023, 3, 7))
    assert office.value(driver, "licence", before, ledger=DRIVERS) == "C1"
    with office.site.reader() as reader:
        hints = [offer.hint for offer in reader.offers("vehicles.Driver")]
    assert hints == ["准驾B1"]
    office.assert_sound()


def test_a_licence_that_does_not_change_is_no_change(
    office: Office, driver: UUID
) -> None:
    with refused("准驾车型没有改变", FormErrors):
        office.do("vehicles.change_licence", office.dispatcher, record=driver,
                  licence="C1", reason="换证")  # fmt: skip


def test_a_driver_who_rests_is_given_no_car_until_back(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.do("vehicles.rest_driver", office.dispatcher, record=driver, reason="年休")
    assert office.value(driver, "status", ledger=DRIVERS) == "resting"
    with refused("驾驶员已休息，不能派车"):
        office.trip(car, driver)
    office.do("vehicles.resume_driver", office.dispatcher, record=driver)
    office.trip(car, driver)


def test_a_driver_is_out_from_departure_to_return(
    office: Office, car: UUID, driver: UUID
) -> None:
    office.at("08:00")
    trip = office.trip(car, driver)
    assert office.value(driver, "status", ledger=DRIVERS) == "active"
    office.at("09:00")
    office.depart(trip, 1010)
    assert office.value(driver, "status", ledger=DRIVERS) == "on_duty"
    office.at("12:00")
    office.back(trip, 1070)
    assert office.value(driver, "status", ledger=DRIVERS) == "active"
