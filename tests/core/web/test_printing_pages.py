"""打印 of a ledger: PDF as it is set, and the page where no PDF can be made."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from houqin.core.config import configure
from houqin.core.printing.ledger_sheet import Printing, ledger_sheet
from houqin.core.schema.errors import Refused
from tests.core.web.conftest import Visitor
from tests.core.web.paper import bare, pages_of, size_of
from tests.county import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.county import County

    Visit = Callable[[str], Visitor]

MARKUP = r'#let x=1 $y$ @z *b* _i_ `c` \ "q" <script>alert(1)</script> //'


def test_a_ledger_prints_in_a4_landscape_with_all_that_a_paper_needs(
    visit: Visit, county: County
) -> None:
    county.trip()
    answer = visit("dispatcher").get("vehicles/trips/print.pdf?period=all")
    assert size_of(answer) == (297, 210)
    (page,) = pages_of(answer)
    for said in (
        "派车台账", "填报单位:X县机关后勤服务中心", "桂X·D00013", "合计1条", "填表人",
        "审核人", "负责人", "盖章", "第1页共1页", "打印人赵明", "登记序号",
    ):  # fmt: skip
        assert said in page
    with county.site.reader() as reader:
        assert reader.digest("vehicles.trips") in page


def test_the_button_leads_to_what_the_page_shows(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/vehicles?f.energy=electric")
    (printed,) = pages_of(page.click("打印"))
    assert "能源:纯电动" in printed
    assert "桂X·D00013" in printed
    assert "桂X·00001" not in printed


def test_a_long_ledger_repeats_its_head_and_numbers_its_pages(
    visit: Visit, county: County
) -> None:
    for number in range(60):
        county.act(
            "core.register_department", name=f"第{number}单位", short=f"{number}",
            kind="county",
        )  # fmt: skip
    pages = pages_of(visit("admin").get("core/departments/print.pdf"))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert "简称" in page
        assert f"第{number}页共{len(pages)}页" in page
    assert "填表人" in pages[-1]
    assert "填表人" not in pages[0]


@pytest.mark.parametrize("page", ["print.pdf", "print"])
def test_what_people_typed_is_never_markup(
    visit: Visit, county: County, page: str
) -> None:
    county.request(purpose=MARKUP, destination="W" * 90)
    answer = visit("clerk").get(f"vehicles/requests/{page}?period=all")
    if page == "print":
        assert MARKUP in answer.html.text
        assert not answer.html.select(".paper script")
    else:
        (printed,) = pages_of(answer)
        assert bare(MARKUP) in printed
        assert "W" * 90 in printed


def test_a_personal_value_stays_masked_on_paper(visit: Visit, county: County) -> None:
    county.request(contact="13800138000")
    (printed,) = pages_of(visit("clerk").get("vehicles/requests/print.pdf?period=all"))
    assert "13800138000" not in printed
    assert "138****8000" in printed


def test_rows_of_other_units_are_not_printed_for_a_clerk(
    visit: Visit, county: County
) -> None:
    other = county.act(
        "core.register_department", name="县教育局", short="教育局", kind="county"
    )
    person = county.act(
        "core.register_person", name="黄远", department=str(other), roles=["clerk"]
    )
    county.request_of(person, other)
    (printed,) = pages_of(visit("clerk").get("vehicles/requests/print.pdf?period=all"))
    assert "合计0条" in printed
    assert "没有符合条件的记录" in printed


def test_a_sensitive_row_stays_covered_on_paper(visit: Visit, county: County) -> None:
    county.request(sensitive=True, purpose="专案取证", contact="13800138000")
    path = "vehicles/requests/print.pdf?period=all"
    assert "专案取证" in pages_of(visit("director").get(path))[0]
    (covered,) = pages_of(visit("admin").get(path))
    assert "公务" in covered
    assert "专案取证" not in covered
    assert "8000" not in covered


def test_what_an_auditor_prints_is_recorded(visit: Visit, county: County) -> None:
    trip = county.trip()
    auditor = visit("auditor")
    pages_of(auditor.get("vehicles/trips/print.pdf?period=all"))
    pages_of(auditor.get(f"vehicles/trips/{trip}/print.pdf"))
    pages_of(auditor.get("vehicles/trips/forms.pdf?period=all"))
    looked = visit("overseer").get("core/looks").html.text
    for what in ("打印 派车台账", "打印 派车单 派", "打印单据 派车台账"):
        assert what in looked


def test_a_historical_view_says_its_limits_on_every_paper(
    visit: Visit, county: County
) -> None:
    county.request()
    query = "?period=all&as_of=2026-12-31&recorded_by=2026-12-31"
    (printed,) = pages_of(visit("clerk").get(f"vehicles/requests/print.pdf{query}"))
    assert "截至日期2026-12-31,按登记时间截止2026-12-31" in printed


def test_where_no_pdf_can_be_made_the_browser_prints(var: Path, county: County) -> None:
    county.request()
    settings = {**settings_of(var), "houqin.print": "browser"}
    clerk = Visitor(configure(settings).make_wsgi_app())
    clerk.log_in("clerk")
    page = clerk.get("vehicles/requests/print.pdf?period=all", status=303).follow()
    assert page.html.select_one("[data-print]")
    assert "下乡调研" in page.text
    assert "台账校验码" in page.text


def test_a_ledger_rolled_up_prints_like_any_other(visit: Visit, county: County) -> None:
    trip, act = county.trip(), county.act
    act("vehicles.depart", "dispatcher", record=str(trip), odometer=1000)
    act("vehicles.return_trip", "dispatcher", record=str(trip), odometer=1062)
    answer = visit("dispatcher").get("vehicles/vehicle_costs/print.pdf?period=year")
    (printed,) = pages_of(answer)
    for said in ("单车核算表", "桂X·D00013", "62", "填表人", "第1页共1页"):
        assert said in printed


def test_more_rows_than_anybody_reads_on_paper_are_refused_with_advice(
    county: County,
) -> None:
    printing = Printing("后勤中心", "2026-01-05 09:00", "赵明")
    chosen: tuple[dict[str, str], None, dict[str, str]] = ({}, None, {})
    with county.site.reader() as reader, pytest.raises(Refused) as refused:
        ledger_sheet(reader, "vehicles.vehicles", *chosen, printing, most=1)
    assert refused.value.message.startswith("共2条，一次最多打印1条")


def test_the_register_of_cars_has_a_running_number_wherever_it_is_shown(
    visit: Visit,
) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/vehicles")
    assert page.html.select_one("#rows th").text == "序号"
    rows = page.html.select("#rows tbody tr")
    assert [row.td.text for row in rows] == ["1", "2"]
    assert rows[0].a.text == "桂X·00001"
    assert "序号号牌" in pages_of(dispatcher.get("vehicles/vehicles/print.pdf"))[0]
    lines = dispatcher.get("vehicles/vehicles/csv").text.splitlines()
    assert [line.partition(",")[0] for line in lines[1:3]] == ["1", "2"]
    sheet = load_workbook(io.BytesIO(dispatcher.get("vehicles/vehicles/xlsx").body))
    assert [row[0].value for row in sheet.active.iter_rows(3, 5)] == ["序号", 1, 2]


def test_paper_leaves_out_what_it_has_no_room_for(visit: Visit, county: County) -> None:
    county.trip()
    page = pages_of(visit("dispatcher").get("vehicles/trips/print.pdf?period=all"))[0]
    assert "目的地及途经" in page
    assert "驾驶员类别" not in page
    cars = pages_of(visit("dispatcher").get("vehicles/vehicles/print.pdf"))[0]
    assert "状态" in cars
    assert "办理状态" not in cars
