"""A shared PC: names to tap, a PIN, and back to the names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.people import pins, tickets
from houqin.core.people.pins import WITHHELD
from tests.county import PASSWORD

if TYPE_CHECKING:
    from tests.core.web.conftest import Visitor
    from tests.county import County

Visit = "Callable[[str], Visitor]"
PIN = "2580"


def last_form(page: Any) -> Any:
    """The page's own form, behind those of the top bar."""
    return page.forms[max(n for n in page.forms if isinstance(n, int))]


def tick(form: Any, name: str, values: list[Any]) -> None:
    """Tick the boxes of these values, no others."""
    wanted = {str(value) for value in values}
    for box in form.fields[name]:
        box.checked = box._value in wanted


def register(visit: Visit, **chosen: Any) -> Visitor:
    """A browser made a shared PC by the administrator, who has left it."""
    admin = visit("admin")
    form = last_form(admin.get("admin/devices"))
    form["name"] = "驾驶员休息室"
    for name, values in chosen.items():
        tick(form, name, values)
    form.submit(status=303).follow()
    admin.get("").forms[0].submit()
    return admin


@pytest.fixture
def pinned(county: County) -> County:
    """Driver, clerk and administrator have PINs."""
    with county.site.store.writing() as connection:
        for login in ("driver", "clerk", "admin"):
            pins.keep(connection, county.ids[login], PIN)
    return county


def names(page: Any) -> list[str]:
    return [a.get_text() for a in page.html.select(".names a")]


def tap(browser: Visitor, name: str, pin: str = PIN) -> Any:
    form = browser.get("login").click(name).form
    form["pin"] = pin
    return form.submit(expect_errors=True)


def test_the_login_page_of_a_shared_pc_is_a_list_of_names(
    visit: Visit, pinned: County
) -> None:
    shared = register(visit)
    assert set(names(shared.get("login"))) == {"钱进", "张华", "林晓梅"}
    assert names(visit("").get("login")) == []


def test_only_the_chosen_are_on_the_list(visit: Visit, pinned: County) -> None:
    by_unit = register(visit, departments=[pinned.ids["unit"]])
    assert names(by_unit.get("login")) == ["张华"]
    one_more = register(
        visit, departments=[pinned.ids["unit"]], people=[pinned.ids["driver"]]
    )
    assert set(names(one_more.get("login"))) == {"张华", "钱进"}


def test_a_name_and_a_pin_let_in(visit: Visit, pinned: County) -> None:
    shared = register(visit)
    inside = tap(shared, "钱进")
    assert inside.status_int == 303
    page = inside.follow()
    assert "钱进" in page.text
    with pinned.site.store.reading() as connection:
        (ticket,) = tickets.open_tickets(connection, pinned.ids["driver"])
    assert ticket.kind == "pin"
    assert ticket.device is not None


def test_a_page_falls_back_to_the_names_with_and_without_scripts(
    visit: Visit, pinned: County
) -> None:
    shared = register(visit)
    page = tap(shared, "钱进").follow()
    refresh = page.html.select_one('noscript meta[http-equiv="refresh"]')
    assert refresh["content"] == "121;url=/test/login"
    assert page.html.body["data-fallback"] == "121 /test/login"
    with pinned.site.store.writing() as connection:
        before = (121 * tickets.SECOND,)
        connection.run("UPDATE [ticket] SET seen = seen - ?", before)
    assert names(shared.get("login"))
    assert "login" in shared.get("", status=303).location


def test_a_login_by_password_does_not_fall_back(visit: Visit) -> None:
    page = visit("clerk").get("")
    assert page.html.select("noscript meta") == []


def test_five_wrong_pins_lock_the_pin_and_not_the_password(
    visit: Visit, pinned: County
) -> None:
    shared = register(visit)
    for _ in range(4):
        assert "PIN码不正确" in tap(shared, "钱进", "2581").text
    assert "账户已锁定" in tap(shared, "钱进", "2581").text
    assert "账户已锁定" in tap(shared, "钱进").text
    assert tap(shared, "张华").status_int == 303
    visit("driver").get("")


def test_a_pin_ticket_has_no_administrators_rights(
    visit: Visit, pinned: County
) -> None:
    shared = register(visit)
    tap(shared, "林晓梅")
    for path in ("admin/", "core/do/register_person", "admin/settings"):
        shared.get(path, status=403)
    assert "系统管理" not in shared.get("").html.nav.text
    token = shared.get("").forms[0]["csrf_token"].value
    given = {"csrf_token": token, "name": "李四", "department": str(pinned.ids["unit"])}
    shared.app.post("/test/core/do/register_person", given, status=403)
    for path in ("me/password", "me/pin"):
        assert "请用密码登录后办理" in shared.get(path, status=403).text
        shared.app.post(f"/test/{path}", {"csrf_token": token}, status=403)
    assert "core.organise" in WITHHELD


def test_a_pin_is_good_at_a_shared_pc_only(visit: Visit, pinned: County) -> None:
    stranger = visit("")
    token = stranger.get("login").form["csrf_token"].value
    person = str(pinned.ids["driver"])
    given = {"csrf_token": token, "person": person, "pin": PIN}
    assert "login" in stranger.app.post("/test/pin", given, status=303).location
    stranger.get(f"pin?person={person}", status=303)
    stranger.get("", status=303)


@pytest.mark.parametrize("person", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_who_is_not_on_the_list_cannot_be_named(
    visit: Visit, pinned: County, person: str
) -> None:
    shared = register(visit)
    shared.get(f"pin?person={person}", status=303)
    form = shared.get("login").click("钱进").form
    form["pin"] = PIN
    form["person"].force_value(person)
    assert form.submit(expect_errors=True).status_int in {303, 403}
    shared.get("", status=303)


def test_a_password_is_good_at_a_shared_pc_too(visit: Visit, pinned: County) -> None:
    shared = register(visit)
    form = shared.get("login").click("用密码登录").form
    form["login"], form["password"] = "director", PASSWORD
    assert "韦建国" in form.submit().follow().text


def test_what_was_typed_survives_the_way_back_to_the_pin(
    visit: Visit, pinned: County
) -> None:
    shared = register(visit)
    tap(shared, "张华")
    form = shared.form("vehicles/do/request_vehicle")
    form["purpose"] = "下乡调研"
    with pinned.site.store.writing() as connection:
        before = (300 * tickets.SECOND,)
        connection.run("UPDATE [ticket] SET seen = seen - ?", before)
    again = form.submit(status=403)
    assert again.html.h1.text == "张华"
    again.form["pin"] = PIN
    assert again.form.submit().form["purpose"].value == "下乡调研"


def test_a_withdrawn_pc_asks_for_passwords_and_ends_its_logins(
    visit: Visit, pinned: County
) -> None:
    shared = register(visit)
    tap(shared, "钱进")
    admin = visit("admin")
    device = admin.get("admin/devices").click("驾驶员休息室")
    withdraw = device.click("停用").forms[1]
    withdraw.submit().follow()
    shared.get("", status=303)
    assert names(shared.get("login")) == []


def test_another_list_is_given_to_a_shared_pc(visit: Visit, pinned: County) -> None:
    shared = register(visit)
    admin = visit("admin")
    form = admin.get("admin/devices").click("驾驶员休息室").click("变更").forms[1]
    assert form["name"].value == "驾驶员休息室"
    tick(form, "people", [pinned.ids["driver"]])
    form.submit(status=303)
    assert names(shared.get("login")) == ["钱进"]


def test_a_forged_device_is_no_device(visit: Visit, pinned: County) -> None:
    register(visit)
    stranger = visit("")
    stranger.app.set_cookie("device_test", "forged")
    assert names(stranger.get("login")) == []


def test_a_list_of_nobody_says_what_to_do(visit: Visit) -> None:
    shared = register(visit)
    assert "名单上还没有人" in shared.get("login").text
