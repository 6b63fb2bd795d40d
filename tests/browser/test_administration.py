"""An administrator looks after parameters, the calendar, ledgers and health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = pytest.mark.browser


def enter(person: Person, title: str) -> None:
    """Open one entry of 系统管理 by its card."""
    person.go("admin/")
    person.page.locator(".admin-cards a", has_text=title).click()


def test_a_parameter_is_changed_and_its_change_told(
    meet: Callable[[str], Person],
) -> None:
    admin = meet("admin")
    admin.picture("admin")
    enter(admin, "参数设置")
    admin.picture("settings")
    section = admin.page.locator(".card-z", has_text="办理规则").first
    section.get_by_role("link", name="修改").click()
    admin.fill(unconfirmed_days="61")
    admin.submit()
    admin.said("不能大于60")
    admin.fill(unconfirmed_days="5")
    admin.submit()
    admin.said("已登记：修改办理规则")
    admin.said("3 天 → 5 天")
    admin.picture("setting-group")


def test_a_year_of_the_calendar_is_imported_and_amended(
    meet: Callable[[str], Person],
) -> None:
    admin = meet("admin")
    admin.go("admin/calendar/2026")
    admin.press("导入放假安排")
    admin.said("全年工作日 248 天")
    admin.press("修改")
    admin.page.fill("[name=regional-0-name]", "广西三月三")
    admin.page.fill("[name=regional-0-first]", "2026-04-20")
    admin.submit()
    admin.said("全年工作日 247 天")
    expect(admin.page.locator(".day.regional", has_text="20")).to_be_visible()
    admin.picture("calendar")


def test_a_ledger_that_is_generated_anew_shows_how_far_it_is(
    meet: Callable[[str], Person], county: County
) -> None:
    admin = meet("admin")
    with county.site.upkeep.begin("core.people", "重新生成人员名册") as job:
        job.progress(3, 1200)
        enter(admin, "台账与指标生成")
        admin.said("已处理 3 / 1,200 条原始记录")
        admin.picture("ledgers")
    if not admin.scripted:
        admin.press("刷新")
    expect(admin.page.locator(".standing-running")).to_have_count(0)
    admin.press("重新生成台账：人员名册")
    admin.said("已开始重新生成人员名册")
    row = admin.page.locator(".standings tr", has_text="人员名册")
    if admin.scripted:
        expect(row).to_contain_text("第 2 代")
        every = admin.page.get_by_role("button", name="重新生成全部台账")
        expect(every).to_be_enabled()


def test_health_and_the_system_log_fit_every_window(
    meet: Callable[[str], Person],
) -> None:
    admin = meet("admin")
    enter(admin, "运行状况")
    admin.said("最新登记序号")
    admin.picture("health")
    overseer = meet("overseer")
    enter(overseer, "系统日志")
    overseer.said("保存 6 个月")
    overseer.picture("system-log")
