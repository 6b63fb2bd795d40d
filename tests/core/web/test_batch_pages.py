"""成批登记 as a plain form: errors in their cells, nothing lost, no script run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from webtest import Upload

from houqin.core.site.attached import attachments_of
from tests import filing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

VEHICLES, COSTS = "vehicles/batch/register_vehicle", "vehicles/batch/record_costs"
CAR = {
    "plate": "桂X·00021", "category": "应急保障", "model": "轿车", "energy": "纯电动",
    "seats": "5", "registered_on": "2020-1-5", "price": "12.5", "odometer": "10",
}  # fmt: skip


def fill(form: Any, *rows: dict[str, str]) -> Any:
    for number, row in enumerate(rows):
        for name, text in row.items():
            form[f"rows-{number}-{name}"] = text
    return form


def count(county: County, ledger: str = "vehicles.vehicles") -> int:
    with county.site.reader() as reader:
        return int(reader.ledger(ledger).count())


def errors(page: Any) -> dict[str, str]:
    return {e["id"].removesuffix("-error"): e.text for e in page.html.select("p[id]")}


def test_a_grid_has_twenty_rows_of_the_command_s_fields(visit: Visit) -> None:
    page = visit("dispatcher").get(VEHICLES)
    heads = [th.find(string=True) for th in page.html.select("thead th")]
    assert heads[:9] == [
        "行", "号牌", "编制类别", "品牌型号", "能源", "座位数", "登记日期", "购置价",
        "里程",
    ]  # fmt: skip
    assert heads[-1] == "发生时间"
    assert len(page.html.select("tbody tr")) == 20


def test_rows_are_recorded_and_the_ledger_shows_them(
    visit: Visit, county: County
) -> None:
    form = visit("dispatcher").form(VEHICLES)
    second = {
        **CAR, "plate": "桂X·00022", "category": "yjbz", "energy": "汽油",
        "unit": "zrzyj",
    }  # fmt: skip
    page = fill(form, CAR, second).submit("").follow()
    assert "已登记2条：登记车辆" in page.text
    assert "自然资源局" in page.text
    assert count(county) == 4


def test_photos_are_handed_in_row_by_row(visit: Visit, county: County) -> None:
    trip = county.trip()
    form = visit("dispatcher").form(COSTS)
    with county.site.reader() as reader:
        title = reader.title("vehicles.Trip", trip)
    rows = [
        {"record": title, "kind": "过路费", "amount": amount, "paid_on": "1-5"}
        for amount in ("35", "三十")
    ]
    fill(form, *rows)["rows-1-photos"] = [Upload("票据.jpg", filing.photo())]
    page = form.submit("", status=422)
    assert list(errors(page)) == ["rows-1-amount"]
    form = page.forms["batch"]
    form["rows-1-amount"] = "30"
    page = form.submit("").follow()
    with county.site.reader() as reader:
        held = attachments_of(reader, trip)
    assert [(file.name, file.step) for file in held] == [("票据.jpg", "费用登记")]


def test_a_file_that_is_none_is_its_row_s_error(visit: Visit, county: County) -> None:
    form = visit("dispatcher").form(COSTS)
    form["rows-3-photos"] = [Upload("票据.jpg", b"MZ")]
    page = form.submit("", status=422)
    assert "票据.jpg" in page.html.select_one("[role=alert]").text
    form = page.forms["batch"]
    form["rows-1-amount"], form["rows-1-photos"] = "5", [Upload("票据.exe", b"MZ")]
    page = form.submit("", status=422)
    (cell,) = page.html.select("td.batch-files.wrong")
    assert "票据.exe" in cell.text


def test_what_is_wrong_is_said_in_its_cell_and_nothing_is_lost(
    visit: Visit, county: County
) -> None:
    form = visit("dispatcher").form(VEHICLES)
    wrong = {**CAR, "plate": "粤", "seats": "五", "energy": "风"}
    rows = (CAR, wrong, {**CAR, "plate": "桂X·00023", "model": ""})
    page = fill(form, *rows).submit("", status=422)
    assert errors(page) == {
        "rows-1-plate": "号牌格式不正确",
        "rows-1-energy": "没有找到能源“风”",
        "rows-1-seats": "座位数应为整数",
        "rows-2-model": "品牌型号必须填写",
    }
    again = page.forms[1]
    assert again["rows-1-energy"].value == "风"
    assert again["rows-0-registered_on"].value == "2020-1-5"
    assert count(county) == 2
    corrected = {"plate": "桂X·00022", "seats": "7", "energy": "汽油"}
    again["rows-2-model"] = "客车"
    for name, text in corrected.items():
        again[f"rows-1-{name}"] = text
    again.submit("").follow()
    assert count(county) == 5


def test_what_a_guard_refuses_is_said_in_its_cell(visit: Visit) -> None:
    form = visit("dispatcher").form(VEHICLES)
    page = fill(form, {**CAR, "plate": "桂X·00001"}, CAR).submit("", status=422)
    assert errors(page) == {"rows-0-plate": "号牌“桂X·00001”已经登记过，不能重复"}


def test_of_several_that_fit_one_is_chosen_without_a_script(
    visit: Visit, county: County
) -> None:
    for name in ("县教育局", "县教育中心"):
        county.act("core.register_department", name=name, short=name[1:], kind="county")
    form = fill(visit("dispatcher").form(VEHICLES), {**CAR, "unit": "jy"})
    page = form.submit("", status=422)
    assert errors(page)["rows-0-unit"].startswith("符合“jy”的使用单位不止一个")
    again = page.forms[1]
    again["rows-0-unit-picked"].select(text="教育中心")
    assert "教育中心" in again.submit("").follow().text


def test_rows_over_records_find_them_by_number_or_by_plate(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    with county.site.reader() as reader:
        serial = reader.title("vehicles.Trip", trip)
    cost = {"kind": "过路费", "amount": "35.5", "paid_on": "2026-1-5"}
    form = fill(
        visit("dispatcher").form(COSTS),
        {**cost, "record": serial}, {**cost, "record": "0013", "kind": "tcf"},
    )  # fmt: skip
    form.submit("").follow()
    assert count(county, "vehicles.trip_costs") == 2


def test_a_departed_car_comes_back_by_its_last_digits(
    visit: Visit, county: County
) -> None:
    county.act(
        "vehicles.depart", "dispatcher", record=str(county.trip()), odometer=1200
    )
    dispatcher = visit("dispatcher")
    found = dispatcher.get("vehicles/batch/return_trip/choices?column=record&q=00013")
    assert len(found.json["matches"]) == 1
    row = {"record": "00013", "odometer": "1300"}
    fill(dispatcher.form("vehicles/batch/return_trip"), row).submit("").follow()
    assert not dispatcher.get(
        "vehicles/batch/return_trip/choices?column=record&q=00013"
    ).json["matches"]


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "=cmd|' /C'!A0"])
def test_nothing_typed_becomes_script(visit: Visit, nasty: str) -> None:
    form = fill(visit("dispatcher").form(VEHICLES), {**CAR, "plate": nasty})
    page = form.submit("", status=422)
    assert "<script>alert" not in page.text
    assert page.forms[1]["rows-0-plate"].value == nasty


def test_characters_no_text_may_hold_are_refused_in_their_cell(visit: Visit) -> None:
    form = fill(visit("dispatcher").form(VEHICLES), {**CAR, "model": "轿\x00车"})
    assert "rows-0-model" in errors(form.submit("", status=422))


def test_more_rows_keep_what_was_typed(visit: Visit) -> None:
    form = fill(visit("dispatcher").form(VEHICLES), CAR)
    page = form.submit("more", value="rows")
    assert len(page.html.select("tbody tr")) == 21
    assert page.forms[1]["rows-0-plate"].value == CAR["plate"]


def test_an_empty_grid_records_nothing(visit: Visit) -> None:
    page = visit("dispatcher").form(VEHICLES).submit("", status=422)
    assert "请至少填写一行" in page.text


def test_a_grid_needs_the_command_s_right(visit: Visit) -> None:
    visit("clerk").get(VEHICLES, status=403)
    visit("clerk").get(f"{VEHICLES}/choices?column=unit&q=z", status=403)
    visit("dispatcher").get("vehicles/batch/dispose_vehicle", status=404)


def test_sending_twice_records_once(visit: Visit, county: County) -> None:
    form = fill(visit("dispatcher").form(VEHICLES), CAR)
    form.submit("")
    page = form.submit("").follow()
    assert "已提交，未重复登记" in page.text
    assert count(county) == 3
