"""An empty county is set up on its pages alone, up to the first trip."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pyotp
import pytest
from playwright.sync_api import expect

from houqin.core.config import configure
from houqin.core.people import totp
from houqin.core.site.directory import Directory
from houqin.core.site.first_run import setup_code
from tests.browser.conftest import DESK
from tests.browser.test_journey import agree, dispatch, figure, request_car, rows
from tests.county import PASSWORD, TITLE, County, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browser.conftest import Person

    Meet = Callable[[str], Person]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN, OTHER = "后勤中心", "自然资源局"
#: Login, name, unit, role.
PEOPLE = (
    ("clerk", "张华", OTHER, "单位经办人"),
    ("reviewer", "李芳", OTHER, "单位审批人"),
    ("director", "韦建国", OWN, "主任"),
    ("dispatcher", "赵明", OWN, "车辆调度员"),
    ("driver", "钱进", OWN, "驾驶员"),
)


@pytest.fixture
def style() -> dict[str, Any]:
    """A desk, once."""
    return {
        "viewport": DESK,
        "java_script_enabled": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture
def directory(tmp_path: Path) -> Directory:
    var = tmp_path / "var"
    return Directory(var, configure(settings_of(var), web=False).registry.houqin)


@pytest.fixture
def county(directory: Directory) -> Iterator[County]:
    """A county in which nobody is registered."""
    empty = County(directory.create("test", title=TITLE))
    yield empty
    empty.site.store.close()


@pytest.fixture
def admin(meet: Meet, directory: Directory, county: County) -> Person:
    """Whoever has the code, on the page that any page leads to."""
    person = meet("")
    person.go("vehicles/trips")
    expect(person.page.get_by_role("heading", name="首次设置")).to_be_visible()
    person.picture("first-run")
    person.fill(
        code=setup_code(directory, county.site), short=OWN, name="林晓梅",
        login="admin", password=PASSWORD, again=PASSWORD,
    )  # fmt: skip
    person.press("完成设置")
    person.said("林晓梅")
    return person


def choose(person: Person, field: str, label: str) -> None:
    """One of the choices of a field that are all in sight."""
    shown = person.page.locator(f"#field-{field}")
    shown.get_by_label(label, exact=True).check()


def select(person: Person, field: str, label: str) -> None:
    person.page.select_option(f"#field-{field}", label=label)


def register(person: Person, what: str) -> None:
    """Send the form and come back to where the next one begins."""
    person.press(what)
    person.said(f"已登记：{what}")
    person.go("")


def register_unit(admin: Person) -> None:
    admin.press("登记单位")
    admin.fill(name="县自然资源局", short=OTHER)
    choose(admin, "kind", "县直部门")
    register(admin, "登记单位")


def fill_in_person(admin: Person, login: str, name: str, unit: str, role: str) -> None:
    admin.press("登记人员")
    admin.fill(name=name, login=login, password=PASSWORD)
    select(admin, "department", unit)
    choose(admin, "roles", role)


def refuse_weak_password(admin: Person) -> None:
    """Where all but the password is right, only that is typed again."""
    admin.fill(password="clerk-Abc-12")
    admin.press("登记人员")
    wrong = admin.page.locator("#field-password-error")
    expect(wrong).to_have_text("密码不能包含登录名、工号或姓名")
    admin.fill(password=PASSWORD)


def register_people(admin: Person) -> None:
    for person in PEOPLE:
        fill_in_person(admin, *person)
        if person is PEOPLE[0]:
            refuse_weak_password(admin)
        register(admin, "登记人员")


def register_vehicle(admin: Person) -> None:
    admin.press("登记车辆")
    admin.fill(
        plate="桂X·D00013", model="比亚迪秦", seats="5", registered_on="2023-05-15",
        price="116000", odometer="1000",
    )  # fmt: skip
    choose(admin, "category", "应急保障")
    choose(admin, "energy", "纯电动")
    admin.picture("first-vehicle")
    register(admin, "登记车辆")


def register_driver(admin: Person) -> None:
    admin.press("登记驾驶员")
    select(admin, "person", "钱进")
    choose(admin, "licence", "C1")
    register(admin, "登记驾驶员")


def enter(admin: Person, title: str) -> None:
    """Open one entry of 系统管理 by its card."""
    admin.go("admin/")
    admin.page.locator(".admin-cards a", has_text=title).click()


def allow_codes(admin: Person) -> None:
    """Change one parameter: everybody may use a second step."""
    enter(admin, "参数设置")
    group = admin.page.locator(".card-z", has_text="动态口令").first
    group.get_by_role("link", name="修改").click()
    choose(admin, "totp", "由本人决定是否启用")
    admin.submit()
    admin.said("不使用 → 由本人决定是否启用")


def set_calendar(admin: Person) -> None:
    enter(admin, "工作日历")
    admin.go("admin/calendar/2026")
    admin.press("导入放假安排")
    admin.said("全年工作日 248 天")


def depart(driver: Person) -> None:
    driver.open_first_waiting()
    driver.press("出车登记")
    expect(driver.page.locator("#field-odometer")).to_have_value("1000")
    driver.fill(odometer="1005")
    driver.press("出车登记")
    driver.said("已出车")


def log_out(admin: Person) -> None:
    admin.press("退出")
    expect(admin.page.locator("#login")).to_be_visible()


def come_back(admin: Person, code: str) -> None:
    """Log out, and in again by both steps."""
    log_out(admin)
    admin.page.fill("#login", "admin")
    admin.page.fill("#password", PASSWORD)
    admin.press("登录")
    admin.page.fill("#code", code)
    admin.press("登录")


def is_let_in(admin: Person) -> None:
    admin.page.wait_for_url(admin.address)
    expect(admin.page.get_by_role("heading", name="林晓梅")).to_be_visible()


def is_kept_out(admin: Person, said: str) -> None:
    """The page says why; the browser remarks the status and nothing else."""
    expect(admin.page.get_by_role("alert")).to_have_text(said)
    assert [fault for fault in admin.faults if "status of 403" not in fault] == []
    admin.faults.clear()


def test_an_empty_county_is_set_up_to_its_first_trip(meet: Meet, admin: Person) -> None:
    log_out(admin)
    admin.log_in("admin")
    register_unit(admin)
    register_people(admin)
    register_vehicle(admin)
    register_driver(admin)
    allow_codes(admin)
    set_calendar(admin)
    admin.go("")
    admin.picture("set-up")

    request_car(meet("clerk"))
    agree(meet("reviewer"), "情况属实", "单位已审核")
    agree(meet("director"), "注意安全", "已批准")
    dispatcher = meet("dispatcher")
    assert figure(dispatcher) == "0"
    dispatcher.go("")
    dispatch(dispatcher)
    depart(meet("driver"))

    assert rows(dispatcher) == 1
    row = dispatcher.page.locator("#rows tbody tr")
    for text in ("桂X·D00013", "钱进", OTHER):
        expect(row).to_contain_text(text)
    dispatcher.picture("first-trip")
    assert figure(dispatcher) == "1"


def test_a_code_from_the_phone_is_the_second_step(admin: Person) -> None:
    allow_codes(admin)
    admin.go("me/")
    admin.press("启用动态口令")
    admin.press("开始")
    secret = admin.page.locator(".secret").inner_text()
    phone = pyotp.TOTP(secret.replace(" ", ""))
    admin.picture("second-step")
    used = phone.now()
    admin.fill(code=used)
    admin.press("确认启用")
    expect(admin.page.locator(".codes li")).to_have_count(10)
    spare = admin.page.locator(".codes li").first.inner_text()
    admin.press("我已保存，继续")
    come_back(admin, used)
    is_kept_out(admin, "动态口令不正确，或者已经用过")
    admin.page.fill("#code", phone.at(int(time.time()) + totp.STEP_SECONDS))
    admin.press("登录")
    is_let_in(admin)
    come_back(admin, spare)
    is_let_in(admin)
    admin.go("me/")
    admin.said("还有 9 个备用码可用")
