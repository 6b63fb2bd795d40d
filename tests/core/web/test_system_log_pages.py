"""系统日志 pages: what was refused or failed stands there, for who oversees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from pyramid.httpexceptions import HTTPOk

from houqin.core.config import configure
from houqin.core.site.system_log import Choosing, Kind
from houqin.core.web.application import main, note_start
from houqin.core.web.tree import SiteNode
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path


def broken(context: Any, request: Any) -> None:
    raise ZeroDivisionError


def unlucky(context: Any, request: Any) -> HTTPOk:
    request.note(Kind.FAULT, "写不进去")
    request.site.store._fault = "disk"
    return HTTPOk()


@pytest.fixture
def failing(var: Path) -> Any:
    config = configure(settings_of(var))
    config.add_view(broken, context=SiteNode, name="broken")
    config.add_view(unlucky, context=SiteNode, name="unlucky")
    config.commit()
    return config.make_wsgi_app()


def lines(page: Any) -> list[list[str]]:
    rows = page.html.select(".log tbody tr")
    return [[" ".join(cell.get_text().split()) for cell in row("td")] for row in rows]


def test_a_refused_login_is_written_down_with_whose_it_was(visit: Any) -> None:
    stranger = visit("")
    for login in ("driver", "nobody-secret"):
        form = stranger.app.get("/test/login").form
        form["login"], form["password"] = login, "wrong-password"
        form.submit(status=403)
    nobody, driver = lines(visit("overseer").get("admin/log"))
    assert driver[1:3] == ["登录失败", "钱进"]
    assert driver[3].startswith("登录名driver：")
    # What is nobody's name may be a password in the wrong field.
    assert nobody[3].startswith("没有这个登录名：")
    assert "nobody-secret" not in visit("overseer").get("admin/log").text


def test_a_page_asked_for_without_a_right_is_written_down(visit: Any) -> None:
    driver = visit("driver")
    driver.get("admin/settings", status=403)
    driver.get("admin/settings", status=403)
    (line,) = lines(visit("overseer").get("admin/log"))
    assert line[1:3] == ["无权访问", "钱进"]
    assert line[3].startswith("GET /test/admin/settings 共 2 次")


def test_a_fault_is_written_down_under_the_number_the_page_shows(
    failing: Any,
) -> None:
    visitor = Visitor(failing)
    visitor.log_in("overseer")
    shown = visitor.get("broken", status=500)
    number = shown.html.select_one(".note .number").get_text()
    (line,) = lines(visitor.get("admin/log?kind=fault"))
    assert line[3] == f"问题编号{number}：ZeroDivisionError（/test/broken）"


def test_what_cannot_be_written_down_takes_nothing_from_the_answer(
    failing: Any, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(failing)
    visitor.log_in("overseer")
    visitor.get("unlucky")
    assert "system log of test" in caplog.text


def test_a_change_of_parameters_is_written_down(visit: Any) -> None:
    form = visit("admin").form("admin/settings/core.records")
    form["unconfirmed_days"] = "5"
    form.submit().follow()
    (line,) = lines(visit("overseer").get("admin/log?kind=settings"))
    assert line[1:4] == ["参数设置", "林晓梅", "修改办理规则"]


def test_lines_are_filtered_and_a_bad_day_is_said(visit: Any) -> None:
    visit("driver").get("admin/log", status=403)
    visit("clerk").get("admin/log", status=403)
    overseer = visit("overseer")

    def named(name: str) -> list[str]:
        found = lines(overseer.get(f"admin/log?{urlencode({'person': name})}"))
        return [line[2] for line in found]

    assert (named("钱"), named("没有这人")) == (["钱进"], [])
    assert lines(overseer.get("admin/log?until=2020-01-01")) == []
    assert len(lines(overseer.get("admin/log?since=2020-01-01&kind=denied"))) == 2
    assert len(lines(overseer.get("admin/log?kind=nonsense"))) == 2
    assert "应为日期" in overseer.get("admin/log?since=today", status=400).text


def test_more_lines_than_a_page_holds_are_turned(visit: Any, county: Any) -> None:
    overseer, driver = visit("overseer"), visit("driver")
    for number in range(51):
        driver.get(f"admin/log?page={number + 1}&kind=x", status=403)
        driver.get(f"admin/settings/core.x{number}", status=403)
    first = overseer.get("admin/log")
    assert len(lines(first)) == 50
    second = first.click("下一页")
    assert len(lines(second)) == 2
    assert "上一页" in second.text


def test_every_chosen_line_goes_into_a_file(visit: Any) -> None:
    visit("driver").get("admin/log", status=403)
    overseer = visit("overseer")
    file = overseer.get("admin/log").click("导出 CSV")
    assert file.content_type == "text/csv"
    text = file.body.decode("utf-8-sig")
    assert text.startswith("时间,最后一次,次数,类别,人员,内容,地址\r\n")
    assert "无权访问,钱进,GET /test/admin/log," in text


def test_a_process_says_on_a_site_it_opens_that_it_has_started(
    var: Path, caplog: pytest.LogCaptureFixture
) -> None:
    application = main({}, **settings_of(var))
    directory = application.registry.houqin_directory
    assert directory.opened("test") is None
    site = directory.open("test")
    with site.store.reading() as connection:
        (line,) = site.system_log.read(connection, Choosing("started"))
    assert line.text.startswith("程序版本 ")
    caplog.set_level("INFO")
    directory.database_path("test").unlink()
    site.store.close()
    note_start(site)
    assert "site test at the start" in caplog.text
