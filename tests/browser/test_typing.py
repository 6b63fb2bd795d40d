"""Forms by keyboard alone, and what was typed and not sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.browser.test_enhancement import open_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.conftest import Person
    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = pytest.mark.browser

REQUEST = "vehicles/do/request_vehicle"
RESTORE = "恢复未提交的内容"


@pytest.fixture
def style() -> dict[str, Any]:
    """A desk, once."""
    return {"viewport": DESK, "java_script_enabled": True, "locale": "zh-CN"}


@pytest.fixture
def many_units(county: County) -> None:
    """So many units that one searches among them."""
    for number in range(15):
        name = f"第{'零一二三四五六七八九'[number % 10] * (1 + number // 10)}中学"
        county.act("core.register_department", name=name, short=name, kind="county")


def focused(person: Person) -> Locator:
    return person.page.locator(":focus")


def enter(person: Person) -> None:
    person.page.keyboard.press("Enter")


def test_a_slip_is_filled_and_sent_without_a_mouse(
    meet: Meet, county: County, many_units: None
) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go(REQUEST)
    keyboard = dispatcher.page.keyboard
    open_list(dispatcher, "#field-unit")
    keyboard.type("disi")
    expect(dispatcher.page.locator(".ts-dropdown .option")).to_have_count(2)
    enter(dispatcher)
    expect(dispatcher.page.locator("#field-unit option:checked")).to_have_text(
        "第四中学"
    )
    expect(focused(dispatcher)).to_have_attribute("id", "field-user")
    enter(dispatcher)
    expect(focused(dispatcher)).to_have_attribute("id", "field-purpose")
    keyboard.type("下乡")
    enter(dispatcher)
    expect(focused(dispatcher)).to_have_attribute("id", "field-task")
    enter(dispatcher)
    expect(focused(dispatcher)).to_have_attribute("name", "range")
    expect(focused(dispatcher)).to_be_checked()
    enter(dispatcher)
    expect(focused(dispatcher)).to_have_attribute("id", "field-passengers")
    keyboard.type("3")
    dispatcher.fill(
        planned_start="2027-03-05T09:00", planned_end="2027-03-05T12:00",
        origin="县行政中心", destination="青竹镇",
    )  # fmt: skip
    dispatcher.page.focus("#field-destination")
    for _ in range(12):
        if focused(dispatcher).evaluate("e => e.tagName") == "BUTTON":
            break
        enter(dispatcher)
    expect(focused(dispatcher)).to_have_text("我要用车")
    enter(dispatcher)
    dispatcher.said("第四中学")


def test_a_list_left_as_it_is_stays_as_it_is(meet: Meet, many_units: None) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go(REQUEST)
    open_list(dispatcher, "#field-unit")
    enter(dispatcher)
    expect(dispatcher.page.locator("#field-unit option:checked")).to_have_text(
        "后勤中心"
    )
    expect(focused(dispatcher)).to_have_attribute("id", "field-user")


def test_enter_chooses_what_the_arrows_point_at(meet: Meet, many_units: None) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go(REQUEST)
    before = dispatcher.page.locator("#field-unit option:checked").text_content()
    open_list(dispatcher, "#field-unit")
    dispatcher.page.keyboard.press("ArrowDown")
    enter(dispatcher)
    expect(focused(dispatcher)).to_have_attribute("id", "field-user")
    expect(dispatcher.page.locator("#field-unit option:checked")).not_to_have_text(
        str(before)
    )


def test_enter_in_a_text_of_several_lines_is_a_line(meet: Meet, county: County) -> None:
    request = county.request()
    reviewer = meet("reviewer")
    reviewer.go(f"vehicles/requests/{request}/agree")
    field = reviewer.page.locator("textarea").first
    field.focus()
    reviewer.page.keyboard.type("同意")
    enter(reviewer)
    expect(field).to_be_focused()
    expect(field).to_have_value("同意\n")


def test_enter_in_a_filter_asks(meet: Meet) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go("vehicles/vehicles")
    dispatcher.page.keyboard.press("/")
    expect(focused(dispatcher)).to_have_attribute("id", "f-plate")
    dispatcher.page.keyboard.type("D000")
    enter(dispatcher)
    expect(dispatcher.page.locator("#rows tbody tr")).to_have_count(1)


def test_a_question_mark_opens_the_help_of_the_page(meet: Meet) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go("vehicles/vehicles")
    dispatcher.page.keyboard.press("?")
    expect(dispatcher.page.locator("h1")).to_have_text("车辆台账")
    dispatcher.page.wait_for_url("**/help/ledger/vehicles.vehicles")


def test_a_question_mark_in_a_field_is_a_question_mark(meet: Meet) -> None:
    clerk = meet("clerk")
    clerk.go(REQUEST)
    clerk.page.focus("#field-purpose")
    clerk.page.keyboard.type("/去不去?")
    expect(clerk.page.locator("#field-purpose")).to_have_value("/去不去?")


def test_everything_is_reached_with_tab_and_seen(meet: Meet) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go("vehicles/vehicles")
    dispatcher.page.keyboard.press("Tab")
    expect(focused(dispatcher)).to_have_text("跳到正文")
    expect(focused(dispatcher)).to_be_in_viewport()
    enter(dispatcher)
    dispatcher.page.keyboard.press("Tab")
    inside = "e => document.querySelector('#main').contains(e)"
    assert focused(dispatcher).evaluate(inside)
    seen = focused(dispatcher).evaluate("e => getComputedStyle(e).outlineStyle")
    assert seen == "solid"


def leave_unsent(person: Person) -> None:
    """Fill in something, and go away."""
    person.go(REQUEST)
    person.fill(purpose="写了一半", destination="青竹镇")
    person.page.locator("[name=range]").nth(1).check()
    person.page.select_option("#field-task", index=2)


def test_what_was_not_sent_is_offered_again(meet: Meet) -> None:
    clerk = meet("clerk")
    leave_unsent(clerk)
    clerk.go("")
    clerk.go(REQUEST)
    expect(clerk.page.locator("#field-purpose")).to_have_value("")
    clerk.press(RESTORE)
    expect(clerk.page.locator("#field-purpose")).to_have_value("写了一半")
    expect(clerk.page.locator("[name=range]").nth(1)).to_be_checked()
    expect(clerk.page.locator("#field-task option:checked")).to_have_text("会议培训")
    expect(clerk.page.get_by_role("button", name=RESTORE)).to_have_count(0)


def test_what_nobody_wants_back_is_forgotten(meet: Meet) -> None:
    clerk = meet("clerk")
    leave_unsent(clerk)
    clerk.go(REQUEST)
    clerk.press("不恢复")
    clerk.go(REQUEST)
    expect(clerk.page.get_by_role("button", name=RESTORE)).to_have_count(0)


def test_a_form_of_another_kind_offers_nothing(meet: Meet) -> None:
    dispatcher = meet("dispatcher")
    leave_unsent(dispatcher)
    dispatcher.go("vehicles/do/register_driver")
    expect(dispatcher.page.get_by_role("button", name=RESTORE)).to_have_count(0)


def test_what_was_sent_is_not_offered(meet: Meet) -> None:
    clerk = meet("clerk")
    leave_unsent(clerk)
    clerk.go(REQUEST)
    clerk.press(RESTORE)
    clerk.fill(
        passengers="3", planned_start="2027-03-05T09:00",
        planned_end="2027-03-05T12:00", origin="县行政中心",
    )  # fmt: skip
    clerk.submit()
    clerk.said("写了一半")
    clerk.go(REQUEST)
    expect(clerk.page.get_by_role("button", name=RESTORE)).to_have_count(0)


def test_nothing_is_left_for_the_next_at_a_shared_pc(meet: Meet) -> None:
    clerk = meet("clerk")
    leave_unsent(clerk)
    clerk.page.get_by_role("button", name="退出").click()
    expect(clerk.page.locator("#login")).to_be_visible()
    assert clerk.page.evaluate("sessionStorage.length") == 0


def test_another_person_in_the_same_tab_sees_nothing(meet: Meet) -> None:
    clerk = meet("clerk")
    leave_unsent(clerk)
    clerk.page.context.clear_cookies()
    clerk.log_in("dispatcher")
    clerk.go(REQUEST)
    expect(clerk.page.get_by_role("button", name=RESTORE)).to_have_count(0)
    assert "写了一半" not in str(clerk.page.evaluate("Object.values(sessionStorage)"))


def test_a_password_is_never_kept(meet: Meet) -> None:
    admin = meet("admin")
    admin.go("core/do/register_person")
    admin.fill(name="钱某", password="geheim-geheim-7")
    kept = str(admin.page.evaluate("Object.values(sessionStorage)"))
    assert "钱某" in kept
    assert "geheim" not in kept
