"""大字: on every page of this browser, until it is switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from webtest import TestResponse

    from tests.core.web.conftest import Visitor

    Visit = Callable[[str], Visitor]


def large(page: TestResponse) -> bool:
    return "large" in page.html.html.get("class", [])


def press(page: TestResponse, *, login: bool = False) -> Any:
    """Press 大字: a button of the form in the top bar, or of the login form."""
    form = page.forms[0]
    name, address = "large", "/test/large-type"
    assert page.html.select_one(f"button[formaction='{address}']")["name"] == name
    form.action = address
    return form.submit(name)


def test_it_is_switched_on_and_off_and_one_stays_on_the_page(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    page = dispatcher.get("vehicles/vehicles?sort=price")
    assert not large(page)
    answer = press(page)
    assert answer.location.endswith("/test/vehicles/vehicles?sort=price")
    page = answer.follow()
    assert large(page)
    assert large(dispatcher.get(""))
    assert large(dispatcher.get("nosuch", status=404))
    assert not large(press(page).follow())


def test_it_is_there_before_one_logs_in_and_stays_after(visit: Visit) -> None:
    stranger = visit("")
    page = press(stranger.get("login")).follow()
    page = page if page.status_int == 200 else page.follow()
    assert large(page)
    assert large(stranger.log_in("dispatcher"))


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/test/\\evil", "/other/", ""]
)
def test_it_leads_to_no_other_site(visit: Visit, wanted: str) -> None:
    dispatcher = visit("dispatcher")
    form = dispatcher.get("").forms[0]
    form["next"].force_value(wanted)
    form.action = "/test/large-type"
    answer = form.submit("large", status=303)
    assert answer.location in {"http://localhost/test/", "/test/"}


def test_it_needs_the_token_of_the_page(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    dispatcher.app.post("/test/large-type", {"large": "1"}, status=400)
    assert not large(dispatcher.get(""))


def test_its_bare_address_changes_nothing(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    assert not large(dispatcher.get("large-type", status=303).follow())
