"""Logging in and out, and what a browser may claim about itself."""

from __future__ import annotations

from http.cookiejar import Cookie
from typing import TYPE_CHECKING, Any

import pytest
from pyramid.request import Request

from houqin.core.people import passwords, tickets
from houqin.core.web.acts import browser_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

Visit = "Callable[[str], Visitor]"


def test_the_root_leads_to_the_only_site_and_its_login(visit: Visit) -> None:
    stranger = visit("")
    site = stranger.app.get("/").follow()
    assert site.status_int == 303
    login = site.follow()
    assert login.request.path_qs == "/test/login?next=%2Ftest%2F"
    assert "X县机关后勤服务中心" in login.html.h1.text


def test_a_wrong_password_says_no_more_than_that(visit: Visit) -> None:
    stranger = visit("")
    for login in ("clerk", "nobody"):
        form = stranger.get("login").form
        form["login"], form["password"] = login, "wrong-password"
        refused = form.submit(status=403)
        assert "登录名或密码不正确" in refused.text
        assert refused.form["login"].value == login
        assert refused.form["password"].value == ""
    stranger.get("", status=303)


def test_after_logging_in_one_is_where_one_wanted_to_be(visit: Visit) -> None:
    stranger = visit("")
    wanted = stranger.get("vehicles/trips?page=2", status=303).follow()
    form = wanted.form
    form["login"], form["password"] = "clerk", "houqin-test-1"
    assert form.submit().follow().request.path_qs == "/test/vehicles/trips?page=2"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/other/",
        "/test/\\evil",
        "/test/\n",
        "/test/../other/",
        "/test//evil.example",
        "/test/./x",
        "javascript:alert(1)",
        "/testing/",
    ],
)
def test_logging_in_leads_nowhere_else(visit: Visit, elsewhere: str) -> None:
    stranger = visit("")
    form = stranger.app.get("/test/login", {"next": elsewhere}).form
    form["login"], form["password"] = "clerk", "houqin-test-1"
    assert form.submit().location == "http://localhost/test/"


def test_somebody_logged_in_sees_no_login_form(visit: Visit) -> None:
    assert visit("clerk").get("login", status=303).location.endswith("/test/")


def test_who_logs_out_is_out(visit: Visit) -> None:
    clerk = visit("clerk")
    clerk.get("").forms[0].submit(status=303)
    assert "login" in clerk.get("", status=303).location


def test_the_bare_address_of_logging_out_changes_nothing(visit: Visit) -> None:
    clerk = visit("clerk")
    clerk.get("logout", status=303)
    clerk.get("")


def _put(visitor: Visitor, name: str, value: str) -> None:
    known = next(c for c in visitor.app.cookiejar if c.name.startswith("ticket"))
    fields: dict[str, Any] = dict(vars(known), name=name, value=value)
    fields["rest"] = fields.pop("_rest")
    visitor.app.cookiejar.set_cookie(Cookie(**fields))


@pytest.mark.parametrize(
    "forge",
    [
        lambda ticket: ticket[:-4] + ("AAAA" if ticket[-4] != "A" else "BBBB"),
        lambda ticket: ("A" if ticket[0] != "A" else "B") + ticket[1:],
        lambda _ticket: "",
        lambda _ticket: "%00%ff",
        lambda _ticket: "x" * 5000,
    ],
)
def test_a_forged_ticket_is_no_ticket(
    visit: Visit, forge: Callable[[str], str]
) -> None:
    clerk = visit("clerk")
    ticket = next(c for c in clerk.app.cookiejar if c.name == "ticket_test").value
    _put(clerk, "ticket_test", forge(str(ticket)))
    assert "login" in clerk.get("", status=303).location


def test_a_broken_session_is_a_new_one(visit: Visit) -> None:
    clerk = visit("clerk")
    _put(clerk, "houqin_session", "broken")
    assert "张华" in clerk.get("").text


def test_who_has_left_is_out_at_once(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    county.act("core.leave", record=str(county.ids["clerk"]))
    assert "login" in clerk.get("", status=303).location


def test_nothing_is_changed_without_the_token(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    form = clerk.form("vehicles/do/request_vehicle")
    form["csrf_token"] = "guessed"
    refused = form.submit(status=400)
    assert "没有提交" in refused.html.h1.text
    with county.site.reader() as reader:
        assert reader.ledger("vehicles.requests").count() == 0


def test_the_token_may_come_in_the_header_as_htmx_sends_it(visit: Visit) -> None:
    clerk = visit("clerk")
    form = clerk.form("vehicles/do/request_vehicle")
    headers = {"X-CSRF-Token": str(form["csrf_token"].value)}
    posted = clerk.app.post(form.action, {}, headers=headers, status=422)
    assert "事由必须填写" in posted.text


def test_what_was_typed_survives_a_login_that_ran_out(
    visit: Visit, county: County
) -> None:
    director = visit("director")
    request = county.request()
    county.act("core.agree", "reviewer", record=str(request))
    form = director.form(f"vehicles/requests/{request}/send_back")
    form["comment"] = "请写明乡镇"
    director.app.reset()
    login = form.submit(status=403)
    assert "登录已过期" in login.text
    login.form["login"], login.form["password"] = "director", "houqin-test-1"
    resumed = login.form.submit()
    assert "继续提交" in resumed.text
    done = resumed.form.submit().follow()
    assert "请写明乡镇" in done.text
    assert "退回修改" in done.text


def test_a_wrong_password_does_not_lose_what_is_carried(
    visit: Visit, county: County
) -> None:
    reviewer = visit("reviewer")
    form = reviewer.form(f"vehicles/requests/{county.request()}/agree")
    form["comment"] = "同意前往"
    reviewer.app.reset()
    login = form.submit(status=403)
    login.form["login"], login.form["password"] = "reviewer", "wrong-password"
    again = login.form.submit(status=403)
    again.form["login"], again.form["password"] = "reviewer", "houqin-test-1"
    assert again.form.submit().form["comment"].value == "同意前往"


def test_a_fragment_asked_for_without_login_is_refused(visit: Visit) -> None:
    headers = {"HX-Request": "true"}
    path = "/test/vehicles/trips/totals"
    visit("").app.get(path, headers=headers, status=401)


def test_pages_are_not_kept_and_not_framed(visit: Visit) -> None:
    headers = visit("clerk").get("").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_internet_explorer_is_told_what_to_open_instead(visit: Visit) -> None:
    agent = "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko"
    page = visit("").app.get("/test/", headers={"User-Agent": agent})
    assert "请改用" in page.text


@pytest.mark.parametrize(
    ("address", "host", "local"),
    [
        ("127.0.0.1", "localhost:6543", True),
        ("127.0.0.1", "127.0.0.1:6543", True),
        ("::1", "[::1]:6543", True),
        ("127.0.0.1", "localhost", True),
        ("192.168.1.20", "localhost:6543", False),
        ("127.0.0.1", "intranet.example:80", False),
        ("", "localhost:6543", False),
    ],
)
def test_a_browser_is_local_by_address_and_by_the_name_it_asked(
    address: str, host: str, *, local: bool
) -> None:
    """A proxy on the machine asks by the name it serves."""
    request = Request.blank("/", {"REMOTE_ADDR": address}, headers={"Host": host})
    assert browser_of(request).local is local


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 303), ("10.1.2.3", 403)])
def test_a_password_everybody_knows_is_good_on_the_machine_only(
    visit: Visit, county: County, address: str, status: int
) -> None:
    with county.site.store.writing() as connection:
        passwords.mark_known(connection)
    form = visit("").get("login").form
    form["login"], form["password"] = "clerk", "houqin-test-1"
    given = {"REMOTE_ADDR": address}
    answer = form.submit(extra_environ=given, expect_errors=True)
    assert answer.status_int == status
    if status == 403:
        assert "只能在运行本系统的电脑上使用" in answer.text


def test_what_a_header_claims_is_no_address(visit: Visit, county: County) -> None:
    stranger = visit("")
    login = stranger.get("login").form
    login["login"], login["password"] = "clerk", "houqin-test-1"
    headers = {"X-Forwarded-For": "6.6.6.6"}
    login.submit(headers=headers, extra_environ={"REMOTE_ADDR": "10.1.2.3"})
    with county.site.store.reading() as connection:
        newest = tickets.open_tickets(connection)[0]
    assert newest.address == "10.1.2.3"
