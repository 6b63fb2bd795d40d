"""导出 Excel: opened again it has numbers, days, a frozen head, and says what it is."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def opened(visitor: Visitor, path: str) -> Any:
    answer = visitor.app.get(f"/test/{path}")
    assert "attachment" in answer.headers["Content-Disposition"]
    return openpyxl.load_workbook(BytesIO(answer.body)).worksheets[0]


def cell(page: Any, row: int, title: str) -> Any:
    column = next(c.column for c in page[3] if c.value == title)
    return page.cell(row, column)


def test_numbers_and_days_are_what_they_are(visit: Visit) -> None:
    page = opened(visit("dispatcher"), "vehicles/vehicles/xlsx?sort=plate")
    assert page["A1"].value == "车辆台账"
    price = cell(page, 4, "购置价（元）")
    assert (price.value, price.number_format) == (186000, "#,##0.00")
    day = cell(page, 4, "登记日期")
    assert (day.value, day.number_format) == (datetime(2013, 5, 15), "yyyy-mm-dd")  # noqa: DTZ001 - a sheet knows no zones
    assert page.cell(6, 1).value == "合计 2 条"


def test_the_paper_lies_on_its_side_with_its_head_on_every_page(visit: Visit) -> None:
    page = opened(visit("dispatcher"), "vehicles/vehicles/xlsx")
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$1:$3"
    assert page.freeze_panes == "B4"
    assert "共 &N 页" in page.oddFooter.center.text
    assert page.oddFooter.left.text.startswith("校验码 ")


def test_it_says_unit_filter_horizon_and_digest(visit: Visit, county: County) -> None:
    page = opened(
        visit("dispatcher"), "vehicles/vehicles/xlsx?f.energy=petrol&as_of=2026-12-31"
    )
    said = page["A2"].value
    assert "X县机关后勤服务中心" in said
    assert "能源：汽油" in said
    assert "2026-12-31" in said
    assert page.cell(5, 1).value == "合计 1 条"
    with county.site.reader() as reader:
        digest = reader.digest("vehicles.vehicles")
    live = opened(visit("dispatcher"), "vehicles/vehicles/xlsx")
    assert digest in live.cell(7, 1).value


@pytest.mark.parametrize("nasty", ["=1+1", "@SUM(1)", "+1", "-cmd|' /C calc'!A0"])
def test_no_cell_becomes_a_formula(visit: Visit, county: County, nasty: str) -> None:
    county.request(purpose=nasty)
    page = opened(visit("dispatcher"), "vehicles/requests/xlsx")
    found = cell(page, 4, "事由")
    assert (found.value, found.data_type) == (nasty, "s")


def test_every_ledger_has_one(visit: Visit, county: County) -> None:
    county.trip()
    dispatcher = visit("dispatcher")
    declared = county.site.declarations
    for name, ledger in declared.ledgers.items():
        if name.startswith("vehicles."):
            page = opened(dispatcher, f"{name.replace('.', '/')}/xlsx")
            assert page["A1"].value == ledger.title


def test_rows_one_does_not_see_are_not_in_it(visit: Visit, county: County) -> None:
    other = county.act(
        "core.register_department", name="县教育局", short="教育局", kind="county"
    )
    person = county.act(
        "core.register_person", name="孙某", department=str(other), roles=[]
    )
    county.request_of(person, other)
    county.request()
    page = opened(visit("clerk"), "vehicles/requests/xlsx")
    assert page.cell(5, 1).value == "合计 1 条"
