"""打印 of a record: 派车单 in its two leaves, and any record without a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.config import configure
from houqin.plugins.vehicles import inspection
from tests.core.web.conftest import Visitor
from tests.core.web.paper import bare, pages_of, size_of
from tests.county import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from tests.county import County

    Visit = Callable[[str], Visitor]

MARKUP = r'#let x=1 $y$ @z *b* _i_ `c` \ "q" <script>alert(1)</script> //'
RECEIPT = {"kind": "fuel", "amount": 35000, "paid_on": "2026-01-05", "volume": 4500}


def driven(county: County, **changed: Any) -> UUID:
    """A trip that is back, with one receipt."""
    trip = county.trip(**changed)
    act = county.act
    act("vehicles.depart", "dispatcher", record=str(trip), odometer=1000)
    act(
        "vehicles.return_trip", "dispatcher", record=str(trip), odometer=1062,
        route="行政中心至青竹镇", place="中心车库",
    )  # fmt: skip
    act("vehicles.record_costs", "dispatcher", record=str(trip), lines=[RECEIPT])
    return trip


def test_a_dispatched_trip_prints_its_leaf_for_three_receivers(
    visit: Visit, county: County
) -> None:
    trip = county.trip(contact="13800138000")
    answer = visit("dispatcher").get(f"vehicles/trips/{trip}/print.pdf")
    assert size_of(answer) == (210, 148)
    pages = pages_of(answer)
    assert [
        copy
        for page in pages
        for copy in ("存根联", "驾驶员联", "用车单位联")
        if copy in page
    ] == ["存根联", "驾驶员联", "用车单位联"]
    for said in (
        "派车单(派车联)", "X县机关后勤服务中心", "表号", "张华", "138****8000",
        "下乡调研", "县内", "青竹镇", "李芳", "韦建国", "桂X·D00013", "比亚迪秦",
        "纯电动", "钱进", "签字", "盖章", "打印人赵明", "第1页共1页",
    ):  # fmt: skip
        assert said in pages[0]
    assert "副本" not in pages[0]


def test_a_trip_that_is_back_prints_its_settlement(
    visit: Visit, county: County
) -> None:
    trip = driven(county)
    page = pages_of(visit("dispatcher").get(f"vehicles/trips/{trip}/print.pdf"))[0]
    for said in (
        "派车单(结算联)", "1,000公里", "1,062公里", "62公里", "行政中心至青竹镇",
        "45.00升", "350.00元", "合计350.00元", "中心车库", "□满意", "用车人确认签字",
    ):  # fmt: skip
        assert said in page


def test_a_leaf_whose_moment_has_passed_prints_as_a_copy(
    visit: Visit, county: County
) -> None:
    trip = driven(county)
    path = f"vehicles/trips/{trip}/print.pdf?leaf="
    dispatcher = visit("dispatcher")
    assert "副本" in pages_of(dispatcher.get(f"{path}dispatch"))[0]
    assert "副本" not in pages_of(dispatcher.get(f"{path}settlement"))[0]
    past = f"{path}settlement&as_of=2099-12-31"
    assert "副本" in pages_of(dispatcher.get(past))[0]


def test_correction_and_voiding_are_marked_on_paper(
    visit: Visit, county: County
) -> None:
    trip = driven(county)
    county.act(
        "core.correct", "dispatcher", record=str(trip), target=3,
        payload={"odometer": 1070}, reason="看错",
    )  # fmt: skip
    county.act("core.void", "dispatcher", record=str(trip), target=0, reason="重复")
    page = pages_of(visit("dispatcher").get(f"vehicles/trips/{trip}/print.pdf"))[0]
    assert "更正作废" in page
    assert "70公里" in page


def test_the_record_page_has_a_button_for_each_leaf(
    visit: Visit, county: County
) -> None:
    page = visit("dispatcher").get(f"vehicles/trips/{county.trip()}")
    assert "派车单(派车联)" in pages_of(page.click("打印派车联"))[0]
    assert "派车单(结算联)" in pages_of(page.click("打印结算联"))[0]


def test_all_forms_of_a_period_come_in_one_file(visit: Visit, county: County) -> None:
    days = ("2026-01-05", "2026-01-06")
    for day in days:
        county.trip(
            planned_start=f"{day}T09:00:00+08:00", planned_end=f"{day}T12:00:00+08:00"
        )
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/trips?from=2026-01-05&to=2026-01-06")
    pages = pages_of(page.click("打印全部单据"))
    assert len(pages) == 2
    for day, paper in zip(reversed(days), pages, strict=True):
        assert f"{day}09:00" in paper
        assert "第1页共1页" in paper
    none = dispatcher.get("vehicles/trips/forms.pdf?from=2020-01-01&to=2020-01-02", 409)
    assert "没有符合条件的单据" in none.text


def test_a_record_without_a_form_prints_its_facts_and_history(
    visit: Visit, county: County
) -> None:
    car = county.ids["桂X·00001"]
    dispatcher = visit("dispatcher")
    answer = dispatcher.get(f"vehicles/vehicles/{car}").click("打印")
    assert size_of(answer) == (210, 297)
    (page,) = pages_of(answer)
    for said in ("车辆档案桂X·00001", "186,000.00元", "办理经过", "登记", "系统"):
        assert said in page


@pytest.mark.parametrize("page", ["print.pdf", "print"])
def test_what_people_typed_is_never_markup_on_a_form(
    visit: Visit, county: County, page: str
) -> None:
    trip = county.trip(purpose=MARKUP, destination="W" * 190)
    answer = visit("dispatcher").get(f"vehicles/trips/{trip}/{page}")
    if page == "print":
        assert MARKUP in answer.html.text
        assert not answer.html.select(".sheet script")
    else:
        printed = pages_of(answer)[0]
        assert bare(MARKUP) in printed
        assert "W" * 190 in printed


def test_a_sensitive_trip_tells_others_no_more_on_paper(
    visit: Visit, county: County
) -> None:
    trip = driven(county, sensitive=True, purpose="专案取证")
    path = f"vehicles/trips/{trip}/print.pdf?leaf="
    for leaf, told in (("dispatch", "专案取证"), ("settlement", "行政中心至青竹镇")):
        assert told in pages_of(visit("director").get(path + leaf))[0]
        covered = pages_of(visit("admin").get(path + leaf))[0]
        assert "桂X·D00013" in covered
        assert told not in covered


def test_whoever_may_not_see_a_record_does_not_print_it(
    visit: Visit, county: County
) -> None:
    car = county.ids["桂X·00001"]
    visit("clerk").get(f"vehicles/vehicles/{car}/print.pdf", status=403)


def test_a_leaf_that_is_not_there_is_said_to_be_wrong(
    visit: Visit, county: County
) -> None:
    path = f"vehicles/trips/{county.trip()}/print.pdf?leaf=none"
    assert "没有这一联" in visit("dispatcher").get(path, status=400).text


def test_where_no_pdf_can_be_made_the_browser_prints_the_form(
    var: Path, county: County
) -> None:
    trip = county.trip()
    settings = {**settings_of(var), "houqin.print": "browser"}
    dispatcher = Visitor(configure(settings).make_wsgi_app())
    dispatcher.log_in("dispatcher")
    page = dispatcher.get(f"vehicles/trips/{trip}/print.pdf", status=303).follow()
    assert len(page.html.select(".sheet")) == 3
    assert page.html.select_one(".sheet img")["src"].startswith("data:image/svg")
    every = dispatcher.get("vehicles/trips/forms.pdf?period=all", status=303).follow()
    assert len(every.html.select(".sheet")) == 1


def test_the_eight_checks_before_departure_are_ticked_or_crossed(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    path = f"vehicles/trips/{trip}/print.pdf?leaf=dispatch"
    dispatcher = visit("dispatcher")
    blank = pages_of(dispatcher.get(path))[0]
    assert "□机油□冷却液□制动" in blank
    ticks = dict.fromkeys(inspection.TICKS, True) | {"tyres": False}
    county.act(
        "vehicles.inspect_trip", "driver", record=str(trip), note="左后胎漏气", **ticks
    )
    said = pages_of(dispatcher.get(path))[0]
    assert "机油√冷却液√制动√轮胎×灯光√" in said
