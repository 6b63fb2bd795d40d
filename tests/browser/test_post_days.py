"""The day of each of five posts, begun from 工作台, at a desk and on a telephone.

What others do in between is done behind the pages.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from houqin.core.audit import checkpoints
from tests import filing
from tests.browser.conftest import DESK, PHONE, TODAY
from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from playwright.sync_api import Locator

    from tests.browser.conftest import Person
    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = [pytest.mark.browser, pytest.mark.slow, TODAY]

PLATE = "桂X·D00013"


@pytest.fixture(params=["desk", "phone"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk and a telephone of 360 pixels."""
    window = PHONE if request.param == "phone" else DESK
    return {"viewport": window, "java_script_enabled": True, "locale": "zh-CN"}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """What the camera gives."""
    found = tmp_path / "IMG_0001.jpg"
    found.write_bytes(filing.photo((1200, 900)))
    return found


def local(minutes: int) -> datetime:
    return datetime.now(ZONE).replace(microsecond=0) + timedelta(minutes=minutes)


def soon(**more: Any) -> dict[str, Any]:
    """A trip that goes in twenty minutes, as a command takes it."""
    planned = {"planned_start": local(20), "planned_end": local(200)}
    return {name: at.isoformat() for name, at in planned.items()} | more


def card(person: Person, name: str) -> Locator:
    return person.page.locator(f"#card-{name}")


def menu(person: Person, *titles: str) -> None:
    """Go through the navigation, which a telephone keeps behind a button."""
    if person.page.viewport_size == PHONE:
        person.page.locator(".nav-button").click()
    side = person.page.locator(".side")
    for title in titles:
        entry = side.locator("a, summary").get_by_text(title, exact=True)
        entry.or_(side.locator("summary", has_text=title)).first.click()


def tile(person: Person, title: str) -> Locator:
    """The number on a count."""
    return person.page.locator(".count-tile", has_text=title).locator("b")


def reviewed(county: County, **more: Any) -> UUID:
    """A request that waits for the director."""
    request = county.request(**soon(**more))
    county.act("core.agree", "reviewer", record=str(request))
    return request


def test_a_directors_day(meet: Meet, county: County) -> None:
    reviewed(county, purpose="送机要文件")
    phoned = reviewed(county, purpose="防汛巡查")
    county.act(
        "core.agree_by_phone", "dispatcher", record=str(phoned),
        approver=str(county.ids["director"]), agreed_at=local(0).isoformat(),
    )  # fmt: skip
    director = meet("director")
    expect(card(director, "vehicles-approving")).to_contain_text("送机要文件")
    director.picture("day-director")
    card(director, "vehicles-approving").get_by_role("button", name="同意").click()
    director.said("没有待审批的事项")
    card(director, "core-to_sign").get_by_role("button", name="补签确认").click()
    director.said("已登记：补签确认")
    expect(card(director, "core-to_sign")).to_have_count(0)
    expect(tile(director, "可用")).to_have_text("2")
    expect(director.page.get_by_role("link", name="打印一页纸")).to_be_visible()
    director.page.get_by_role("link", name="本月总结").click()
    director.said("共调度公务用车")
    menu(director, "车辆管理", "车辆台账")
    expect(director.page.locator("#rows tbody tr")).to_have_count(2)
    assert director.overflow <= 0


def test_a_dispatchers_day(meet: Meet, county: County) -> None:
    county.approved(**soon())
    dispatcher = meet("dispatcher")
    expect(card(dispatcher, "vehicles-waiting").locator("li")).to_have_class(
        "waiting soon"
    )
    card(dispatcher, "vehicles-waiting").get_by_role("link", name="派车").first.click()
    dispatcher.page.get_by_label("车号").select_option(label=PLATE)
    dispatcher.page.get_by_label("驾驶员").select_option(label="钱进")
    dispatcher.press("派车")
    dispatcher.said("已安排")
    dispatcher.go("")
    line = card(dispatcher, "vehicles-board").locator(".board-line", has_text=PLATE)
    expect(line.locator(".bar")).to_have_count(1)
    dispatcher.picture("day-dispatcher")
    for button, odometer in (("出车登记", "1005"), ("回场登记", "1065")):
        dispatcher.go("")
        card(dispatcher, "vehicles-buttons").get_by_role("link", name=button).click()
        dispatcher.page.get_by_label("车牌后四位").fill("0013")
        dispatcher.press("查找")
        gate = dispatcher.page.locator(".gate .task")
        gate.locator("[name=odometer]").fill(odometer)
        gate.get_by_role("button", name=button).click()
        dispatcher.said(f"已登记：{button}")
    dispatcher.go("")
    expect(tile(dispatcher, "本月车次")).to_have_text("1")
    dispatcher.press("打印当日派车表")
    expect(dispatcher.page.locator("tbody tr")).to_have_count(1)
    dispatcher.go("")
    dispatcher.press("补录派车单")
    dispatcher.said("照已办完的纸质派车单填写")


def test_a_drivers_day(meet: Meet, county: County, photo: Path) -> None:
    trip, driver = county.trip(**soon()), meet("driver")
    county.act(
        "vehicles.hold_meeting", subject="雨季行车安全", place="中心会议室",
        host=str(county.ids["dispatcher"]), content="学习安全驾驶规定",
        attended=[str(county.ids["steering"])],
    )  # fmt: skip
    page, task = driver.page, driver.page.locator(".task")
    expect(page.locator(".side")).to_have_count(0)
    expect(task).to_contain_text("张华")
    expect(task).to_contain_text("县行政中心 → 青竹镇")
    driver.press("出车前检查")
    for tick in page.locator("form > .fields").get_by_label("是", exact=True).all():
        tick.check()
    driver.submit()
    expect(task.locator("[name=odometer]")).to_have_value("1000")
    page.set_input_files(".task [name=photos]", photo)
    driver.picture("day-driver-out")
    driver.press("出车")
    expect(task.locator(".state")).to_have_text("已出车")
    task.locator("[name=odometer]").fill("900")
    driver.press("回场")
    driver.said("回场里程不能小于出车里程1000公里")
    driver.fill(odometer="1062")
    driver.submit()
    driver.said("已登记：回场登记")
    driver.press("费用登记")
    page.select_option('[name="lines-0-kind"]', "toll")
    driver.fill(**{"lines-0-amount": "25", "lines-0-paid_on": f"{local(0):%Y-%m-%d}"})
    page.set_input_files('[name="lines-0-photos"] >> nth=0', photo)
    driver.submit()
    driver.said("没有任务")
    assert [tile(driver, name).inner_text() for name in ("车次", "公里")] == [
        "1", "62",
    ]  # fmt: skip
    expect(card(driver, "vehicles-my_meetings")).to_contain_text("雨季行车安全")
    driver.picture("day-driver-home")
    driver.go(f"vehicles/trips/{trip}")
    expect(page.locator(".attached li")).to_have_count(2)


def test_a_clerks_day(meet: Meet, county: County) -> None:
    clerk = meet("clerk")
    clerk.press("我要用车")
    clerk.fill(
        purpose="土地核查", passengers="3",
        planned_start=f"{local(20):%Y-%m-%dT%H:%M}",
        planned_end=f"{local(200):%Y-%m-%dT%H:%M}",
        origin="县行政中心", destination="青竹镇",
    )  # fmt: skip
    clerk.submit()
    clerk.said("已登记：我要用车")
    request = clerk.page.url.rpartition("/")[2]
    clerk.go("")
    card(clerk, "vehicles-ask").get_by_role("link", name="→ 青竹镇").click()
    expect(clerk.page.get_by_label("目的地")).to_have_value("青竹镇")
    clerk.go("")
    expect(card(clerk, "vehicles-mine")).to_contain_text("现在等：")
    card(clerk, "vehicles-mine").get_by_role("link", name="土地核查").click()
    clerk.press("催办")
    clerk.press("催办")
    clerk.said("已催办 1 次")
    for by in ("reviewer", "director"):
        county.act("core.agree", by, record=request)
    county.act(
        "vehicles.dispatch_request", "dispatcher", record=request,
        vehicle=str(county.ids[PLATE]), driver=str(county.ids["steering"]),
    )  # fmt: skip
    with county.site.reader() as reader:
        (row,) = reader.ledger("vehicles.trips").rows()
    for step, odometer in (("depart", 1000), ("return_trip", 1062)):
        county.act(
            f"vehicles.{step}", "driver", record=str(row.stream), odometer=odometer
        )
    clerk.go("")
    clerk.picture("day-clerk")
    expect(card(clerk, "vehicles-mine")).to_contain_text(f"{PLATE}")
    card(clerk, "vehicles-receipts").get_by_role("button", name="回执确认").click()
    clerk.said("已登记：")
    expect(card(clerk, "vehicles-receipts")).to_have_count(0)
    expect(tile(clerk, "调度车次")).to_have_text("1车次")


def test_an_auditors_day(meet: Meet, county: County) -> None:
    requests = [reviewed(county, purpose=f"第{n}次") for n in range(3)]
    county.act("core.void", record=str(requests[0]), target=0, reason="重复")
    trip = county.trip(**soon())
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1000)
    checkpoints.sign(county.site)
    auditor = meet("auditor")
    expect(card(auditor, "core-letter")).to_contain_text("X审函〔2025〕1号")
    expect(card(auditor, "core-amended").locator("tbody tr").first).to_contain_text("1")
    auditor.picture("day-auditor")
    card(auditor, "vehicles-findings").get_by_role("link", name="先用后补").click()
    expect(auditor.page.locator("#rows tbody tr")).to_have_count(4)
    auditor.page.locator("#rows tbody tr a").first.click()
    expect(auditor.page.locator(".head-actions .btn-primary")).to_have_count(0)
    auditor.go("")
    auditor.press("抽样")
    auditor.page.get_by_label("台账").select_option(label="用车申请台账")
    auditor.page.get_by_label("抽取条数").fill("2")
    auditor.page.get_by_label("种子").fill("审2026")
    auditor.press("抽取")
    auditor.said("从 4 条中按种子“审2026”抽取 2 条")
    auditor.picture("day-auditor-sample")
    auditor.go("")
    expect(card(auditor, "core-my_looks")).to_contain_text("抽样 用车申请台账")
    auditor.press("指标表")
    auditor.page.get_by_label("报送日").fill(f"{local(-3000):%Y-%m-%d}")
    auditor.press("查看")
    trips = auditor.page.locator("#then tr", has_text="调度车次")
    expect(trips).to_contain_text("+1")
    auditor.picture("day-auditor-figures")
    trips.get_by_role("link", name="派车单").click()
    auditor.said("已出车")
    auditor.go("")
    auditor.press("历史与核验")
    auditor.press("核验")
    auditor.said("登记后未发现改动")
    auditor.go("")
    expect(card(auditor, "core-checkpoint")).to_contain_text("登记后未发现改动")
    auditor.page.get_by_label("截至日期").fill(f"{local(-3000):%Y-%m-%d}")
    auditor.press("查看")
    auditor.said("历史视图，仅供查看")
