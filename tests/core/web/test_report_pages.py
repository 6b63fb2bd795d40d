"""工作总结 on pages: figures lead to their rows; copied as text; Word; JSON."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from docx import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def driven(county: County) -> None:
    """A trip that is back."""
    trip, act = county.trip(), county.act
    act("vehicles.depart", "dispatcher", record=str(trip), odometer=1000)
    act("vehicles.return_trip", "dispatcher", record=str(trip), odometer=1062)


def test_each_figure_of_the_sentence_leads_to_what_it_counts(
    visit: Visit, county: County
) -> None:
    driven(county)
    page = visit("director").get("vehicles/report?period=year")
    sentence = page.html.select_one(".sentence")
    assert "共调度公务用车1车次，安全行驶62公里" in sentence.text
    trips, *_others, share = sentence.select("a")
    rows = visit("director").app.get(trips["href"])
    assert len(rows.html.select("#rows tbody tr")) == 1
    assert "指标“调度车次”的明细" in rows.text
    assert "/vehicles/kpis/saving_share?" in share["href"]
    assert visit("director").app.get(share["href"]).html.h1.text == "节能车型出车占比"


def driven_elsewhere(county: County) -> None:
    """A trip of another unit, after the first."""
    unit = county.act(
        "core.register_department", name="县农业农村局", short="农业局", kind="county"
    )
    person = county.act(
        "core.register_person", name="何青", department=str(unit), roles=["clerk"]
    )
    days = {"planned_start": "2026-01-07T09:00:00+08:00",
            "planned_end": "2026-01-07T12:00:00+08:00"}  # fmt: skip
    request = str(county.request_of(person, unit, **days))
    for _step in ("review", "approve"):
        county.act("core.agree", record=request)
    sent = {"vehicle": str(county.ids["桂X·D00013"]),
            "driver": str(county.ids["steering"])}  # fmt: skip
    trip = str(county.act("vehicles.dispatch", "dispatcher", requests=[request],
                          trips=[sent]))  # fmt: skip
    county.act("vehicles.depart", "dispatcher", record=trip, odometer=1062)
    county.act("vehicles.return_trip", "dispatcher", record=trip, odometer=1100)


@pytest.mark.parametrize(
    ("login", "trips", "kilometres"), [("clerk", 1, 62), ("director", 2, 100)]
)
def test_every_figure_equals_the_rows_it_leads_to_whoever_asks(
    visit: Visit, county: County, login: str, trips: int, kilometres: int
) -> None:
    driven(county)
    driven_elsewhere(county)
    visitor = visit(login)
    sentence = visitor.get("vehicles/report?period=year").html.select_one(".sentence")
    links = {link.text: link["href"] for link in sentence.select("a")}
    for said in (str(trips), str(kilometres)):
        page = visitor.app.get(links[said]).html
        assert len(page.select("#rows tbody tr")) == trips, said
    driven_km = visitor.app.get(f"{links[str(kilometres)]}&totals=1").html
    assert str(kilometres) in [cell.text for cell in driven_km.select("tfoot td")]
    share = visitor.app.get(links["100%"]).html
    parts = [a["href"] for a in share.find_all("a") if "查看明细" in a.text]
    assert len(parts) == 2
    for part in parts:
        assert len(visitor.app.get(part).html.select("#rows tbody tr")) == trips


def test_the_page_says_when_it_was_counted_and_what_each_figure_means(
    visit: Visit, county: County
) -> None:
    driven(county)
    page = visit("director").get("vehicles/report?period=year")
    assert "登记序号" in page.html.text
    exact = [row.text for row in page.html.select("table.grid tbody tr")]
    assert any("调度车次" in row and "实际出车且未作废" in row for row in exact)


def test_figures_of_a_clerk_are_said_to_be_of_one_unit(
    visit: Visit, county: County
) -> None:
    driven(county)
    assert "本单位和本人" in visit("clerk").get("vehicles/report?period=year").text
    whole = visit("director").get("vehicles/report?period=year")
    assert "本单位和本人" not in whole.text


def test_a_historical_view_keeps_its_limits_in_every_link(
    visit: Visit, county: County
) -> None:
    driven(county)
    page = visit("director").get("vehicles/report?period=year&recorded_by=2099-12-31")
    links = [a["href"] for a in page.html.select(".sentence a")]
    assert links
    assert all("recorded_by=2099-12-31" in link for link in links)
    assert "历史视图" in page.text


def test_the_indicators_page_shows_the_sentence_too(
    visit: Visit, county: County
) -> None:
    driven(county)
    page = visit("director").get("vehicles/kpis")
    assert "共调度公务用车" in page.html.select_one(".sentence").text
    assert page.html.select_one("[data-copy=said-vehicles-use]")
    assert page.html.select_one("#said-vehicles-use")


def test_word_and_json_say_the_same(visit: Visit, county: County) -> None:
    driven(county)
    director = visit("director")
    page = director.get("vehicles/report?period=year")
    sentence = page.html.select_one(".sentence").text
    word = page.click("导出 Word")
    assert word.content_type.endswith("wordprocessingml.document")
    paragraphs = [p.text for p in Document(io.BytesIO(word.body)).paragraphs]
    assert sentence in paragraphs
    asked = {"Accept": "application/json"}
    told = director.app.get("/test/vehicles/report?period=year", headers=asked).json
    assert told["sections"][0]["text"] == sentence
    assert told["sections"][0]["figures"][0]["value"] == 1


def test_a_period_that_cannot_be_is_said_to_be_wrong(visit: Visit) -> None:
    page = visit("director").get(
        "vehicles/report?from=2023-02-01&to=2023-01-01", status=400
    )
    assert "截止日期不能早于起始日期" in page.text


def test_a_module_without_sentences_has_no_summary(visit: Visit) -> None:
    assert visit("admin").get("core/report", status=404)
