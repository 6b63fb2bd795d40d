"""JavaScript only makes pages quicker: where it cannot, they work all the same."""

from __future__ import annotations

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
    clerk = meet("clerk")
    clerk.go("vehicles/vehicles")
    clerk.page.wait_for_function("window.htmx !== undefined")
    clerk.page.evaluate(POST)
    with clerk.page.expect_response("**/do/request_vehicle") as caught:
        clerk.page.click("#probe")
    sent = caught.value.request.headers
    body = clerk.page.locator("body").get_attribute("hx-headers:inherited")
    assert sent["x-csrf-token"] in str(body)
    # The form is wrong, not forged.
    assert caught.value.status == 422


def test_a_long_list_is_searched(meet: Callable[[str], Person], county: County) -> None:
    for number in range(15):
        name = f"第{number}中学"
        county.act("core.register_department", name=name, short=name, kind="county")
    clerk = meet("clerk")
    clerk.go("vehicles/do/request_vehicle")
    page = clerk.page
    page.locator(".ts-control").first.click()
    page.keyboard.type("第7")
    page.locator(".ts-dropdown .option", has_text="第7中学").click()
    chosen = page.locator("#field-unit option:checked")
    expect(chosen).to_have_text("第7中学")


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
    clerk = meet("clerk")
    clerk.go("vehicles/do/request_vehicle")
    clerk.submit()
    summary = clerk.page.locator(".note-bad")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="事由必须填写").click()
    expect(clerk.page.locator("#field-purpose")).to_be_in_viewport()
