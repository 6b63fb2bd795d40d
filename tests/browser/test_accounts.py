"""Accounts in a real browser: the first run, a shared PC, the second step, a slip."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from houqin.core.people import pins, totp
from houqin.core.site.directory import Directory
from houqin.core.site.first_run import setup_code
from tests.browser.judging import broken
from tests.county import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW, PIN = "a-first-Horse-1", "2580"
OFFERED = ("me/", "me/password", "me/pin", "me/totp")
OF_ADMINISTRATORS = ("admin/devices", "core/devices", "admin/settings/core.accounts")

#: Seconds within which a code is typed and sent.
LEFT = 8


def leave(person: Person) -> None:
    person.page.get_by_role("button", name="退出", exact=True).first.click()
    person.page.wait_for_url("**/login")


def allow_second_step(county: County) -> None:
    given = {"group": "core.accounts", "values": {"totp": "optional"}}
    county.act("core.change_settings", **given)


def faultless(person: Person, path: str) -> list[str]:
    """What the rules of access find wrong with a page, none wider than its window."""
    person.go(path)
    assert person.overflow <= 0, path
    return [f"{path} {fault}" for fault in broken(person.page)]


def test_an_administrator_sets_up_an_empty_site(
    meet: Callable[[str], Person], tmp_path: Path, county: County
) -> None:
    directory = Directory(tmp_path / "var", county.site.declarations)
    empty = directory.create("empty", title="Y县机关后勤服务中心")
    person = meet("clerk")
    person.address = person.address.replace("/test/", "/empty/")
    person.go("vehicles/trips")
    expect(person.page.locator("h1")).to_have_text("首次设置")
    person.fill(
        code=setup_code(directory, empty), short="后勤中心", name="林晓梅",
        login="admin", password=NEW, again=NEW,
    )  # fmt: skip
    person.picture("first-run")
    person.page.get_by_role("button", name="完成设置").click()
    person.page.wait_for_url(person.address)
    person.said("林晓梅")
    person.go("admin/")
    person.said("系统管理")
    empty.store.close()


def test_a_shared_pc_goes_from_name_to_pin_and_back(
    meet: Callable[[str], Person], county: County
) -> None:
    with county.site.store.writing() as connection:
        pins.keep(connection, county.ids["driver"], PIN)
    person = meet("admin")
    person.go("admin/devices")
    person.fill(name="驾驶员休息室")
    person.page.get_by_role("button", name="登记公用电脑").click()
    person.said("驾驶员休息室")
    leave(person)
    person.picture("shared-names")
    person.page.get_by_role("link", name="钱进").click()
    person.page.fill("#pin", PIN)
    person.page.get_by_role("button", name="登录").click()
    person.page.wait_for_url(person.address)
    person.said("钱进")
    leave(person)
    expect(person.page.get_by_role("link", name="钱进")).to_be_visible()


def test_the_second_step_is_turned_on_and_asked_for(
    meet: Callable[[str], Person], county: County
) -> None:
    allow_second_step(county)
    person = meet("clerk")
    person.go("me/totp")
    person.page.get_by_role("button", name="开始").click()
    secret = person.page.locator(".secret").inner_text().replace(" ", "")
    expect(person.page.locator("svg.qr")).to_be_visible()
    person.picture("second-step")
    # One step later the code of the step before is refused.
    if (left := totp.STEP_SECONDS - time.time() % totp.STEP_SECONDS) < LEFT:
        time.sleep(left)
    before = int(time.time()) - totp.STEP_SECONDS
    person.fill(code=pyotp.TOTP(secret).at(before))
    person.page.get_by_role("button", name="确认启用").click()
    expect(person.page.locator(".codes li")).to_have_count(10)
    leave(person)
    person.page.fill("#login", "clerk")
    person.page.fill("#password", PASSWORD)
    person.page.get_by_role("button", name="登录").click()
    person.page.fill("#code", pyotp.TOTP(secret).now())
    person.page.get_by_role("button", name="登录").click()
    person.page.wait_for_url(person.address)


def test_a_slip_leads_to_a_password_of_ones_own(
    meet: Callable[[str], Person], county: County
) -> None:
    person = meet("admin")
    person.go(f"core/people/{county.ids['driver']}/issue_slip")
    person.submit()
    code = person.page.locator(".slip-code").inner_text()
    person.picture("slip")
    leave(person)
    person.page.fill("#login", "driver")
    person.page.fill("#password", code)
    person.page.get_by_role("button", name="登录").click()
    person.fill(password=NEW, again=NEW)
    person.page.get_by_role("button", name="设置密码").click()
    person.page.wait_for_url(person.address)
    person.said("钱进")


def test_pages_of_accounts_keep_the_rules_of_access(
    meet: Callable[[str], Person], county: County
) -> None:
    allow_second_step(county)
    person = meet("admin")
    if not person.scripted:
        return
    broken = [
        line for path in OFFERED + OF_ADMINISTRATORS for line in faultless(person, path)
    ]
    leave(person)
    for path in ("login", "login?password=1"):
        broken += faultless(person, path)
    assert not broken, "\n".join(broken)
