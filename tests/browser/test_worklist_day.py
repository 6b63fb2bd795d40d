"""One morning of three posts: what waits, what is urged, told, handed on and found."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow, TODAY]

NOW = datetime.now(ZoneInfo("Asia/Shanghai")).replace(microsecond=0)


def asked(county: County, purpose: str, hours: float) -> UUID:
    """A request of the clerk's for so many hours from now."""
    start, end = NOW + timedelta(hours=hours), NOW + timedelta(hours=hours + 3)
    return county.request(
        purpose=purpose,
        planned_start=start.isoformat(),
        planned_end=end.isoformat(),
    )


def first_line(person: Person) -> str:
    """What stands first in the list."""
    return " ".join(person.page.locator(".todo a").first.inner_text().split())


def waits(person: Person, count: int) -> None:
    """The navigation counts that much, on a phone beside the menu."""
    counted = person.page.locator(".side .count, .nav-button .count")
    if count:
        expect(counted.locator("visible=true").first).to_have_text(str(count))
    else:
        expect(counted).to_have_count(0)


def test_a_morning_of_three_posts(
    meet: Callable[[str], Person], county: County
) -> None:
    asked(county, "土地核查", 30)
    urgent = asked(county, "送机要文件", 1)
    asked(county, "防汛巡查", -1)

    clerk = meet("clerk")
    waits(clerk, 0)
    clerk.go("waiting?list=started")
    expect(clerk.page.locator(".todo a")).to_have_count(3)
    clerk.go(f"vehicles/requests/{urgent}")
    clerk.press("催办")
    clerk.press("催办")
    clerk.said("已催办 1 次")
    clerk.press("知会")
    clerk.page.get_by_label("韦建国").check()
    clerk.fill(comment="请提前安排越野车")
    clerk.press("知会")
    clerk.said("未阅")

    reviewer = meet("reviewer")
    waits(reviewer, 3)
    reviewer.go("waiting")
    # Overdue first, then what is due soonest.
    assert "防汛巡查 已超期" in first_line(reviewer)
    reviewer.picture("worklist")
    reviewer.open_first_waiting()
    reviewer.said("已超期，应在")
    reviewer.press("同意")
    reviewer.press("同意")
    reviewer.go("waiting")
    waits(reviewer, 2)
    assert "送机要文件 催办" in first_line(reviewer)
    reviewer.open_first_waiting()
    reviewer.press("同意")
    reviewer.press("同意")
    reviewer.go("waiting?list=done")
    expect(reviewer.page.locator(".todo a")).to_have_count(2)

    director = meet("director")
    director.go("waiting?list=informed")
    assert "送机要文件 未阅" in first_line(director)
    director.page.locator(".todo a").first.click()
    director.press("已阅")
    director.press("已阅")
    director.said("已阅")
    director.press("留言")
    director.fill(comment="越野车周一可派")
    director.press("留言")
    expect(director.page.locator(".remarks .said")).to_have_text("越野车周一可派")
    director.picture("handling")
    waits(director, 2)
    director.go("waiting?list=informed")
    assert "未阅" not in first_line(director)
