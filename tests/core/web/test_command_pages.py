"""Forms: made from their declaration, wrong in every field at once, sent only once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

REQUEST = "vehicles/do/request_vehicle"
NOW = datetime.now(ZONE)


def fill(form: Any, **typed: str) -> Any:
    for name, text in typed.items():
        form[name.replace("__", "-")] = text
    return form


def filled(visitor: Visitor, **changed: str) -> Any:
    """The request's form with everything right, but for what is changed."""
    typed = {
        "purpose": "下乡调研", "passengers": "3", "origin": "县行政中心",
        "destination": "青竹镇", "planned_start": "2026-03-05T09:00",
        "planned_end": "2026-03-05T12:00",
    }  # fmt: skip
    return fill(visitor.form(REQUEST), **(typed | changed))


def count(county: County, ledger: str = "vehicles.requests") -> int:
    with county.site.reader() as reader:
        return int(reader.ledger(ledger).count())


def test_a_form_starts_with_what_is_known(visit: Visit, county: County) -> None:
    form = visit("clerk").form(REQUEST)
    assert form["unit"].value == str(county.ids["unit"])
    assert form["user"].value == str(county.ids["clerk"])
    assert form["range"].value == "county"


def test_every_wrong_field_is_said_beside_it_and_on_top(
    visit: Visit, county: County
) -> None:
    page = filled(
        visit("clerk"), passengers="三", origin="", planned_end="中午"
    ).submit(status=422)
    beside = {
        error["id"]: error.text for error in page.html.select("form .field p.error")
    }
    assert beside == {
        "field-passengers-error": "人数应为整数",
        "field-origin-error": "出发地必须填写",
        "field-planned_end-error": "计划返回应为日期时间，例如2023-03-05 08:30",
    }
    links = page.html.select(".note-bad li a")
    assert {link["href"] for link in links} == {
        "#field-passengers", "#field-origin", "#field-planned_end",
    }  # fmt: skip
    for link in links:
        assert page.html.select_one(link["href"]) is not None
    assert count(county) == 0


def test_nothing_typed_is_lost(visit: Visit) -> None:
    form = (
        filled(visit("clerk"), passengers="三", purpose="<b>下乡</b>")
        .submit(status=422)
        .forms[1]
    )
    assert form["purpose"].value == "<b>下乡</b>"
    assert form["passengers"].value == "三"
    assert form["planned_start"].value == "2026-03-05T09:00"


def test_local_times_are_kept_as_typed(visit: Visit) -> None:
    page = filled(visit("clerk")).submit().follow().follow()
    assert "已登记：我要用车" in page.text
    assert "2026-03-05 09:00" in page.text


def test_a_second_press_records_nothing_twice(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    form = filled(clerk)
    form.submit()
    page = form.submit().follow().follow()
    assert "已提交，未重复登记" in page.text
    assert count(county) == 1


def test_the_same_sheet_with_other_content_asks_once_more(
    visit: Visit, county: County
) -> None:
    clerk = visit("clerk")
    form = filled(clerk)
    form.submit()
    form["purpose"] = "另一件事"
    page = form.submit()
    assert "这张表已经提交过一次" in page.text
    assert count(county) == 1
    page.forms[1].submit()
    assert count(county) == 2


@pytest.mark.parametrize("forged", ["", "x", "00000000-0000-0000-0000-00000000000g"])
def test_a_sheet_without_its_number_is_taken_as_a_new_one(
    visit: Visit, county: County, forged: str
) -> None:
    form = filled(visit("clerk"))
    form["command_id"] = forged
    form.submit(status=303)
    assert count(county) == 1


def test_a_rule_that_refuses_stands_beside_its_field(
    visit: Visit, county: County
) -> None:
    request = county.approved()
    form = visit("dispatcher").form(f"vehicles/requests/{request}/dispatch_request")
    form["vehicle"] = str(county.ids["桂X·00001"])
    form["driver"] = str(county.ids["steering"])
    page = form.submit(status=422)
    assert "空闲且座位够" in page.html.select_one("#field-reason-error").text
    assert page.forms[1]["vehicle"].value == str(county.ids["桂X·00001"])


def test_lines_are_added_and_every_cell_has_its_error(
    visit: Visit, county: County
) -> None:
    trip = county.trip()
    driver = visit("driver")
    form = driver.form(f"vehicles/trips/{trip}/record_costs")
    fill(form, lines__0__kind="toll", lines__0__amount="12.345")
    more = form.submit("more")
    assert more.status_int == 200
    assert more.forms[1]["lines-0-amount"].value == "12.345"
    assert "lines-1-amount" in more.forms[1].fields
    page = more.forms[1].submit(status=422)
    assert page.html.select_one("#field-lines-0-amount-error").text == (
        "金额最多2位小数"
    )
    assert "必须填写" in page.html.select_one("#field-lines-0-paid_on-error").text
    form = fill(page.forms[1], lines__0__amount="12.34", lines__0__paid_on="2023-05-06")
    assert "12.34 元" in form.submit().follow().text


def test_several_requests_go_in_one_car(visit: Visit, county: County) -> None:
    first, second = county.approved(), county.approved(passengers=1)
    form = visit("dispatcher").form(f"vehicles/do/dispatch?requests={first}")
    assert [box.checked for box in form.fields["requests"]].count(True) == 1
    for box in form.fields["requests"]:
        box.checked = True
    form["trips-0-vehicle"] = str(county.ids["桂X·D00013"])
    form["trips-0-driver"] = str(county.ids["steering"])
    form.submit(status=303)
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.trips").page()
        assert row.values["passengers"] == 4
        assert reader.record(second).state == "arranged"


def test_what_happened_earlier_is_entered_late(visit: Visit, county: County) -> None:
    day = NOW.date() - timedelta(days=40)
    dispatcher = visit("dispatcher")
    form = filled(dispatcher)
    form["unit"], form["user"] = str(county.ids["unit"]), str(county.ids["clerk"])
    fill(form, late_day=str(day), late_channel="paper")
    form["late_person"] = str(county.ids["clerk"])
    page = form.submit().follow().follow()
    history = page.html.select_one(".history").text
    assert "补录（晚登记 40 天）" in history
    assert "代录" in history
    assert "纸质" in history
    assert f"{day} 00:00" not in history


def test_late_entry_takes_the_minute_where_it_is_known(
    visit: Visit, county: County
) -> None:
    day = NOW.date() - timedelta(days=1)
    form = filled(visit("dispatcher"), late_day=str(day), late_clock="8:30")
    form["unit"] = str(county.ids["unit"])
    page = form.submit().follow().follow()
    assert f"{day} 08:30" in page.html.select_one(".history").text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"late_day": "昨天"}, "late_day", "发生日期应为日期"),
        ({"late_clock": "08:30"}, "late_day", "请同时填写发生日期"),
        ({"late_day": "2023-01-02", "late_clock": "8点"}, "late_clock", "时刻应为时刻"),
        ({"late_day": "2190-01-02"}, "late_day", "晚于现在"),
    ],
)
def test_a_late_time_that_cannot_be_is_said_beside_it(
    visit: Visit, typed: dict[str, str], field: str, said: str
) -> None:
    page = filled(visit("dispatcher"), **typed).submit(status=422)
    assert said in page.html.select_one(f"#field-{field}-error").text
    assert page.html.select_one("details.late").has_attr("open")


def test_a_person_who_is_none_is_not_acted_for(visit: Visit) -> None:
    form = filled(visit("dispatcher"))
    form["late_person"].force_value("nobody")
    page = form.submit(status=422)
    assert "当事人请从列表中选择" in page.text


def test_who_has_no_right_gets_no_form(visit: Visit) -> None:
    page = visit("clerk").get("vehicles/do/register_vehicle", status=403)
    assert "您没有“登记车辆”的权限" in page.text


def test_who_has_no_right_posts_in_vain(visit: Visit, county: County) -> None:
    form = visit("dispatcher").form("vehicles/do/register_vehicle")
    clerk = visit("clerk")
    token = clerk.form(REQUEST)["csrf_token"].value
    fields = dict(form.submit_fields()) | {
        "csrf_token": token, "plate": "桂X·00009", "category": "other",
        "model": "轿车", "energy": "petrol", "seats": "5",
        "registered_on": "2023-01-01", "price": "1", "odometer": "1",
    }  # fmt: skip
    page = clerk.app.post(form.action, fields, status=403)
    assert "没有权限" in page.html.h1.text
    assert count(county, "vehicles.vehicles") == 2


def test_a_step_that_is_not_due_has_no_form(visit: Visit, county: County) -> None:
    page = visit("driver").get(f"vehicles/trips/{county.trip()}/return_trip", 409)
    assert "当前办理状态为“已派车”" in page.text


def test_who_comes_second_is_told_so(visit: Visit, county: County) -> None:
    trip = county.trip()
    form = visit("driver").form(f"vehicles/trips/{trip}/depart")
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1000)
    page = form.submit(status=422)
    assert "已出车" in page.text


def test_a_form_of_a_record_that_never_was_is_not_found(visit: Visit) -> None:
    visit("driver").get(f"vehicles/trips/{uuid4()}/depart", status=404)


@pytest.mark.parametrize(
    "path",
    ["vehicles/do/depart", "vehicles/do/nosuch", "core/do/agree", "nosuch/do/x"],
)
def test_there_is_no_form_without_its_record(visit: Visit, path: str) -> None:
    visit("driver").get(path, status=404)


def test_a_free_command_is_not_on_a_record(visit: Visit, county: County) -> None:
    path = f"vehicles/requests/{county.request()}/request_vehicle"
    visit("clerk").get(path, status=404)


def test_roles_are_ticked_and_a_password_is_never_sent_back(
    visit: Visit, county: County
) -> None:
    form = visit("admin").form("core/do/register_person")
    fill(form, name="", login="chen", password="secret-Secret")
    form["department"] = str(county.ids["unit"])
    for box in form.fields["roles"]:
        box.checked = box._value == "clerk"
    page = form.submit(status=422)
    assert "secret-Secret" not in page.text
    again = page.forms[1]
    assert [box._value for box in again.fields["roles"] if box.checked] == ["clerk"]
    fill(again, name="陈一", password="secret-Secret")
    shown = again.submit().follow().follow()
    assert "单位经办人" in shown.text
    visit("").log_in("chen", "secret-Secret")
