"""The loaded year's duties, cards, meetings, scores, unplanned trips and statistics."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.projection.horizon import Horizon
from houqin.plugins.vehicles.demo.cards import Cards
from houqin.plugins.vehicles.demo.crew import meeting_days

if TYPE_CHECKING:
    from houqin.core.site.site import Site
    from houqin.plugins.vehicles.demo.year import Year

pytestmark = pytest.mark.slow

FIRST, LAST = date(2023, 1, 1), date(2023, 12, 31)
HALF = date(2023, 6, 30)
YEAR_END, HALF_YEAR = Horizon(as_of=LAST), Horizon(as_of=HALF)


def figure(site: Site, kpi: str, view: Horizon, last: date = LAST) -> int | None:
    with site.reader(view) as reader:
        return reader.kpi(f"vehicles.{kpi}", FIRST, last).value


def rows(
    site: Site, ledger: str, view: Horizon = YEAR_END, **filters: str
) -> list[dict[str, Any]]:
    with site.reader(view) as reader:
        found = reader.ledger(f"vehicles.{ledger}").rows(filters)
        return [row.values for row in found]


@pytest.mark.parametrize(
    ("kpi", "half", "whole"),
    [
        ("special_trips", 262, 400),
        ("special_count", 1, 4),
        ("cars_detached", 3, 3),
        ("drivers_detached", 3, 3),
        ("meetings", 6, 12),
        ("meeting_months", 1000, 1000),
        ("unplanned_found", 3, 5),
        ("unplanned_closed", 3, 5),
        ("unplanned_rate", 1000, 1000),
        ("check_problems", 3, 3),
        ("check_rate", 1000, 1000),
        ("scored", 0, 40),
        ("rewards", 0, 2),
        ("penalties", 0, 1),
        ("card_gap", 0, 20_000),
        ("cards_lost", 0, 1),
        ("cards_in_use", 23, 23),
    ],
)
def test_figures_at_half_year_and_at_its_end(
    loaded: Site, kpi: str, half: int, whole: int
) -> None:
    assert figure(loaded, kpi, HALF_YEAR, HALF) == half
    assert figure(loaded, kpi, YEAR_END) == whole


def test_special_duties_by_duty(loaded: Site) -> None:
    counted = {row["name"]: row["trips"] for row in rows(loaded, "special_duties")}
    assert counted == {
        "自治区党委巡视组用车保障": 262,
        "环县公路自行车赛用车保障": 46,
        "扶贫检查组用车保障": 28,
        "学生（青年）运动会县站用车保障": 64,
    }


def test_three_cars_and_three_drivers_are_away_from_30_march_to_28_june(
    loaded: Site,
) -> None:
    def away(day: date) -> tuple[int, int]:
        view = Horizon(as_of=day)
        return (
            len(rows(loaded, "vehicles", view, state="detached")),
            len(rows(loaded, "drivers", view, state="detached")),
        )

    assert away(date(2023, 3, 29)) == (0, 0)
    assert away(date(2023, 3, 30)) == (3, 3)
    assert away(date(2023, 6, 27)) == (3, 3)
    assert away(date(2023, 6, 28)) == (0, 0)


def test_every_driver_stands_on_the_list_of_every_meeting(loaded: Site) -> None:
    listed = Counter(row["meeting"] for row in rows(loaded, "meeting_attendance"))
    assert set(listed.values()) == {20}
    assert len(listed) == len(meeting_days())
    came = figure(loaded, "attended", YEAR_END) or 0
    assert 120 < came <= 240


def test_scores_lie_between_82_and_98(loaded: Site) -> None:
    scores = [r["score"] for r in rows(loaded, "assessments", kind="score")]
    assert (min(scores), max(scores), len(scores)) == (820, 980, 40)


def test_cards_pay_all_the_fuel_of_trips(loaded: Site, year: Year) -> None:
    cards = Cards(year)
    planned = sum(filling.line.amount for filling in cards.fillings)
    assert figure(loaded, "card_spent", YEAR_END) == planned
    costs = rows(loaded, "trip_costs", kind="fuel")
    assert sum(row["amount"] for row in costs) == planned


def test_no_card_is_overdrawn(loaded: Site) -> None:
    with loaded.reader(YEAR_END) as reader:
        ledger = reader.ledger("vehicles.fuel_cards")
        balance = ledger.ledger.column("balance")
        assert balance is not None
        assert balance.derived is not None
        left = [balance.derived(row.values, LAST) for row in ledger.rows()]
    assert len(left) == 24
    assert min(left) >= 0


def test_eleven_months_are_reconciled_and_one_differs(loaded: Site) -> None:
    found = rows(loaded, "reconciliations")
    assert len({row["month"] for row in found}) == 11
    differing = [row for row in found if row["gap"]]
    assert [(row["month"], row["gap"]) for row in differing] == [("2023-10", 20_000)]
    assert differing[0]["reason"]


def test_the_year_before_is_filed_with_every_car(loaded: Site) -> None:
    (report,) = rows(loaded, "annual_reports")
    assert (report["year"], report["cars"], report["late"]) == (2022, 26, 0)
    assert len(rows(loaded, "annual_cars")) == 26


def test_months_of_drivers_and_published_use_add_up_to_the_trips(
    loaded: Site,
) -> None:
    with loaded.reader() as reader:
        for ledger in (
            "driver_months",
            "published_use",
            "published_units",
            "published_cars",
            "published_months",
        ):
            found = reader.ledger(f"vehicles.{ledger}").rows()
            assert sum(row.values["trips"] or 0 for row in found) == 3728, ledger
