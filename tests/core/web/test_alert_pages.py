"""提醒 on pages: its own, the navigation, and the rows it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


@pytest.fixture
def expired(county: County) -> None:
    """A car whose insurance ran out, beside the one past its years.

    The month's meeting was held: late in a month it would be missed as well.
    """
    county.act(
        "vehicles.hold_meeting", "dispatcher", subject="雨季行车安全", place="会议室",
        host=str(county.ids["dispatcher"]), content="学习安全驾驶规定",
        attended=[str(county.ids["steering"])],
    )  # fmt: skip
    county.act(
        "vehicles.register_vehicle", plate="桂X·00007", model="轿车", category="other",
        energy="petrol", seats=5, registered_on="2023-05-15", price=10_000_00,
        odometer=0, displacement=1500, insured_until="2024-01-31",
    )  # fmt: skip


def told(page: Any) -> list[str]:
    return [line.a.text for line in page.html.select(".alert-line")]


def entry(page: Any) -> Any:
    """提醒 in the navigation."""
    links = page.html.select("nav.side a")
    return next(link for link in links if link["href"].endswith("/alerts"))


def test_red_comes_before_yellow_with_who_is_to_act(
    visit: Visit, expired: None
) -> None:
    page = visit("dispatcher").get("alerts")
    assert told(page)[0] == "桂X·00007保险2024-01-31到期"
    assert "桂X·00001" in told(page)[1]
    assert "红 1，黄 1" in page.text
    assert "调度员" in page.html.select_one(".alert-side").text


def test_it_is_narrowed_by_level_and_kind(visit: Visit, expired: None) -> None:
    dispatcher = visit("dispatcher")
    assert len(told(dispatcher.get("alerts?level=red"))) == 1
    assert len(told(dispatcher.get("alerts?kind=vehicles.over_age"))) == 1
    assert "没有这个级别" in dispatcher.get("alerts?level=blue", status=400)
    assert "没有这种提醒" in dispatcher.get("alerts?kind=vehicles.none", status=400)


def test_an_alert_leads_to_its_record(visit: Visit, expired: None) -> None:
    page = visit("dispatcher").get("alerts").click("保险2024-01-31到期")
    assert "桂X·00007" in page.html.h1.text


def test_the_navigation_counts_what_falls_to_a_person(
    visit: Visit, expired: None
) -> None:
    assert entry(visit("dispatcher").get("")).select_one(".count.urgent").text == "2"
    assert entry(visit("clerk").get("")).select_one(".count") is None


def test_a_row_of_a_list_is_marked(visit: Visit, expired: None) -> None:
    page = visit("dispatcher").get("vehicles/vehicles")
    rows = page.html.select("#rows tbody tr")
    marks = {row.a.text: [m.text for m in row.select(".alert-mark")] for row in rows}
    assert marks == {
        "桂X·00001": ["超过更新年限"],
        "桂X·00007": ["保险到期"],
        "桂X·D00013": [],
    }


def test_a_view_of_the_past_has_its_own_alerts(visit: Visit, expired: None) -> None:
    page = visit("dispatcher").get("alerts?recorded_by=2022-01-01")
    assert "历史视图，仅供查看" in page.text
    assert told(page) == []


def test_programs_get_them_all(visit: Visit, expired: None) -> None:
    visitor = visit("dispatcher")
    answer = visitor.app.get("/test/alerts", headers={"Accept": "application/json"})
    assert (answer.json["red"], answer.json["yellow"]) == (1, 1)
    assert answer.json["alerts"][0]["due"] == "2024-01-31"
