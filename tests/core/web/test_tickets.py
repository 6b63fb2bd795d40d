"""A browser holds a token; the site says whether it is still good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.people import tickets
from tests.county import PASSWORD

if TYPE_CHECKING:
    from tests.core.web.conftest import Visitor
    from tests.county import County

Visit = "Callable[[str], Visitor]"
HOUR = 3600 * tickets.SECOND


def cookie(visitor: Visitor, name: str = "ticket_test") -> str:
    return next(str(c.value) for c in visitor.app.cookiejar if c.name == name)


def change(county: County, assignment: str) -> None:
    with county.site.store.writing() as connection:
        connection.run(f"UPDATE [ticket] SET {assignment}")  # noqa: S608 - a test's own


def is_out(visitor: Visitor) -> bool:
    return "login" in (visitor.get("", status=303).location or "")


def last(county: County) -> Any:
    """The ticket opened last."""
    with county.site.store.reading() as connection:
        return tickets.open_tickets(connection)[0]


def test_each_login_has_a_ticket_and_a_session_of_its_own(visit: Visit) -> None:
    clerk = visit("")
    clerk.get("login")
    session = cookie(clerk, "houqin_session")
    clerk.log_in("clerk")
    first = cookie(clerk)
    assert cookie(clerk, "houqin_session") != session
    clerk.get("").forms[0].submit()
    clerk.log_in("clerk")
    assert cookie(clerk) != first


def test_a_ticket_set_from_outside_is_not_taken_over(
    visit: Visit, county: County
) -> None:
    """Session fixation: who is given a cookie and logs in has another one then."""
    intruder, victim = visit("clerk"), visit("")
    planted, form = cookie(intruder), victim.get("login").form
    victim.app.set_cookie("ticket_test", planted)
    form["login"], form["password"] = "director", PASSWORD
    form.submit(status=303)
    assert cookie(victim) != planted
    assert is_out(intruder)
    assert last(county).person == county.ids["director"]


def test_a_ticket_once_logged_out_is_good_for_nothing(visit: Visit) -> None:
    clerk, thief = visit("clerk"), visit("")
    thief.app.set_cookie("ticket_test", cookie(clerk))
    thief.get("")
    clerk.get("").forms[0].submit()
    assert is_out(thief)


def test_who_is_revoked_is_out_with_the_next_page(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    county.act("core.revoke_session", "admin", record=str(last(county).id))
    assert is_out(clerk)


@pytest.mark.parametrize(
    "assignment",
    [
        f"seen = seen - {31 * tickets.MINUTE}",
        f"issued = issued - {13 * HOUR}",
        "person = x'00000000000000000000000000000000'",
    ],
)
def test_idle_old_and_nobodys_tickets_are_no_good(
    visit: Visit, county: County, assignment: str
) -> None:
    clerk = visit("clerk")
    change(county, assignment)
    assert is_out(clerk)


def test_a_page_asked_for_keeps_the_login_open(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    change(county, f"seen = seen - {20 * tickets.MINUTE}")
    clerk.get("")
    change(county, f"seen = seen - {20 * tickets.MINUTE}")
    clerk.get("")


def test_a_page_within_a_minute_writes_nothing(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    change(county, f"seen = seen - {30 * tickets.SECOND}")
    before = last(county).seen
    clerk.get("")
    assert last(county).seen == before


def test_a_ticket_is_good_at_its_own_site_only(visit: Visit, application: Any) -> None:
    clerk = visit("clerk")
    value = cookie(clerk)
    other = visit("")
    other.app.set_cookie("ticket_other", value)
    assert is_out(other)


def test_the_browser_and_its_address_are_in_the_list(
    visit: Visit, county: County
) -> None:
    visitor = visit("")
    form = visitor.get("login").form
    form["login"], form["password"] = "clerk", PASSWORD
    headers = {"User-Agent": "Chromium 109", "X-Forwarded-For": "6.6.6.6"}
    form.submit(headers=headers, extra_environ={"REMOTE_ADDR": "10.1.2.3"})
    ticket = last(county)
    assert (ticket.browser, ticket.address) == ("Chromium 109", "10.1.2.3")


def test_several_values_of_one_field_survive_an_idle_login(
    visit: Visit, county: County
) -> None:
    admin = visit("admin")
    form = admin.form("core/do/register_person")
    form["name"], form["department"] = "黄新", str(county.ids["unit"])
    for code in ("driver", "clerk"):
        next(f for f in form.fields["roles"] if f._value == code).checked = True
    change(county, f"seen = seen - {HOUR}")
    login = form.submit(status=403)
    assert "登录已过期" in login.text
    login.form["login"], login.form["password"] = "admin", PASSWORD
    done = login.form.submit().form.submit().follow().follow()
    assert "驾驶员" in done.text
    assert "单位经办人" in done.text


def test_nobody_sends_what_somebody_else_had_typed(
    visit: Visit, county: County
) -> None:
    admin = visit("admin")
    form = admin.form("core/do/register_person")
    form["name"] = "黄新"
    change(county, f"seen = seen - {HOUR}")
    login = form.submit(status=403)
    login.form["login"], login.form["password"] = "director", PASSWORD
    after = login.form.submit()
    assert after.status_int == 303
    assert "黄新" not in after.text


def test_an_idle_login_is_said_to_have_been_idle(visit: Visit, county: County) -> None:
    clerk = visit("clerk")
    session = last(county).id
    change(county, f"seen = seen - {HOUR}")
    clerk.log_in("clerk")
    with county.site.reader() as reader:
        closed = reader.events(session)[-1]
    assert closed.payload == {"how": "idle"}


def test_pages_make_commands_in_one_place() -> None:
    """Elsewhere a page could forget what a login by PIN withholds, or whose it is."""
    pages = Path(__file__).parents[3] / "core" / "web"
    made = re.compile(r"\bAct\(|client_addr")
    found = {p.name for p in pages.rglob("*.py") if made.search(p.read_text("utf-8"))}
    assert found == {"acts.py", "looking.py"}
