"""导入 on a ledger's page: every row's error named, then all of them or none."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from webtest import Upload

from tests.sheets import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

VEHICLES, TRIPS = "vehicles/vehicles/import", "vehicles/trips/import"
CAR = {
    "号牌": "桂X·00021", "编制类别": "应急保障", "品牌型号": "轿车", "能源": "汽油",
    "座位数（座）": 5, "登记日期": "2020-01-05", "购置价（元）": 125000.5,
    "里程（公里）": 10, "使用单位": "自然资源局",
}  # fmt: skip
SLIP = {
    "申请人": "张华", "申请日期": "2025-01-06", "用车单位": "自然资源局",
    "用车人": "张华", "事由": "下乡调研", "人数（人）": 3,
    "计划出发": "2025-01-06 08:30", "计划返回": "2025-01-06 12:00",
    "出发地": "县行政中心", "目的地及途经": "青竹镇", "审批人1": "李芳",
    "审批日期1": "2025-01-06", "审批人2": "韦建国", "审批日期2": "2025-01-06",
    "派车时间": "2025-01-06 08:20", "车号": "桂X·D00013", "驾驶员": "钱进",
    "纸质单号": "No.000123", "出车时刻": "2025-01-06 08:35", "出车里程（公里）": 900,
    "回场时刻": "2025-01-06 11:50", "回场里程（公里）": 950, "费用类别1": "过路费",
    "金额1（元）": 35, "票据日期1": "2025-01-06",
}  # fmt: skip


def upload(
    visitor: Visitor, path: str, *rows: dict[str, Any], status: int = 200
) -> Any:
    blank = visitor.app.get(f"/test/{path}.xlsx").body
    form = visitor.form(path)
    form["file"] = [Upload("旧台账.xlsx", filled(blank, *rows))]
    return form.submit(status=status)


def told(page: Any) -> list[tuple[str, ...]]:
    rows = page.html.select("table.listed tbody tr")
    return [tuple(cell.text for cell in row.select("td")) for row in rows]


def count(county: County, ledger: str = "vehicles.vehicles") -> int:
    with county.site.reader() as reader:
        return int(reader.ledger(ledger).count())


def test_the_template_has_a_column_for_every_field(visit: Visit) -> None:
    blank = visit("dispatcher").app.get(f"/test/{VEHICLES}.xlsx")
    book = openpyxl.load_workbook(BytesIO(blank.body))
    page = book["车辆台账"]
    titles = [cell.value for cell in page[1]]
    assert titles[:4] == ["号牌*", "编制类别*", "品牌型号*", "能源*"]
    assert page["A2"].value == "示例：桂X·00001"
    assert page.column_dimensions["A"].number_format == "@"
    lists = {
        str(v.sqref).rstrip("0123456789"): v
        for v in page.data_validations.dataValidation
    }
    assert "B2:B" in lists
    assert page.freeze_panes == "A2"


def test_a_file_is_tried_and_then_recorded_whole(visit: Visit, county: County) -> None:
    dispatcher = visit("dispatcher")
    page = upload(dispatcher, VEHICLES, CAR, {**CAR, "号牌": "桂X·00022"})
    assert "检查通过，可以导入 2 条车辆" in page.text
    assert count(county) == 2
    done = page.forms[1].submit().follow()
    assert "已导入 2 条车辆" in done.text
    assert count(county) == 4
    assert "自然资源局" in done.text


def test_every_row_s_error_names_its_row_and_column(
    visit: Visit, county: County
) -> None:
    page = upload(
        visit("dispatcher"), VEHICLES, CAR, {**CAR, "号牌": "粤", "能源": "风"},
        {**CAR, "号牌": "桂X·00023", "登记日期": "2020-02-30", "品牌型号": None},
        status=422,
    )  # fmt: skip
    assert set(told(page)) == {
        ("车辆台账第4行", "号牌", "错误", "号牌格式不正确"),
        ("车辆台账第4行", "能源", "错误", "没有找到能源“风”"),
        ("车辆台账第5行", "登记日期", "错误", "登记日期应为日期，例如2023-03-05"),
        ("车辆台账第5行", "品牌型号", "错误", "品牌型号必须填写"),
    }
    assert count(county) == 2


def test_what_is_there_already_is_found_in_the_trial(visit: Visit) -> None:
    twice = [CAR, CAR, {**CAR, "号牌": "桂X·00001"}]
    page = upload(visit("dispatcher"), VEHICLES, *twice, status=422)
    assert told(page) == [
        ("车辆台账第4行", "号牌", "错误", "号牌“桂X·00021”已经登记过，不能重复"),
        ("车辆台账第5行", "号牌", "错误", "号牌“桂X·00001”已经登记过，不能重复"),
    ]


def test_what_rules_say_stands_beside_what_is_badly_typed(visit: Visit) -> None:
    rows = [{**CAR, "能源": "风"}, CAR, {**CAR, "号牌": "桂X·00001"}]
    page = upload(visit("dispatcher"), VEHICLES, *rows, status=422)
    assert [line[0] for line in told(page)] == ["车辆台账第3行", "车辆台账第5行"]
    assert "已经登记过" in told(page)[1][3]


def test_the_same_file_again_is_refused_with_the_first_named(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    blank = dispatcher.app.get(f"/test/{VEHICLES}.xlsx").body
    content = filled(blank, CAR)
    for status in (200, 422):
        form = dispatcher.form(VEHICLES)
        form["file"] = [Upload("旧台账.xlsx", content)]
        page = form.submit(status=status)
        if status == 200:
            page.forms[1].submit()
    assert "导入过，不能重复导入" in page.text


def test_a_row_keeps_where_it_came_from(visit: Visit, county: County) -> None:
    upload(visit("dispatcher"), VEHICLES, CAR).forms[1].submit()
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.vehicles").rows({"plate": "桂X·00021"})
        (event,) = reader.events(row.stream)
    source = event.metadata["source"]
    assert (source["file"], source["sheet"], source["row"]) == (
        "旧台账.xlsx", "车辆台账", 3,
    )  # fmt: skip
    assert len(source["digest"]) == 64
    page = visit("dispatcher").get(f"vehicles/vehicles/{row.key}")
    assert "来源：旧台账.xlsx，车辆台账第3行" in page.html.select_one(".history").text


def test_the_file_itself_is_kept_for_whoever_may_see_its_batch(
    visit: Visit, county: County
) -> None:
    dispatcher = visit("dispatcher")
    content = filled(dispatcher.app.get(f"/test/{VEHICLES}.xlsx").body, CAR)
    form = dispatcher.form(VEHICLES)
    form["file"] = [Upload("旧台账.xlsx", content)]
    form.submit().forms[1].submit()
    with county.site.reader() as reader:
        (batch,) = reader.ledger("core.import_batches").rows()
    page = dispatcher.get(f"core/import_batches/{batch.key}")
    (link,) = page.html.select("a.attached-name")
    assert dispatcher.app.get(link["href"]).body == content
    visit("clerk").app.get(link["href"], status=(403, 404))


def test_a_batch_is_voided_as_a_whole(visit: Visit, county: County) -> None:
    dispatcher = visit("dispatcher")
    upload(dispatcher, VEHICLES, CAR, {**CAR, "号牌": "桂X·00022"}).forms[1].submit()
    with county.site.reader() as reader:
        (batch,) = reader.ledger("core.import_batches").rows()
    form = dispatcher.form(f"core/import_batches/{batch.key}/void?target=1")
    form["amendment_reason"] = "导错了"
    form.submit().follow()
    with county.site.reader() as reader:
        rows = list(reader.ledger("vehicles.vehicles").rows({"voided": "1"}))
    assert len(rows) == 2
    # The file and its plates are free again.
    page = upload(dispatcher, VEHICLES, CAR, {**CAR, "号牌": "桂X·00022"})
    assert "检查通过" in page.text


def test_old_slips_are_backfilled_row_by_row(visit: Visit, county: County) -> None:
    page = upload(visit("dispatcher"), TRIPS, SLIP)
    assert "检查通过，可以导入 1 条历史派车单" in page.text
    page.forms[1].submit()
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.trips").rows()
    assert row.state == "closed"
    assert (row.values["distance"], row.values["toll"]) == (50, 3500)


def test_in_an_old_ledger_a_broken_rule_is_only_told(
    visit: Visit, county: County
) -> None:
    # The car is registered today at 1000 km; the old slip ends at 1950.
    high = {**SLIP, "出车里程（公里）": 1900, "回场里程（公里）": 1950}
    page = upload(visit("dispatcher"), TRIPS, high)
    kinds = {(column, kind) for _place, column, kind, _text in told(page)}
    assert ("回场里程（公里）", "提示") in kinds
    page.forms[1].submit()
    assert count(county, "vehicles.trips") == 1


def test_in_an_old_ledger_a_rule_of_the_module_is_only_told(
    visit: Visit, county: County
) -> None:
    # An electric car was free; 2025 gave no reason for the other.
    petrol = {**SLIP, "车号": "桂X·00001"}
    page = upload(visit("dispatcher"), TRIPS, petrol)
    hinted = {(row[1], row[2]) for row in told(page)}
    assert ("未派新能源车理由", "提示") in hinted
    page.forms[1].submit()
    assert count(county, "vehicles.trips") == 1


def test_in_an_old_ledger_what_cannot_be_is_an_error(
    visit: Visit, county: County
) -> None:
    wrong = {**SLIP, "车号": "桂X·99999", "审批人2": "没有此人"}
    page = upload(visit("dispatcher"), TRIPS, wrong, status=422)
    assert {(row[1], row[2]) for row in told(page)} == {
        ("车号", "错误"), ("审批人2", "错误"),
    }  # fmt: skip


@pytest.mark.parametrize("login", ["clerk", "driver", "auditor"])
def test_an_import_needs_its_right(visit: Visit, login: str) -> None:
    visit(login).get(VEHICLES, status=403)


def test_a_ledger_without_an_import_has_no_page(visit: Visit) -> None:
    visit("dispatcher").get("vehicles/requests/import", status=404)


@pytest.mark.parametrize("packed", ["", "!!", "eJxLTEoGAAJNASc="])
def test_what_was_not_tried_is_not_recorded(
    visit: Visit, county: County, packed: str
) -> None:
    dispatcher = visit("dispatcher")
    token = dispatcher.form(VEHICLES)["csrf_token"].value
    fields = {"csrf_token": token, "rows": packed}
    page = dispatcher.app.post(f"/test/{VEHICLES}", fields, status=422)
    assert "没有导入" in page.text
    assert count(county) == 2


def test_every_template_is_read_again_as_it_is(visit: Visit, county: County) -> None:
    dispatcher = visit("dispatcher")
    for name in county.site.declarations.imports:
        path = f"{name.replace('.', '/')}/import"
        page = upload(dispatcher, path, status=422)
        assert "文件里没有要导入的行" in page.text, name
