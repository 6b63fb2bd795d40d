"""A ledger's page: filters, order, paging, totals, periods, horizons, CSV."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from houqin.core.model.command import Act
from houqin.core.projection.row import Row
from houqin.core.web.tables import draw_heads, draw_rows, shown_columns
from houqin.plugins.vehicles.ledgers.trips import trips as trips_ledger
from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

TODAY = datetime.now(ZONE).date()


def plates(visitor: Visitor, query: str = "") -> list[str]:
    page = visitor.get(f"vehicles/vehicles{query}")
    return [row.a.text for row in page.html.select("#rows tbody tr")]


def register(county: County, count: int) -> None:
    for number in range(count):
        county.act(
            "vehicles.register_vehicle", plate=f"桂X·1{number:04d}", model="轿车",
            category="other", energy="diesel", seats=7, registered_on="2020-01-01",
            price=10_000_00, odometer=0,
        )  # fmt: skip


def test_rows_are_sorted_by_the_column_asked_for(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    assert plates(dispatcher) == ["桂X·00001", "桂X·D00013"]
    assert plates(dispatcher, "?sort=price") == ["桂X·D00013", "桂X·00001"]
    assert plates(dispatcher, "?sort=-price") == ["桂X·00001", "桂X·D00013"]


def test_a_head_sorts_and_then_turns_the_order_round(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/vehicles")
    once = page.click("购置价")
    assert once.request.GET["sort"] == "price"
    assert "▲" in once.html.select_one("thead").text
    assert once.click("购置价").request.GET["sort"] == "-price"


def test_filters_narrow_rows_and_stay_filled_in(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    form = dispatcher.form("vehicles/vehicles")
    form["f.plate"] = "D"
    form["f.energy"] = "electric"
    page = form.submit()
    assert [row.a.text for row in page.html.select("#rows tbody tr")] == ["桂X·D00013"]
    assert page.forms[1]["f.plate"].value == "D"
    assert page.forms[1]["f.energy"].value == "electric"
    assert page.html.select_one("details.filters").has_attr("open")


def test_a_filter_that_cannot_be_read_is_said_to_be_wrong(visit: Visit) -> None:
    page = visit("dispatcher").get(
        "vehicles/vehicles?f.registered_on=gestern", status=400
    )
    assert "登记日期应为日期" in page.text


def test_pages_follow_one_another(visit: Visit, county: County) -> None:
    register(county, 60)
    dispatcher = visit("dispatcher")
    first = dispatcher.get("vehicles/vehicles?sort=plate")
    assert "第 1 页，第 1–50 条" in first.text
    second = first.click("下一页")
    assert "第 2 页，第 51–62 条" in second.text
    assert len(second.html.select("#rows tbody tr")) == 12
    assert not second.html.find("a", string="下一页")
    assert second.click("上一页").request.GET["page"] == "1"


def test_totals_come_after_the_rows_or_on_demand(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/vehicles")
    foot = page.html.select_one("#totals")
    assert foot["hx-get"] == "/test/vehicles/vehicles/totals"
    assert "合计" not in foot.text.replace("显示合计", "")
    plain = page.click("显示合计").html.select_one("#totals")
    fragment = dispatcher.app.get(foot["hx-get"]).html.select_one("#totals")
    for totals in (plain, fragment):
        texts = [cell.text for cell in totals.select("td")]
        assert texts[0] == "合计 2 条"
        assert "302,000.00" in texts
        assert not totals.has_attr("hx-get")


def test_a_period_button_shows_its_rows_and_keeps_the_filters(
    visit: Visit, county: County
) -> None:
    county.request()
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"vehicles/requests?f.unit={quote('自然资源')}").click("本月")
    assert page.request.GET["period"] == "month"
    assert page.request.GET["f.unit"] == "自然资源"
    assert len(page.html.select("#rows tbody tr")) == 1
    assert page.html.select_one(".switch [aria-current]").text == "本月"
    last = page.click("去年")
    assert not last.html.select("#rows tbody tr")
    assert "没有符合条件的记录" in last.text


def test_a_view_of_the_past_says_so_and_offers_nothing_to_do(
    visit: Visit, county: County
) -> None:
    register(county, 1)
    dispatcher = visit("dispatcher")
    live = dispatcher.get("vehicles/vehicles")
    assert "登记车辆" in live.html.select_one(".head-actions").text
    past = dispatcher.get(f"vehicles/vehicles?as_of={TODAY - timedelta(days=2)}")
    assert "历史视图，仅供查看" in past.text
    assert not past.html.select("#rows tbody tr")
    assert "登记车辆" not in past.html.select_one(".head-actions").text
    assert past.click("回到当前").html.select("#rows tbody tr")


def offered(page: Any) -> tuple[list[str], list[str]]:
    """What opens one record, and what many at once folded away beside it."""
    actions = page.html.select_one(".head-actions")
    one = [a.text.strip() for a in actions.find_all("a", recursive=False)]
    return one, [a.text for a in actions.select(".drop a")]


def test_a_ledger_offers_what_adds_to_its_own_rows(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    one, many = offered(dispatcher.get("vehicles/vehicles"))
    assert one[0] == "登记车辆"
    assert "登记车辆" in many
    one, many = offered(dispatcher.get("vehicles/trip_costs"))
    assert one[0] == "导出 Excel"
    assert many == ["费用登记"]
    one, _none = offered(dispatcher.get("vehicles/sealings"))
    assert one[:2] == ["封存车辆", "解封车辆"]


def test_a_link_into_a_record_keeps_the_horizon(visit: Visit, county: County) -> None:
    county.request()
    dispatcher = visit("dispatcher")
    page = dispatcher.get(f"vehicles/requests?recorded_by={TODAY + timedelta(days=1)}")
    record = dispatcher.app.get(page.html.select_one("#rows tbody a")["href"])
    assert "历史视图，仅供查看" in record.text
    assert not record.html.select(".head-actions")


def test_a_voided_row_stays_and_is_struck_through(visit: Visit, county: County) -> None:
    trip = county.trip()
    county.act("core.void", "dispatcher", record=str(trip), reason="重复")
    page = visit("dispatcher").get("vehicles/trips")
    assert [row["class"] for row in page.html.select("#rows tbody tr")] == [["void"]]
    hidden = visit("dispatcher").get("vehicles/trips?f.voided=0")
    assert not hidden.html.select("#rows tbody tr")


def test_a_state_is_shown_with_its_title_and_filtered_by_its_code(
    visit: Visit, county: County
) -> None:
    county.trip()
    page = visit("dispatcher").get("vehicles/trips?f.state=dispatched")
    assert page.html.select_one("#rows tbody .state-dispatched").text == "已派车"
    assert (
        not visit("dispatcher")
        .get("vehicles/trips?f.state=closed")
        .html.select("#rows tbody tr")
    )


def test_a_ledger_of_events_leads_to_their_record(visit: Visit, county: County) -> None:
    trip = county.trip()
    line = {"kind": "toll", "amount": 2550, "paid_on": str(TODAY)}
    county.act("vehicles.record_costs", "driver", record=str(trip), lines=[line])
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/trip_costs")
    record = dispatcher.app.get(page.html.select_one("#rows tbody a")["href"])
    record = record.maybe_follow()
    assert record.request.path == f"/test/vehicles/trips/{trip}"


def test_csv_opens_in_a_spreadsheet(visit: Visit, county: County) -> None:
    county.request(purpose="=HYPERLINK(1)")
    dispatcher = visit("dispatcher")
    file = dispatcher.get("vehicles/requests").click("导出 CSV")
    assert file.content_type == "text/csv"
    assert file.body.startswith(b"\xef\xbb\xbf")
    head, row = file.body.decode("utf-8-sig").splitlines()
    assert head.startswith("单号,办理状态,用车单位,用车人,事由")
    assert "自然资源局,张华,'=HYPERLINK(1)" in row
    assert "filename*=UTF-8''" in file.headers["Content-Disposition"]


def test_csv_holds_every_row_and_says_what_is_void(
    visit: Visit, county: County
) -> None:
    register(county, 210)
    void = county.trip()
    county.act("core.void", "dispatcher", record=str(void), reason="重复")
    dispatcher = visit("dispatcher")
    cars = dispatcher.get("vehicles/vehicles/csv").body.decode("utf-8-sig")
    assert len(cars.splitlines()) == 213
    trips = dispatcher.get("vehicles/trips/csv").body.decode("utf-8-sig")
    assert trips.splitlines()[1].endswith("已作废")


def test_a_full_last_page_has_no_next(visit: Visit, county: County) -> None:
    register(county, 48)
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/vehicles")
    assert len(page.html.select("#rows tbody tr")) == 50
    assert page.html.select_one("a[rel=next]") is None
    register_one_more = {"plate": "桂X·20000", "model": "轿车", "category": "other"}
    county.act(
        "vehicles.register_vehicle", **register_one_more, energy="diesel", seats=7,
        registered_on="2020-01-01", price=10_000_00, odometer=0,
    )  # fmt: skip
    page = dispatcher.get("vehicles/vehicles")
    assert len(page.html.select("#rows tbody tr")) == 50
    assert len(page.click("下一页").html.select("#rows tbody tr")) == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("f.nosuch=1", 400),
        ("f.requested_at=昨天", 400),
        ("sort=nosuch", 400),
        ("f.purpose=x", 200),
    ],
)
def test_a_ledger_without_a_row_checks_what_it_is_asked(
    visit: Visit, query: str, status: int
) -> None:
    dispatcher = visit("dispatcher")
    assert not dispatcher.get("vehicles/requests").html.select("#rows tbody tr")
    dispatcher.get(f"vehicles/requests?{query}", status=status)


def test_columns_that_no_row_fills_are_not_printed(visit: Visit) -> None:
    page = visit("dispatcher").get("vehicles/vehicles")
    heads = [head.text for head in page.html.select("#rows th")]
    blank = [c for c in page.html.select_one("#rows")["class"] if "blank" in c]
    assert f"blank-{heads.index('保险到期') + 1}" in blank
    assert f"blank-{heads.index('品牌型号') + 1}" not in blank


def test_a_csv_of_a_wrong_address_is_a_page_that_says_so(visit: Visit) -> None:
    page = visit("dispatcher").get("vehicles/vehicles/csv?sort=nosuch", status=400)
    assert "nosuch" in page.text


def test_columns_have_a_style_sheet_that_may_be_kept(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    link = dispatcher.get("vehicles/trips").html.select("link[rel=stylesheet]")[-1][
        "href"
    ]
    style = dispatcher.app.get(link)
    assert style.content_type == "text/css"
    assert "immutable" in style.headers["Cache-Control"]
    assert 'content:"单号"' in style.text


def test_figures_lead_to_exactly_the_rows_they_count(
    visit: Visit, county: County
) -> None:
    gone, waits = (
        county.trip(),
        county.trip(
            planned_start="2026-01-06T09:00:00+08:00",
            planned_end="2026-01-06T12:00:00+08:00",
        ),
    )
    county.act("vehicles.depart", "driver", record=str(gone), odometer=1010)
    dispatcher = visit("dispatcher")
    days = f"from={TODAY - timedelta(days=1)}&to={TODAY + timedelta(days=1)}"
    page = dispatcher.get(f"vehicles/trips?kpi=vehicles.trips_dispatched&{days}")
    assert "指标“调度车次”的明细" in page.text
    (link,) = page.html.select("#rows tbody a")
    assert str(gone) in link["href"]
    assert str(waits) not in page.text


@pytest.mark.parametrize(
    "query",
    ["kpi=vehicles.trips_dispatched", "kpi=nosuch&period=year",
     "kpi=vehicles.fleet_size&period=year"],
)  # fmt: skip
def test_a_figure_that_is_not_of_this_ledger_is_refused(
    visit: Visit, query: str
) -> None:
    visit("dispatcher").get(f"vehicles/trips?{query}", status=400)


def test_a_late_day_is_compared_by_business_time(visit: Visit, county: County) -> None:
    at = datetime.now(UTC) - timedelta(days=400)
    values = {
        "unit": str(county.ids["unit"]), "user": str(county.ids["clerk"]),
        "purpose": "补录", "passengers": 1, "origin": "甲", "destination": "乙",
        "planned_start": at.isoformat(),
        "planned_end": (at + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    late = int(at.timestamp()) * 1_000_000
    act = Act(
        "vehicles.request_vehicle", values, county.site.system_actor, uuid4(),
        occurred_at=late, precision="day",
    )  # fmt: skip
    county.site.act(act)
    dispatcher = visit("dispatcher")
    assert not dispatcher.get("vehicles/requests?period=month").html.select("tbody tr")
    asked = f"vehicles/requests?from={at.date() - timedelta(days=1)}"
    assert len(dispatcher.get(asked).html.select("tbody tr")) == 1


class Shown:
    """Stands where a reader's display stands: texts as they are."""

    def prefetch(self, *_given: object) -> None:
        """There is nothing to fetch."""

    def texts(self, _kind: object, values: list[str]) -> list[str]:
        """As they are."""
        return values

    def state(self, _ledger: object, state: str) -> str:
        """As it is."""
        return state


#: Without blanks, which the parser makes one of.
ANYTHING = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), max_size=8
)


@given(st.lists(st.tuples(ANYTHING, ANYTHING, st.booleans()), min_size=1, max_size=4))
def test_no_text_becomes_markup(texts: list[tuple[str, str, bool]]) -> None:
    columns = shown_columns(trips_ledger)
    rows = [
        Row(
            str(UUID(int=n)), str(UUID(int=n)), voided, "closed",
            {c.name: first if n % 2 else second for n, c in enumerate(columns)},
        )
        for n, (first, second, voided) in enumerate(texts)
    ]  # fmt: skip
    body = draw_rows(Shown(), trips_ledger, rows, "/t/v/trips", "?as_of=1&x='\"")
    table = BeautifulSoup(f"<table>{body}</table>", "html.parser")
    drawn = table.select("tr")
    assert len(drawn) == len(rows)
    for row, line in zip(rows, drawn, strict=True):
        cells = line.select("td")
        assert len(cells) == len(columns)
        assert cells[1].text == row.values[columns[1].name]
        assert cells[0].a["href"].endswith("?as_of=1&x='\"")
        assert line.get("class") == (["void"] if row.voided else None)


def test_heads_quote_their_address() -> None:
    heads = draw_heads(shown_columns(trips_ledger), "", '/t?f.x="><script>')
    assert "<script>" not in heads
