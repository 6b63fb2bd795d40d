"""我的账户, 登录凭条, the second step and 登录情况 as a browser sees them."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pyotp
import pytest

from houqin.core.people import tickets, totp
from tests.county import PASSWORD

if TYPE_CHECKING:
    from tests.core.web.conftest import Visitor
    from tests.county import County

Visit = "Callable[[str], Visitor]"
NEW = "another-Horse-43"


def enrolling(page: Any) -> Any:
    """The form that turns the second step on."""
    return next(f for f in page.forms.values() if f.action.endswith("/totp"))


def fill(form: Any, **typed: str) -> Any:
    for name, text in typed.items():
        form[name] = text
    return form


def set_parameter(county: County, name: str, value: Any) -> None:
    given = {"group": "core.accounts", "values": {name: value}}
    county.act("core.change_settings", **given)


def attempt(visitor: Visitor, login: str, password: str) -> Any:
    form = visitor.get("login").form
    return fill(form, login=login, password=password).submit(expect_errors=True)


@pytest.mark.parametrize("login", ["clerk", "driver", "auditor", "admin"])
def test_everybody_has_an_account_page(visit: Visit, login: str) -> None:
    page = visit(login).get("me/")
    assert page.html.h1.text == "我的账户"
    assert "动态口令" not in page.text
    assert len(page.html.select("tbody tr")) == 1


@pytest.mark.parametrize("login", ["clerk", "auditor"])
def test_one_changes_ones_own_password(visit: Visit, login: str) -> None:
    visitor = visit(login)
    form = visitor.form("me/password")
    done = fill(form, current=PASSWORD, password=NEW, again=NEW).submit().follow()
    assert "已登记：修改密码" in done.text
    assert attempt(visit(""), login, PASSWORD).status_int == 403
    assert attempt(visit(""), login, NEW).status_int == 303


def test_what_is_wrong_stands_beside_its_field_and_no_password_comes_back(
    visit: Visit,
) -> None:
    form = visit("clerk").form("me/password")
    wrong = fill(form, current="wrong-one", password=NEW, again=NEW).submit(status=422)
    assert wrong.html.select_one("#field-current-error").text == "现在的密码不正确"
    assert NEW not in wrong.text


def test_the_other_logins_are_ended_one_by_one_or_all(visit: Visit) -> None:
    here, first, second = (visit("clerk") for _ in range(3))
    page = here.get("me/")
    assert "共 3 处" in page.text
    buttons = page.html.select("tbody button")
    assert len(buttons) == 2
    page.forms[2].submit("session").follow()
    ended = [v for v in (first, second) if v.app.get("/test/").status_int == 303]
    assert len(ended) == 1
    here.get("me/").forms[1].submit("session").follow()
    for visitor in (first, second):
        visitor.get("", status=303)
    assert "共 1 处" in here.get("me/").text


def test_nobody_ends_the_login_of_another_from_there(
    visit: Visit, county: County
) -> None:
    clerk, director = visit("clerk"), visit("director")
    with county.site.store.reading() as connection:
        (his,) = tickets.open_tickets(connection, county.ids["director"])
    token = clerk.get("me/").forms[0]["csrf_token"].value
    given = {"csrf_token": token, "session": str(his.id)}
    clerk.app.post("/test/me/end", given, status=303)
    director.get("")


# Slips


def slip_of(visit: Visit, county: County, login: str) -> Any:
    admin = visit("admin")
    return admin.form(f"core/people/{county.ids[login]}/issue_slip").submit()


def test_a_slip_is_shown_once_and_lets_in_once(visit: Visit, county: County) -> None:
    admin = visit("admin")
    path = f"core/people/{county.ids['clerk']}/issue_slip"
    form = admin.form(path)
    slip = form.submit()
    code = slip.html.select_one(".slip-code").text
    assert re.fullmatch(r"([2-9A-Z]{4}-){3}[2-9A-Z]{4}", code)
    assert "张华" in slip.text
    assert "http://localhost/test/" in slip.text
    # Sending the same form once more shows no code.
    assert form.submit(status=303).follow().html.select(".slip-code") == []
    visitor = visit("")
    assert attempt(visitor, "clerk", code).status_int == 303
    assert visitor.get("", status=303).location.endswith("/test/me/password")
    assert attempt(visit(""), "clerk", code).status_int == 403


def test_who_came_by_a_slip_sets_a_password_before_anything_else(
    visit: Visit, county: County
) -> None:
    code = slip_of(visit, county, "clerk").html.select_one(".slip-code").text
    visitor = visit("")
    attempt(visitor, "clerk", code)
    for path in ("", "vehicles/trips", "me/", "me/pin"):
        answer = visitor.get(path, status="*")
        assert answer.status_int in {200, 303}
        assert "用车" not in answer.text or path == "me/pin"
    page = visitor.get("me/password")
    assert "current" not in page.form.fields
    assert page.html.select(".side") == []
    fill(page.form, password="short", again="short").submit(status=422)
    done = fill(visitor.get("me/password").form, password=NEW, again=NEW).submit()
    assert done.location == "http://localhost/test/"
    assert "张华" in done.follow().text
    assert attempt(visit(""), "clerk", NEW).status_int == 303


def test_a_slip_is_issued_by_right_only(visit: Visit, county: County) -> None:
    path = f"core/people/{county.ids['clerk']}/issue_slip"
    visit("director").get(path, status=403)


# The second step


def enrol(visitor: Visitor) -> tuple[str, list[str]]:
    """Turn it on; the secret and the recovery codes."""
    enrolling(visitor.get("me/totp")).submit().follow()
    page = visitor.get("me/totp")
    secret = page.html.select_one(".secret").text.replace(" ", "")
    assert page.html.select_one("svg.qr") is not None
    code = pyotp.TOTP(secret).at(int(time.time()) - totp.STEP_SECONDS)
    done = fill(enrolling(page), code=code).submit()
    return secret, [item.text for item in done.html.select(".codes li")]


def test_without_the_parameter_there_is_no_second_step(visit: Visit) -> None:
    visit("clerk").get("me/totp", status=404)


def test_the_second_step_from_enrolment_to_login(visit: Visit, county: County) -> None:
    set_parameter(county, "totp", "optional")
    clerk = visit("clerk")
    assert "未启用" in clerk.get("me/").text
    secret, codes = enrol(clerk)
    assert len(codes) == 10
    assert "已启用" in clerk.get("me/").text
    assert secret not in clerk.get("me/totp").text
    visitor = visit("")
    second = attempt(visitor, "clerk", PASSWORD)
    assert second.html.h1.text == "动态口令"
    # Half a login opens nothing.
    visitor.get("", status=303)
    wrong = fill(second.form, code="000000").submit(status=403)
    assert "动态口令不正确" in wrong.text
    visitor.app.get("/test/second")
    inside = fill(wrong.form, code=pyotp.TOTP(secret).now()).submit()
    assert inside.location == "http://localhost/test/"
    assert "张华" in inside.follow().text


def test_the_half_login_is_no_login_afterwards(visit: Visit, county: County) -> None:
    set_parameter(county, "totp", "optional")
    _secret, codes = enrol(visit("clerk"))
    visitor, thief = visit(""), visit("")
    second = attempt(visitor, "clerk", PASSWORD)
    half = next(c.value for c in visitor.app.cookiejar if c.name == "ticket_test")
    fill(second.form, code=codes[0]).submit(status=303)
    whole = next(c.value for c in visitor.app.cookiejar if c.name == "ticket_test")
    assert whole != half
    thief.app.set_cookie("ticket_test", str(half))
    thief.get("", status=303)
    assert "login" in thief.get("second", status=303).location


def test_what_was_typed_goes_through_the_second_step_too(
    visit: Visit, county: County
) -> None:
    set_parameter(county, "totp", "optional")
    reviewer = visit("reviewer")
    _secret, codes = enrol(reviewer)
    form = reviewer.form(f"vehicles/requests/{county.request()}/agree")
    form["comment"] = "同意前往"
    with county.site.store.writing() as connection:
        connection.run("UPDATE [ticket] SET ended = ?", (tickets.wall_now(),))
    login = form.submit(status=403)
    second = fill(login.form, login="reviewer", password=PASSWORD).submit()
    wrong = fill(second.form, code="000000").submit(status=403)
    resumed = fill(wrong.form, code=codes[0]).submit()
    assert resumed.form["comment"].value == "同意前往"


def test_who_must_have_a_second_step_enrols_first(visit: Visit, county: County) -> None:
    set_parameter(county, "totp", "everyone")
    clerk = visit("")
    attempt(clerk, "clerk", PASSWORD)
    assert clerk.get("", status=303).location.endswith("/me/totp")
    assert "必须启用" in clerk.get("me/totp").text
    enrol(clerk)
    assert "张华" in clerk.get("").text


def test_the_administrator_takes_a_lost_phones_step_away(
    visit: Visit, county: County
) -> None:
    set_parameter(county, "totp", "optional")
    enrol(visit("clerk"))
    path = f"core/people/{county.ids['clerk']}/reset_totp"
    visit("admin").form(path).submit(status=303)
    assert attempt(visit(""), "clerk", PASSWORD).status_int == 303


# 登录情况


@pytest.fixture
def overseer(visit: Visit, county: County) -> Visitor:
    """Somebody who may see who is logged in."""
    roles = ["audit_administrator"]
    unit = str(county.ids["unit"])
    given = {"record": str(county.ids["auditor"]), "department": unit, "roles": roles}
    county.act("core.assign_person", **given)
    return visit("auditor")


def test_the_overseer_sees_who_is_in_and_puts_out(
    visit: Visit, overseer: Visitor
) -> None:
    clerk = visit("clerk")
    page = overseer.get("admin/logins")
    names = [row.td.get_text(strip=True) for row in page.html.select("tbody tr")]
    assert names == ["张华", "周正当前"]
    page.forms[1].submit("session").follow()
    clerk.get("", status=303)
    assert overseer.get("core/sessions").status_int == 200
    assert overseer.get("core/looks").status_int == 200


def test_who_is_in_is_nobody_elses_business(visit: Visit) -> None:
    clerk = visit("clerk")
    for path in ("admin/logins", "admin/devices", "core/devices"):
        clerk.get(path, status=403)


def test_a_locked_account_is_let_in_from_there(
    visit: Visit, county: County, overseer: Visitor
) -> None:
    for _ in range(5):
        answer = attempt(visit(""), "clerk", "wrong-one-1")
    assert "账户已锁定" in answer.text
    assert "张华" in overseer.get("admin/logins").html.table.text
    path = f"core/people/{county.ids['clerk']}/unlock"
    visit("admin").form(path).submit(status=303)
    assert attempt(visit(""), "clerk", PASSWORD).status_int == 303


def test_the_administrator_ends_a_persons_logins(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    path = f"core/people/{county.ids['clerk']}/end_logins"
    visit("admin").form(path).submit(status=303)
    clerk.get("", status=303)
