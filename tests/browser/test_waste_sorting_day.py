"""检查一个单位: scored on a telephone, signed, put right, verified, seen on one screen.

The journey of 垃圾专管员 and 督导员, with the sign-in of a training and its paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from houqin.core.config import configure
from houqin.core.site.plugins import running
from tests.browser.conftest import DESK, PHONE, Person, answering
from tests.county import PASSWORD, settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MODULES = "houqin.plugins.vehicles houqin.plugins.waste_sorting"
ITEMS = (
    ("设施", "四类容器齐全", 400),
    ("准确投放", "投放准确", 300),
    ("宣传", "公示", 300),
)


@pytest.fixture(params=["desk", "phone"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk and a phone."""
    window = PHONE if request.param == "phone" else DESK
    return {
        "viewport": window, "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
        "java_script_enabled": True,
    }  # fmt: skip


@pytest.fixture
def address(tmp_path: Path, county: County) -> Iterator[str]:
    """Serve the county with the module, an officer, one unit and its supervisor."""
    config = configure(settings_of(tmp_path / "var") | {"houqin.plugins": MODULES})
    site = config.registry.houqin_directory.open("test")
    running.install(site, "waste_sorting")
    _prepare(site, county)
    with answering(config.make_wsgi_app(), "test") as home:
        yield home


def _prepare(site: Any, county: County) -> None:
    from houqin.core.testing.bench import Bench  # noqa: PLC0415 - only to act

    bench = Bench(site)
    centre = bench.department("县机关事务中心", short="事务中心", kind="own")
    bench.do(
        "core.register_person", name="陆专管", department=centre,
        roles=["waste_sorting.officer"], login="sorting", password=PASSWORD,
    )  # fmt: skip
    clerk: Any = bench.row("core.people", county.ids["clerk"])
    unit = bench.given(
        "waste_sorting.list_unit", department=clerk.values["department"], people=60
    )
    supervisor = bench.given(
        "waste_sorting.nominate_supervisor", unit=unit, name="梁督导", sex="female",
        post="办公室科员", phone="13812345678",
    )  # fmt: skip
    bench.do("waste_sorting.confirm_supervisor", record=supervisor)
    bench.do("waste_sorting.enrol_unit", record=unit)
    items = [dict(zip(("section", "item", "points"), i, strict=True)) for i in ITEMS]
    bench.do("waste_sorting.set_sheet", name="表", since="2020-01-01", items=items)


def _pick(person: Person, name: str) -> None:
    """Choose the only record that a list offers."""
    chosen = person.page.locator(f"[name={name}]").first
    if chosen.evaluate("e => e.tagName") == "SELECT":
        chosen.select_option(index=0 if chosen.get_attribute("multiple") else 1)
    else:
        chosen.check()


#: Every unit, and the officer, however the two lists are drawn.
_CHOOSE = """() => {
  for (const [name, wanted] of [["units", ""], ["inspectors", "陆专管"]]) {
    const options = document.querySelectorAll(`select[name=${name}] option`);
    for (const one of options) one.selected = one.text.includes(wanted);
    for (const box of document.querySelectorAll(`input[name=${name}]`))
      box.checked = box.parentElement.innerText.includes(wanted);
  }
}"""


def _plan(officer: Person) -> None:
    officer.go("waste_sorting/do/plan_inspections")
    officer.fill(round="2024年第一季度", planned_on="2024-03-20")
    officer.page.evaluate(_CHOOSE)
    officer.submit()
    officer.said("待检查")


def _score(officer: Person) -> None:
    officer.press("现场评分")
    officer.page.fill("[name=scores-0-score]", "32")
    officer.page.fill("[name=scores-0-why]", "缺有害垃圾桶")
    officer.fill(sampled="20", accurate="18")
    officer.page.fill("[name=defects-0-matter]", "有害垃圾收集容器缺失")
    officer.picture("waste-score")
    officer.submit()
    officer.said("92")
    officer.picture("waste-inspection")


def _sign(clerk: Person) -> None:
    clerk.go("waste_sorting/inspections")
    clerk.page.locator("#rows tbody a:visible").first.click()
    clerk.press("签字确认")
    _pick(clerk, "signer")
    clerk.submit()
    clerk.said("整改中")


def _put_right(clerk: Person, officer: Person) -> None:
    clerk.go("waste_sorting/defects")
    clerk.page.locator("#rows tbody a:visible").first.click()
    clerk.press("分派")
    _pick(clerk, "person")
    clerk.submit()
    clerk.press("反馈")
    clerk.fill(measures="已配置并张贴标识")
    clerk.submit()
    clerk.said("待复核")
    officer.go("waste_sorting/defects")
    officer.page.locator("#rows tbody a:visible").first.click()
    officer.press("复核")
    officer.page.locator("[name=verdict][value=passed]").check()
    officer.submit()
    officer.said("已销号")
    officer.picture("waste-settled")


def test_a_unit_is_inspected_signs_and_puts_right_what_was_found(meet: Meet) -> None:
    officer, clerk = meet("sorting"), meet("clerk")
    officer.picture("waste-home")
    _plan(officer)
    _score(officer)
    _sign(clerk)
    _put_right(clerk, officer)
    clerk.go("")
    clerk.said("本单位垃圾分类")
    clerk.picture("waste-clerk")
    officer.go("waste_sorting/overview")
    expect(officer.page.locator(".unit-tiles li")).to_have_count(1)
    officer.said("得分 92")
    officer.picture("waste-overview")


def test_a_training_is_planned_printed_and_its_sheet_entered(meet: Meet) -> None:
    officer = meet("sorting")
    officer.go("waste_sorting/do/plan_training")
    officer.fill(
        name="督导员培训会", planned_for="2024-07-28T09:00", place="九楼会议室"
    )
    _pick(officer, "host")
    officer.submit()
    officer.said("待举办")
    link = officer.page.get_by_role("link", name="打印").first.get_attribute("href")
    assert link
    paper = officer.page.request.get(officer.page.url.split("/test/")[0] + link)
    assert paper.ok
    officer.press("登记签到")
    officer.picture("waste-ticks")
    officer.page.locator(".ticks input[value=present]").first.check()
    officer.submit()
    officer.said("已举办")
    officer.go("waste_sorting/kpis/trainees")
    officer.said("1")
    officer.go("waste_sorting/supervisors")
    officer.said("138****5678")
    officer.said("培训合格")
    officer.picture("waste-roster")
