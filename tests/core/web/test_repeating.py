"""复制上次 and what one typed before, on the form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.core.web.test_command_pages import REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]


def test_the_first_form_has_nothing_to_copy(visit: Visit) -> None:
    clerk = visit("clerk")
    page = clerk.get(REQUEST)
    assert "复制上次" not in page.text
    assert not page.html.select("datalist")
    assert "没有可以复制的登记" in clerk.get(f"{REQUEST}?copy=last").text


def test_one_press_fills_the_form_with_the_last_one(
    visit: Visit, county: County
) -> None:
    county.request(purpose="<b>下乡</b>", passengers=4)
    page = visit("clerk").get(REQUEST).click("复制上次")
    form = page.forms[1]
    assert form["purpose"].value == "<b>下乡</b>"
    assert form["passengers"].value == "4"
    assert form["user"].value == str(county.ids["clerk"])
    start = datetime.fromisoformat(form["planned_start"].value)
    assert (start.hour, start.minute) == (9, 0)
    now = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8)
    assert now < start <= now + timedelta(days=1, minutes=1)
    assert "请核对后提交" in page.html.select_one(".note").text
    form.submit(status=303)


def test_what_one_typed_before_is_proposed(visit: Visit, county: County) -> None:
    county.request(purpose="下乡调研")
    page = visit("clerk").get(REQUEST)
    field = page.html.select_one("#field-purpose")
    options = page.html.select(f"#{field['list']} option")
    assert [option["value"] for option in options] == ["下乡调研"]
    assert not visit("director").get(REQUEST).html.select("datalist")


def test_a_form_on_a_record_has_no_copy(visit: Visit, county: County) -> None:
    request = county.request()
    page = visit("reviewer").get(f"vehicles/requests/{request}/agree?copy=last")
    assert "复制上次" not in page.text
