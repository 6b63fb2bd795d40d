"""成册台账: parts with 小计 and 合计, printed as they stood on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.core.printing.book_sheet import book_values
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.site.plugins import running
from tests.core.web.conftest import Visitor
from tests.core.web.paper import pages_of, size_of
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.county import County

MODULES = "houqin.plugins.vehicles tests.core.web.parking"


@pytest.fixture
def config(var: Path, county: County) -> Any:
    """Three cars, two of which use petrol; one of these had a trip."""
    county.act(
        "vehicles.register_vehicle", plate="桂X·00077", model="轿车", category="other",
        energy="petrol", seats=7, registered_on="2010-01-01", price=10_000_00,
        odometer=0,
    )  # fmt: skip
    county.trip()
    made = configure(settings_of(var) | {"houqin.plugins": MODULES})
    running.install(made.registry.houqin_directory.open("test"), "parking")
    return made


@pytest.fixture
def dispatcher(config: Any) -> Visitor:
    visitor = Visitor(config.make_wsgi_app())
    visitor.log_in("dispatcher")
    return visitor


def test_groups_have_their_sums_and_what_stands_beside(config: Any) -> None:
    site = config.registry.houqin_directory.open("test")
    book = site.declarations.books["parking.fleet"]
    with site.reader() as reader:
        values = book_values(reader, book, Printing("中心", "今天", "某人"), "a4")
    cars, yards = values["parts"]
    assert cars["heads"] == [
        "序号",
        "号牌",
        "能源",
        "座位（座）",
        "购置价（元）",
        "单号",
    ]
    shown = [[cell.replace("\u2060", "") for cell in r["cells"]] for r in cars["rows"]]
    assert [cells[:2] for cells in shown] == [
        ["1", "桂X·00001"], ["2", "桂X·00077"], ["", "汽油 小计（2条）"],
        ["3", "桂X·D00013"], ["", "纯电动 小计（1条）"], ["", "合计（3条）"],
    ]  # fmt: skip
    assert [cells[4] for cells in shown] == [
        "186,000.00", "10,000.00", "196,000.00", "116,000.00", "116,000.00",
        "312,000.00",
    ]  # fmt: skip
    assert [bool(cells[5]) for cells in shown] == [0, 0, 0, 1, 0, 0]
    assert yards["rows"] == []


def test_a_book_is_printed_on_the_paper_chosen(dispatcher: Visitor) -> None:
    page = dispatcher.get("parking/books/fleet")
    counts = [cell.get_text() for cell in page.html.select("td.number")]
    assert counts == ["3", "0"]
    form = page.forms[1]
    form["paper"] = "a3"
    answer = form.submit()
    assert size_of(answer) == (420, 297)
    cars, yards = pages_of(answer)
    for said in (
        "车辆停放台账", "一、车辆", "表号:停放01", "汽油小计(2条)", "合计(3条)",
        "填表人:", "审核人:", "负责人:", "盖章处", "第1页共2页",
    ):  # fmt: skip
        assert said in cars
    assert "截至统计时点没有登记" in yards


def test_a_book_shows_the_day_asked_for(dispatcher: Visitor) -> None:
    page = dispatcher.get("parking/books/fleet?as_of=2001-01-01")
    counts = [cell.get_text() for cell in page.html.select("td.number")]
    assert counts == ["0", "0"]
    answer = dispatcher.get("parking/books/fleet.pdf?as_of=2001-01-01&paper=b5")
    assert "统计时点:2001-01-01" in pages_of(answer)[0]
    assert size_of(answer) == (297, 210)


def test_a_book_needs_its_right(config: Any, dispatcher: Visitor) -> None:
    dispatcher.get("parking/books/other", status=404)
    clerk = Visitor(config.make_wsgi_app())
    clerk.log_in("clerk")
    for path in ("fleet", "fleet.pdf"):
        clerk.get(f"parking/books/{path}", status=403)
