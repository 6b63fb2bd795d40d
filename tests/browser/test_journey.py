"""One trip from the request to the closed slip, and what the books say of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
TODAY, YESTERDAY = NOW.date(), NOW.date() - timedelta(days=1)
PURPOSE = "到青竹镇核查地质灾害点"
FIGURE = (
    f"vehicles/kpis/trips_dispatched?from={YESTERDAY}&to={TODAY + timedelta(days=1)}"
)


def figure(person: Person, more: str = "") -> str:
    """调度车次 of these days."""
    person.go(FIGURE + more)
    shown = person.page.locator(".kpi-top .figure-value").inner_text()
    return shown.removesuffix("车次").strip()


def rows(person: Person, query: str = "") -> int:
    """How many rows the trips' ledger shows."""
    person.go(f"vehicles/trips{query}")
    return person.page.locator("#rows tbody tr").count()


def request_car(clerk: Person) -> None:
    clerk.press("我要用车")
    clerk.fill(
        purpose=PURPOSE,
        passengers="3",
        planned_start=f"{NOW:%Y-%m-%dT%H:%M}",
        planned_end=f"{NOW + timedelta(hours=5):%Y-%m-%dT%H:%M}",
        origin="县行政中心",
        destination="青竹镇",
    )
    clerk.picture("request")
    clerk.press("我要用车")
    clerk.said("已登记：我要用车")
    clerk.said("现在等：自然资源局审批人审核")


def agree(person: Person, comment: str, after: str) -> None:
    person.open_first_waiting()
    person.press("同意")
    person.fill(comment=comment)
    person.press("同意")
    person.said(after)
    person.said(comment)


def dispatch(dispatcher: Person) -> None:
    dispatcher.picture("home")
    dispatcher.open_first_waiting()
    dispatcher.press("派车")
    dispatcher.page.get_by_label("车号").select_option(label="桂X·D00013")
    dispatcher.page.get_by_label("驾驶员").select_option(label="钱进")
    dispatcher.picture("dispatch")
    dispatcher.press("派车")
    dispatcher.said("已安排")


def drive(driver: Person) -> None:
    driver.open_first_waiting()
    driver.press("出车登记")
    expect(driver.page.locator("#field-odometer")).to_have_value("1000")
    driver.fill(odometer="1005")
    driver.press("出车登记")
    driver.said("已出车")
    driver.press("回场登记")
    driver.fill(odometer="900")
    driver.press("回场登记")
    driver.said("回场里程不能小于出车里程")
    expect(driver.page.locator("#field-odometer")).to_have_value("900")
    driver.fill(odometer="1065", place="行政中心停车场")
    driver.picture("return")
    driver.press("回场登记")
    driver.said("已回场")


def record_costs(driver: Person) -> None:
    driver.press("费用登记")
    driver.page.select_option("[name=lines-0-kind]", label="过路费")
    driver.fill(**{"lines-0-amount": "25.5", "lines-0-paid_on": str(TODAY)})
    driver.press("再加一行")
    expect(driver.page.locator("#field-lines-0-amount")).to_have_value("25.5")
    driver.picture("costs")
    driver.press("费用登记")
    driver.said("25.50 元")


def close(dispatcher: Person) -> str:
    dispatcher.go("")
    dispatcher.open_first_waiting()
    dispatcher.press("办结")
    dispatcher.press("办结")
    dispatcher.said("已办结")
    dispatcher.picture("record")
    return dispatcher.page.url


def void(dispatcher: Person, trip: str) -> None:
    dispatcher.page.goto(trip)
    dispatcher.press("作废")
    dispatcher.submit()
    dispatcher.said("理由必须填写")
    dispatcher.fill(amendment_reason="测试单据")
    dispatcher.submit()
    dispatcher.said("已登记：作废")
    expect(dispatcher.page.locator(".head")).to_contain_text("已作废")
    dispatcher.said("费用登记")
    dispatcher.picture("voided")


def test_a_trip_goes_from_request_to_closing_and_is_voided(
    meet: Callable[[str], Person],
) -> None:
    clerk, dispatcher = meet("clerk"), meet("dispatcher")
    before = figure(dispatcher)
    request_car(clerk)
    agree(meet("reviewer"), "情况属实", "单位已审核")
    agree(meet("director"), "注意安全", "已批准")
    dispatcher.go("")
    dispatch(dispatcher)
    assert figure(dispatcher) == before == "0"
    driver = meet("driver")
    drive(driver)
    record_costs(driver)
    trip = close(dispatcher)

    assert rows(dispatcher) == 1
    dispatcher.total_of("1 条")
    dispatcher.picture("ledger")
    assert figure(dispatcher) == "1"
    dispatcher.picture("figure")
    dispatcher.press("查看明细")
    expect(dispatcher.page.locator("#rows tbody tr")).to_have_count(1)

    assert rows(dispatcher, f"?as_of={YESTERDAY}") == 0
    dispatcher.said("历史视图，仅供查看")
    assert figure(dispatcher, f"&as_of={YESTERDAY}") == "0"

    void(dispatcher, trip)
    assert figure(dispatcher) == "0"
    assert rows(dispatcher) == 1
    expect(dispatcher.page.locator("#rows tbody tr")).to_have_class("void")
