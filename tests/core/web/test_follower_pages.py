"""后续任务 pages: how followers stand, and resuming what was put aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.site import following

if TYPE_CHECKING:
    from houqin.core.site.site import Site
    from tests.county import County

PAGE = "admin/followers"


@pytest.fixture
def site(county: County) -> Site:
    return county.site


def state(page: Any) -> str:
    return str(
        page.html.select_one("h2:-soup-contains('事件通知') ~ .state").get_text()
    )


@pytest.fixture
def put_aside(site: Site) -> None:
    with site.store.writing() as connection:
        following.begin(connection, "core.webhook", 9)
        error = ConnectionError("对方没有应答")
        following.park(connection, "core.webhook", 7, 8, error)


def test_what_is_off_says_so(visit: Any) -> None:
    page = visit("admin").get(PAGE)
    assert state(page) == "停用"
    assert "恢复搁置任务" not in page.text


@pytest.mark.usefixtures("put_aside")
def test_what_was_put_aside_stands_there_and_is_resumed(visit: Any) -> None:
    page = visit("admin").get(PAGE)
    assert state(page) == "有搁置"
    cells = [td.get_text(strip=True) for td in page.html.select("tbody td")]
    assert (cells[0], *cells[2:]) == ("7", "8", "ConnectionError: 对方没有应答")
    form = next(f for f in page.forms.values() if "恢复搁置任务" in f.text)
    page = form.submit("follower").follow()
    assert "事件通知的 1 项搁置任务将重新办理" in page.text
    assert "等待重新办理" in page.text


def test_what_failed_says_when_it_is_tried_again(visit: Any, site: Site) -> None:
    with site.store.writing() as connection:
        following.begin(connection, "core.webhook", 9)
        following.fail(connection, "core.webhook", 2, 60, ValueError("HTTP 500"))
    page = visit("admin").get(PAGE)
    assert "已失败 2 次" in page.text
    assert "再试：ValueError: HTTP 500" in page.text


def test_one_at_work_says_how_far_it_is(visit: Any, county: County, site: Site) -> None:
    values = {"webhook_url": "http://127.0.0.1:9/"}
    county.act("core.change_settings", group="core.webhook", values=values)
    with site.store.writing() as connection:
        following.begin(connection, "core.webhook", 9)
    said = visit("admin").get(PAGE).text
    with site.reader() as reader:
        lag = reader.position - 9
    assert '已办理到登记序号 <b class="number">9</b>' in said
    assert f'还有 <b class="number">{lag}</b> 条原始记录待办理' in said


def test_a_follower_nobody_declares_is_not_found(visit: Any) -> None:
    visitor = visit("admin")
    token = visitor.get(PAGE).forms[0]["csrf_token"].value
    given = {"csrf_token": token, "follower": "tests.nobody"}
    visitor.app.post(f"/test/{PAGE}", given, status=404)


def test_only_who_maintains_sees_it(visit: Any) -> None:
    visit("clerk").get(PAGE, status=403)
