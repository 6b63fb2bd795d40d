"""参数设置 pages: 现值, 默认值, a form per group, and who changed what when."""

from __future__ import annotations

from typing import Any

PAGE = "admin/settings/core.records"


def main_text(page: Any) -> str:
    return " ".join(page.html.select_one(".main").get_text(" ").split())


def test_the_overview_shows_every_group_with_value_and_default(visit: Any) -> None:
    page = visit("admin").get("admin/settings")
    text = main_text(page)
    assert "可自行补录的时限 24 小时 24 小时" in text
    assert "等保级别 二级" in text
    links = [a["href"] for a in page.html.select(".main a.btn")]
    assert f"/test/{PAGE}" in links


def test_a_change_is_made_and_told_below_with_its_history(visit: Any) -> None:
    admin = visit("admin")
    form = admin.form(PAGE)
    form["unconfirmed_days"] = "５"
    page = form.submit().follow()
    assert "已登记：修改办理规则" in page.text
    text = main_text(page)
    assert "电话同意补签时限： 3 天 → 5 天" in text
    assert "林晓梅" in text
    history = page.click("办理经过").follow()
    assert "修改参数" in history.text
    assert history.html.find("a", string="更正") is None


def test_a_value_for_a_later_day_is_announced(visit: Any) -> None:
    admin = visit("admin")
    form = admin.form(PAGE)
    form["unconfirmed_days"], form["valid_since"] = "7", "2199-01-01"
    page = form.submit().follow()
    assert "2199-01-01起 7 天" in main_text(page)
    assert admin.form(PAGE)["unconfirmed_days"].value == "3"


def test_everything_wrong_is_said_beside_its_field_and_kept(visit: Any) -> None:
    form = visit("admin").form(PAGE)
    form["unconfirmed_days"], form["free_lateness_hours"] = "61", ""
    form["valid_since"] = "2020-01-01"
    page = form.submit(status=422)
    assert "可自行补录的时限必须填写" in page.text
    assert page.forms[1]["unconfirmed_days"].value == "61"
    form = page.forms[1]
    form["free_lateness_hours"] = "24"
    page = form.submit(status=422).html
    assert "不能大于60" in page.select_one("#field-unconfirmed_days-error").text
    assert "生效日期不能早于" in page.select_one("#field-valid_since-error").text


def test_nothing_changed_is_said(visit: Any) -> None:
    page = visit("admin").form(PAGE).submit(status=422)
    assert "没有改动任何一项" in page.text


def test_a_second_press_changes_nothing_more(visit: Any) -> None:
    form = visit("admin").form(PAGE)
    form["unconfirmed_days"] = "5"
    form.submit(status=303)
    assert "未重复登记" in form.submit().follow().text
    form["unconfirmed_days"] = "6"
    assert "已经提交过一次" in form.submit().text


def test_an_unknown_group_is_not_found_and_others_may_not(visit: Any) -> None:
    visit("admin").get("admin/settings/core.nothing", status=404)
    visit("dispatcher").get(PAGE, status=403)
    visit("dispatcher").get("admin/settings", status=403)
