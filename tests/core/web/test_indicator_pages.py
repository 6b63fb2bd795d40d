"""Figures with their 口径, months, dimensions, and the home page that shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.web.views.home import MOST_FIGURES
from tests.office import ZONE, declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

NOW = datetime.now(ZONE)
TODAY = NOW.date()
TRIPS = "vehicles/kpis/trips_dispatched"
DAYS = f"from={TODAY - timedelta(days=3)}&to={TODAY + timedelta(days=3)}"


def depart(county: County) -> Any:
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1010)
    return trip


def figure(page: Any) -> str:
    return page.html.select_one(".kpi-top .figure-value").text


def test_a_figure_stands_above_its_definition(visit: Visit, county: County) -> None:
    depart(county)
    page = visit("dispatcher").get(f"{TRIPS}?{DAYS}")
    assert figure(page) == "1车次"
    assert "实际出车且未作废的派车单数" in page.html.select_one(".meaning").text


def test_a_figure_before_the_trip_does_not_count_it(
    visit: Visit, county: County
) -> None:
    depart(county)
    past = visit("dispatcher").get(f"{TRIPS}?{DAYS}&as_of={TODAY - timedelta(days=2)}")
    assert figure(past) == "0车次"
    assert "历史视图，仅供查看" in past.text


def test_twelve_bars_show_the_year_with_this_month_marked(
    visit: Visit, county: County
) -> None:
    depart(county)
    page = visit("dispatcher").get(f"{TRIPS}?period=year")
    bars = page.html.select("svg.bars rect")
    assert len(bars) == 12
    assert bars[TODAY.month - 1]["class"] == ["now"]
    assert float(bars[TODAY.month - 1]["height"]) > 100
    assert {float(bar["height"]) for bar in bars if not bar.get("class")} == {0}


def test_dimensions_split_the_figure_and_lead_to_rows(
    visit: Visit, county: County
) -> None:
    trip = depart(county)
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"{TRIPS}?{DAYS}").click("车号", index=0)
    assert page.request.GET["by"] == "vehicle"
    (row,) = page.html.select("tbody tr")
    assert [cell.text for cell in row.select("td")][:3] == ["桂X·D00013", "1", "100.0%"]
    rows = page.click("桂X·D00013")
    assert str(trip) in rows.text
    assert "指标“调度车次”的明细" in rows.text


def test_a_ratio_leads_to_both_its_parts(visit: Visit, county: County) -> None:
    depart(county)
    page = visit("dispatcher").get(f"vehicles/kpis/saving_share?{DAYS}")
    assert figure(page) == "100.0%"
    for part in ("节能车型出车车次", "调度车次"):
        rows = page.click(f"查看明细：{part}$")
        assert len(rows.html.select("#rows tbody tr")) == 1


def test_a_level_leads_to_its_last_day(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"vehicles/kpis/fleet_size?from=2023-01-01&to={TODAY}")
    assert figure(page) == "2辆"
    rows = page.click("查看明细")
    assert rows.request.GET["as_of"] == str(TODAY)
    assert len(rows.html.select("#rows tbody tr")) == 2


def test_nothing_divided_by_nothing_is_no_figure(visit: Visit) -> None:
    page = visit("dispatcher").get(f"vehicles/kpis/saving_share?{DAYS}")
    assert figure(page).startswith("—")


def test_many_groups_are_shown_on_demand(visit: Visit, county: County) -> None:
    for number in range(17):
        car = county.act(
            "vehicles.register_vehicle", plate=f"桂X·1{number:04d}", model="轿车",
            category="other", energy="electric", seats=5, registered_on="2020-01-01",
            price=1, odometer=0,
        )  # fmt: skip
        person = county.act(
            "core.register_person", name=f"驾驶员{number}", roles=["driver"],
            department=str(county.ids["unit"]),
        )  # fmt: skip
        driver = county.act(
            "vehicles.register_driver", person=str(person), licence="C1"
        )
        trip = county.act(
            "vehicles.dispatch", "dispatcher", requests=[str(county.approved())],
            trips=[{"vehicle": str(car), "driver": str(driver)}],
        )  # fmt: skip
        county.act("vehicles.depart", record=str(trip), odometer=1)
    page = visit("dispatcher").get(f"{TRIPS}?{DAYS}&by=vehicle")
    assert len(page.html.select("tbody tr")) == 15
    assert len(page.click("显示其余 2 项").html.select("tbody tr")) == 17


@pytest.mark.parametrize(
    "query", ["by=nosuch", "by=state", "period=decade", "from=x", "to=0000-01-01"]
)
def test_an_address_nobody_can_mean_is_refused(visit: Visit, query: str) -> None:
    visit("dispatcher").get(f"{TRIPS}?{query}", status=400)


def test_an_indicator_that_is_not_there(visit: Visit) -> None:
    visit("dispatcher").get("vehicles/kpis/nosuch", status=404)


def test_the_home_page_shows_what_waits_and_how_the_year_goes(
    visit: Visit, county: County
) -> None:
    county.request(purpose="下乡调研灾情")
    depart(county)
    reviewer = visit("reviewer")
    page = reviewer.get("?year=" + str(TODAY.year))
    assert "李芳" in page.html.h1.text
    (waiting,) = page.html.select(".todo a")
    assert "下乡调研灾情" in waiting.text
    tiles = {
        tile.select_one(".figure-title").text: tile.select_one(".figure-value").text
        for tile in page.html.select("a.figure")
    }
    assert len(tiles) == MOST_FIGURES
    assert "（本单位和本人）" in page.text
    assert tiles["调度车次"] == "1车次"
    assert "下乡调研灾情" in reviewer.get("waiting").text


def test_a_year_nobody_can_choose_is_the_usual_one(visit: Visit) -> None:
    page = visit("clerk").get("?year=1990")
    assert "1990" not in page.html.text


def test_a_module_lists_what_one_may_do_see_and_measure(visit: Visit) -> None:
    page = visit("dispatcher").get("vehicles/")
    heads = [head.text for head in page.html.select("h2")]
    assert heads == ["办理", "成批登记", "台账", "指标"]
    assert "登记车辆" in page.text
    assert "登记车辆" not in visit("auditor").get("vehicles/").text


def test_all_indicators_of_a_module(visit: Visit) -> None:
    page = visit("dispatcher").get("vehicles/kpis?year=" + str(TODAY.year))
    assert len(page.html.select("a.figure")) == len(declared().kpis)
    assert page.click(href="fleet_size").html.h1.text == "在编车辆数"


def test_the_menu_shows_what_one_may_see(visit: Visit) -> None:
    def menu(login: str) -> set[str]:
        page = visit(login).get("")
        return {link.text for link in page.html.select(".side a")}

    assert "系统管理" in menu("admin")
    assert "系统管理" not in menu("clerk")
    assert "派车台账" in menu("dispatcher")


def test_the_page_one_is_on_is_marked(visit: Visit) -> None:
    page = visit("dispatcher").get("vehicles/trips")
    assert page.html.select_one(".side [aria-current=page]").text == "派车台账"


def test_every_page_says_that_nothing_secret_belongs_here(visit: Visit) -> None:
    said = "本系统为非涉密系统，严禁存储、处理国家秘密"
    clerk = visit("clerk")
    for page in (clerk.get(""), visit("").get("login"), clerk.get("nosuch", 404)):
        assert said in page.html.footer.text
