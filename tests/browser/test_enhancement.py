"""JavaScript only makes pages quicker: where it cannot, they work all the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PATIENCE, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from tests.county import County

pytestmark = pytest.mark.browser

#: What a browser below Chromium 88 answers.
OLD = "CSS.supports = () => false;"
POST = """() => {
    const button = document.createElement('button');
    button.id = 'probe';
    button.setAttribute('hx-post', '/test/vehicles/do/request_vehicle');
    button.setAttribute('hx-swap', 'none');
    document.querySelector('main').append(button);
    htmx.process(button);
}"""


@pytest.fixture
def style() -> dict[str, Any]:
    """A desk, once."""
    return {"viewport": DESK, "java_script_enabled": True, "locale": "zh-CN"}


@pytest.fixture
def old(chromium: Browser, address: str) -> Iterator[Person]:
    """Somebody at an old browser."""
    context = chromium.new_context(viewport=DESK)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(OLD)
    person = Person(context.new_page(), address)
    person.log_in("dispatcher")
    yield person
    assert person.faults == []
    context.close()


def test_totals_come_by_themselves(meet: Callable[[str], Person]) -> None:
    person = meet("dispatcher")
    person.go("vehicles/vehicles")
    expect(person.page.locator("#totals")).to_contain_text("合计 2 条")


def test_an_old_browser_gets_no_htmx_and_the_totals_on_demand(old: Person) -> None:
    asked: list[str] = []
    old.page.on("request", lambda request: asked.append(request.url))
    old.go("vehicles/vehicles")
    old.page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "htmx" in url]
    old.press("显示合计")
    expect(old.page.locator("#totals")).to_contain_text("合计 2 条")


def test_the_token_reaches_what_is_inside_the_body(
    meet: Callable[[str], Person],
) -> None:
    desk = meet("dispatcher")
    desk.go("vehicles/vehicles")
    desk.page.wait_for_function("window.htmx !== undefined")
    desk.page.evaluate(POST)
    with desk.page.expect_response("**/do/request_vehicle") as caught:
        desk.page.click("#probe")
    sent = caught.value.request.headers
    body = desk.page.locator("body").get_attribute("hx-headers:inherited")
    assert sent["x-csrf-token"] in str(body)
    # The form is wrong, not forged.
    assert caught.value.status == 422


def test_a_long_list_is_searched(meet: Callable[[str], Person], county: County) -> None:
    for number in range(15):
        name = f"第{number}中学"
        county.act("core.register_department", name=name, short=name, kind="county")
    desk = meet("dispatcher")
    desk.go("vehicles/do/request_vehicle")
    page = desk.page
    open_list(desk, "#field-unit")
    page.keyboard.type("第7")
    page.locator(".ts-dropdown .option", has_text="第7中学").click()
    chosen = page.locator("#field-unit option:checked")
    expect(chosen).to_have_text("第7中学")


def open_list(person: Person, field: str) -> None:
    """Open a list with search, and wait until it listens."""
    wrapper = person.page.locator(f"{field} + .ts-wrapper")
    wrapper.locator(".ts-control").click()
    expect(wrapper).to_have_class(re.compile("dropdown-active"))
    expect(wrapper.locator("input")).to_be_focused()


@pytest.mark.parametrize("typed", ["dqzx", "diqizhong", "县第7", "7中"])
def test_a_long_list_is_searched_by_pinyin_and_full_name(
    meet: Callable[[str], Person], county: County, typed: str
) -> None:
    for number in range(15):
        word = "零一二三四五六七八九"[number % 10] * (1 + number // 10)
        county.act(
            "core.register_department", name=f"县第{number}中学{word}",
            short=f"第{word}中学", kind="county",
        )  # fmt: skip
    desk = meet("dispatcher")
    desk.go("vehicles/do/request_vehicle")
    open_list(desk, "#field-unit")
    desk.page.keyboard.type(typed)
    first = desk.page.locator(".ts-dropdown .option").first
    expect(first).to_have_text("第七中学")
    first.click()
    expect(desk.page.locator("#field-unit option:checked")).to_have_text("第七中学")


def test_who_is_not_on_the_page_is_asked_for(
    meet: Callable[[str], Person], county: County
) -> None:
    for number in range(200):
        county.act(
            "core.register_person", name=f"职工{number:03d}", roles=["clerk"],
            department=str(county.ids["unit"]),
        )  # fmt: skip
    desk = meet("dispatcher")
    desk.go("vehicles/do/request_vehicle")
    page = desk.page
    page.wait_for_function("window.TomSelect !== undefined")
    person = page.locator(".field", has=page.locator("#field-user"))
    expect(person.locator(".item")).to_have_text("赵明")
    open_list(desk, "#field-user")
    page.keyboard.type("zg101")
    found = person.locator(".option", has_text="职工101")
    expect(found).to_be_visible()
    page.keyboard.press("Enter")
    expect(person.locator(".item")).to_have_text("职工101")
    desk.fill(
        purpose="下乡调研", passengers="3", planned_start="2027-03-05T09:00",
        planned_end="2027-03-05T12:00", origin="县行政中心", destination="青竹镇",
    )  # fmt: skip
    desk.submit()
    desk.said("职工101")


def test_two_presses_are_one_submission(
    meet: Callable[[str], Person], county: County
) -> None:
    reviewer = meet("reviewer")
    request = county.request()
    reviewer.go(f"vehicles/requests/{request}/agree")
    posts: list[str] = []
    reviewer.page.on(
        "request",
        lambda made: posts.append(made.url) if made.method == "POST" else None,
    )
    reviewer.page.locator(".submit .btn").first.dblclick()
    reviewer.said("单位已审核")
    assert len(posts) == 1


def test_the_summary_of_errors_is_read_first_and_leads_to_the_fields(
    meet: Callable[[str], Person],
) -> None:
    desk = meet("dispatcher")
    desk.go("vehicles/do/request_vehicle")
    desk.submit()
    summary = desk.page.locator(".note-bad")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="事由必须填写").click()
    expect(desk.page.locator("#field-purpose")).to_be_in_viewport()
