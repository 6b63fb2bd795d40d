"""成批打印登录凭条: for whoever a search finds and has no password yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.site.access import person_of_login
from tests.core.web.conftest import Visitor

if TYPE_CHECKING:
    from uuid import UUID

    from tests.county import County

PAGE = "admin/people/slips"
_CODE = re.compile(r"(?:[2-9A-HJKMNP-Z]{4}-){3}[2-9A-HJKMNP-Z]{4}")


@pytest.fixture
def newcomers(county: County) -> County:
    """Three people without a password; one has nothing to log in by."""
    people = [
        {"name": "韦国强", "unit": "县自然资源局", "number": "ZR001"},
        {"name": "黄小兰", "unit": "后勤中心", "login": "huangxl"},
        {"name": "农大山", "unit": "县自然资源局"},
    ]
    county.act("core.import_organisation", people=people)
    return county


def listed(page: Any) -> list[str]:
    return [tr.td.text for tr in page.html.select(".listed tbody tr")]


def test_who_needs_a_slip_is_said_first(visit: Any, newcomers: County) -> None:
    admin = visit("admin")
    page = admin.get("admin/people").click("成批打印登录凭条")
    assert sorted(listed(page)) == ["韦国强", "黄小兰"]
    assert not _CODE.search(page.text)
    unit = newcomers.ids["unit"]
    assert listed(admin.get(f"{PAGE}?unit={unit}")) == ["韦国强"]


def test_each_slip_lets_its_person_in_once(
    visit: Any, newcomers: County, application: Any
) -> None:
    page = visit("admin").form(PAGE).submit()
    slips = {
        slip.dd.text: _CODE.search(slip.text) for slip in page.html.select(".slip")
    }
    assert sorted(slips) == ["韦国强（自然资源局）", "黄小兰（后勤中心）"]
    code = slips["韦国强（自然资源局）"]
    assert code is not None
    wei = Visitor(application)
    form = wei.app.get("/test/login").form
    form["login"], form["password"] = "zr001", code.group()
    page = form.submit().maybe_follow()
    assert page.request.path == "/test/me/password"


def test_pressed_twice_no_other_codes_are_made(visit: Any, newcomers: County) -> None:
    form = visit("admin").form(PAGE)
    form.submit()
    again = form.submit()
    assert "已提交，未重复登记" in again.follow().text


def test_the_same_press_for_other_people_makes_nothing(
    visit: Any, newcomers: County
) -> None:
    form = visit("admin").form(PAGE)
    form.submit()
    newcomers.act("core.leave", record=str(_person(newcomers, "ZR001")))
    again = form.submit().follow()
    assert "已提交，未重复登记" in again.text


def _person(county: County, number: str) -> UUID:
    with county.site.store.reading() as connection:
        found = person_of_login(connection, number)
    assert found is not None
    return found


def test_nobody_left_is_said(visit: Any, county: County) -> None:
    admin = visit("admin")
    assert "没有需要登录凭条的人员" in admin.get(PAGE).text
    token = admin.form("admin/import")["csrf_token"].value
    page = admin.app.post(f"/test/{PAGE}", {"csrf_token": token}).follow()
    assert "没有需要登录凭条的人员" in page.text


def test_only_who_organises_sees_it(visit: Any, county: County) -> None:
    visit("clerk").get(PAGE, status=403)
