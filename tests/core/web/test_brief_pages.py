"""一页纸: one sheet, whatever there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.config import configure
from tests.core.web.conftest import Visitor
from tests.core.web.paper import pages_of, size_of
from tests.county import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.county import County

    Visit = Callable[[str], Visitor]


def test_a_leader_prints_figures_risks_and_the_sentence_on_one_page(
    visit: Visit, county: County
) -> None:
    trip, act = county.trip(), county.act
    act("vehicles.depart", "dispatcher", record=str(trip), odometer=1000)
    answer = visit("director").get("").click("打印一页纸")
    assert size_of(answer) == (210, 297)
    (page,) = pages_of(answer)
    for said in (
        "后勤保障一页纸", "关键指标", "调度车次", "口径:实际出车", "上年同期无数据",
        "风险与提醒", "工作总结", "共调度公务用车", "打印人韦建国", "第1页共1页",
    ):  # fmt: skip
        assert said in page
    assert page.count("口径:") <= 8


def test_where_no_pdf_can_be_made_the_browser_prints_it(
    var: Path, county: County
) -> None:
    county.trip()
    settings = {**settings_of(var), "houqin.print": "browser"}
    director = Visitor(configure(settings).make_wsgi_app())
    director.log_in("director")
    page = director.get("brief.pdf", status=303).follow()
    assert page.html.select_one("[data-print]")
    assert len(page.html.select(".figure")) == 8
    assert len(page.html.select("tbody tr")) <= 5


def test_whoever_sees_no_figures_gets_a_page_without_them(visit: Visit) -> None:
    (page,) = pages_of(visit("overseer").get("brief.pdf"))
    assert "口径" not in page
