"""One trip from the request to the closed slip, and what the books say of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
TODAY, YESTERDAY = NOW.date(), NOW.date() - timedelta(days=1)
#: The figure of the year in which this runs, also in January.
FIGURE = f"vehicles/kpis/trips_dispatched?from={TODAY.year}-01-01&to={TODAY.year}-12-31"
TRIPS = "vehicles/trips?period=all"


def choose(person: Person, label: str, choice: str) -> None:
    """Choose in a list, searched or plain."""
    select = person.page.get_by_label(label)
    select.select_option(label=choice)


def pick(person: Person, choice: str) -> None:
    """Pick one of the choices that are all in sight."""
    person.page.get_by_label(choice, exact=True).check()


def fill(person: Person, **typed: str) -> None:
    """Type into fields by their names in the form."""
    for name, text in typed.items():
        person.page.fill(f"#field-{name}", text)


def figure(person: Person) -> str:
    """调度车次 of the year."""
    person.go(FIGURE)
    shown = person.page.locator(".figure-value").first.inner_text()
    return shown.removesuffix("车次").strip()


def rows(person: Person, path: str = TRIPS) -> int:
    """How many rows of the trips' ledger a page shows."""
    person.go(path)
    return person.page.locator("#rows tbody tr").count()


def picture(person: Person, folder: Path | None, name: str) -> None:
    if folder:
        width = person.page.viewport_size["width"]  # type: ignore[index]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{width}.png"
        person.page.screenshot(path=path, full_page=True)


def test_a_trip_goes_from_request_to_closing(  # noqa: PLR0915 - one whole journey
    meet: Callable[[str], Person], style: dict[str, Any], pictures: Path | None
) -> None:
    clerk = meet("clerk")
    before = figure(clerk)
    clerk.go("")
    clerk.press("我要用车")
    fill(
        clerk,
        purpose="到青竹镇核查地质灾害点",
        passengers="3",
        planned_start=f"{NOW:%Y-%m-%dT%H:%M}",
        planned_end=f"{NOW + timedelta(hours=5):%Y-%m-%dT%H:%M}",
        origin="县行政中心",
        destination="青竹镇",
    )
    picture(clerk, pictures, "request")
    clerk.press("我要用车")
    clerk.said("已登记：我要用车")
    clerk.said("现在等：自然资源局审批人审核")
    assert clerk.overflow <= 0
    picture(clerk, pictures, "requested")

    reviewer = meet("reviewer")
    reviewer.page.locator(".todo a").first.click()
    reviewer.press("同意")
    reviewer.press("同意")
    reviewer.said("单位已审核")

    director = meet("director")
    director.page.locator(".todo a").first.click()
    director.press("同意")
    fill(director, comment="请注意安全")
    director.press("同意")
    director.said("已批准")
    director.said("请注意安全")

    dispatcher = meet("dispatcher")
    picture(dispatcher, pictures, "dispatcher")
    dispatcher.page.locator(".todo a").first.click()
    dispatcher.press("派车")
    choose(dispatcher, "车号", "桂X·D00013")
    choose(dispatcher, "驾驶员", "钱进")
    picture(dispatcher, pictures, "dispatch")
    dispatcher.press("派车")
    dispatcher.said("已安排")
    assert figure(dispatcher) == before

    driver = meet("driver")
    driver.page.locator(".todo a").first.click()
    driver.press("出车登记")
    expect(driver.page.locator("#field-odometer")).to_have_value("1000")
    fill(driver, odometer="1005")
    driver.press("出车登记")
    driver.said("已出车")
    driver.press("回场登记")
    fill(driver, odometer="900")
    driver.press("回场登记")
    driver.said("回场里程不能小于出车里程1005公里")
    expect(driver.page.locator("#field-odometer")).to_have_value("900")
    fill(driver, odometer="1065", place="行政中心停车场")
    picture(driver, pictures, "return")
    driver.press("回场登记")
    driver.said("已回场")
    driver.press("费用登记")
    driver.page.select_option("[name=lines-0-kind]", label="过路费")
    fill(driver, **{"lines-0-amount": "25.5", "lines-0-paid_on": str(TODAY)})
    driver.press("再加一行")
    expect(driver.page.locator("#field-lines-0-amount")).to_have_value("25.5")
    picture(driver, pictures, "costs")
    driver.press("费用登记")
    driver.said("25.50 元")

    dispatcher.go("")
    dispatcher.page.locator(".todo a").first.click()
    dispatcher.press("办结")
    dispatcher.press("办结")
    dispatcher.said("已办结")
    trip = dispatcher.page.url
    picture(dispatcher, pictures, "closed")

    assert rows(dispatcher) == 1
    dispatcher.said(
        "到青竹镇核查地质灾害点" if style["viewport"]["width"] > 640 else "青"
    )
    totals = dispatcher.page.locator("#totals")
    if not style["java_script_enabled"]:
        totals.get_by_role("link", name="显示合计").click()
    expect(totals).to_contain_text("合计 1 条")
    assert dispatcher.overflow <= 0
    picture(dispatcher, pictures, "trips")
    assert figure(dispatcher) == "1"
    picture(dispatcher, pictures, "figure")
    dispatcher.press("查看明细")
    assert dispatcher.page.locator("#rows tbody tr").count() == 1

    assert rows(dispatcher, f"vehicles/trips?as_of={YESTERDAY}") == 0
    dispatcher.said("历史视图，仅供查看")
    dispatcher.go(f"{FIGURE}&as_of={YESTERDAY}")
    expect(dispatcher.page.locator(".figure-value").first).to_contain_text("0")

    dispatcher.page.goto(trip)
    dispatcher.press("作废")
    dispatcher.press("作废")
    dispatcher.said("理由必须填写")
    fill(dispatcher, reason="测试单据")
    dispatcher.page.locator(".submit .btn-danger").click()
    dispatcher.said("已作废")
    dispatcher.said("已登记：作废")
    dispatcher.said("费用登记")
    picture(dispatcher, pictures, "voided")
    assert figure(dispatcher) == before
    assert rows(dispatcher) == 1
    expect(dispatcher.page.locator("#rows tbody tr")).to_have_class("void")
