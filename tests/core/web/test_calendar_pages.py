"""工作日历 pages: the year at a glance, its form, one click for what comes along."""

from __future__ import annotations

from typing import Any

YEAR = "admin/calendar/2023"


def cell(page: Any, month: int, day: int) -> Any:
    table = page.html.select(".month")[month - 1]
    cells = [c for c in table.select("td .day") if c.find(string=True) == str(day)]
    return cells[0]


def imported(visit: Any) -> Any:
    admin = visit("admin")
    page = admin.get(YEAR)
    return admin, page.forms[page.html.select("form").index(
        page.html.select_one(".note form"))].submit().follow()  # fmt: skip


def test_the_entry_leads_to_the_year_it_is(visit: Any, county: Any) -> None:
    with county.site.reader() as reader:
        year = reader.last_day().year
    page = visit("admin").get("admin/calendar", status=303)
    assert page.location.endswith(f"/admin/calendar/{year}")


def test_a_year_not_set_says_so_and_offers_what_comes_along(visit: Any) -> None:
    page = visit("admin").get(YEAR)
    assert "还没有登记放假安排" in page.text
    assert "国办发明电〔2022〕16号" in page.text
    assert len(page.html.select(".month")) == 12
    page = visit("admin").get("admin/calendar/2031")
    assert "导入" not in page.html.main.text


def test_one_click_imports_the_year(visit: Any) -> None:
    _admin, page = imported(visit)
    assert "已登记：2023 年工作日历" in page.text
    assert "全年工作日 249 天" in page.html.select_one(".head").get_text()
    assert cell(page, 10, 2)["class"] == ["day", "holiday"]
    assert cell(page, 10, 2)["title"] == "中秋节、国庆节"
    assert cell(page, 10, 7).small.get_text() == "班"
    assert cell(page, 10, 14)["class"] == ["day", "weekend"]
    history = page.click("办理经过").follow()
    assert "设定全年" in history.text


def test_the_form_starts_with_what_is_set_and_sets_the_year_anew(visit: Any) -> None:
    admin, _page = imported(visit)
    form = admin.form(f"{YEAR}/edit")
    assert form["holidays-0-name"].value == "元旦"
    form["regional-0-name"], form["regional-0-first"] = "三月三", "2023-04-24"
    page = form.submit().follow()
    assert "regional" in cell(page, 4, 24)["class"]
    assert len(page.html.select(".two table")[1].select("tbody tr")) == 2


def test_what_is_wrong_is_said_at_its_line_and_nothing_is_lost(visit: Any) -> None:
    admin, _page = imported(visit)
    form = admin.form(f"{YEAR}/edit")
    form["makeup-0-day"] = "2023-01-30"
    page = form.submit(status=422)
    assert "2023-01-30是星期一，本来就上班" in page.text
    form = page.forms[1]
    form["makeup-0-day"] = "哪天"
    assert "应为日期" in form.submit(status=422).text


def test_another_line_is_added_without_loss(visit: Any) -> None:
    form = visit("admin").form(f"{YEAR}/edit")
    page = form.submit("more", value="makeup")
    assert page.forms[1]["makeup-7-day"].value == ""
    assert page.forms[1]["makeup-6-day"].value == "2023-10-08"


def test_a_year_out_of_range_or_unknown_is_not_found(visit: Any) -> None:
    admin = visit("admin")
    admin.get("admin/calendar/1234", status=404)
    admin.get("admin/calendar/20233", status=404)
    token = admin.get(YEAR).forms[0]["csrf_token"].value
    path = "/test/admin/calendar/2031/import"
    admin.app.post(path, {"csrf_token": token}, status=404)


def test_others_neither_read_nor_set_it(visit: Any) -> None:
    dispatcher = visit("dispatcher")
    dispatcher.get(YEAR, status=403)
    dispatcher.get(f"{YEAR}/edit", status=403)
    token = dispatcher.get("").forms[0]["csrf_token"].value
    path = f"/test/{YEAR}/import"
    dispatcher.app.post(path, {"csrf_token": token}, status=403)
