"""An administrator sets up units and people in a real Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.judging import Judge
from tests.core.people.filling import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNITS = (
    ("县文旅局", "文旅局", "县直部门", None, 10),
    ("县图书馆", "图书馆", "二层机构", "文旅局", None),
)
PEOPLE = (("韦国强", "文旅局", "单位经办人", "WL001", None, "13800138000"),)


def imported(person: Person, tmp_path: Path) -> None:
    """Download the template, fill it in, upload it, confirm."""
    person.go("admin/import")
    with person.page.expect_download() as download:
        person.press("下载模板")
    blank = Path(download.value.path()).read_bytes()
    file = tmp_path / "人员.xlsx"
    file.write_bytes(filled(blank, UNITS, (*PEOPLE, ("张三", "没有的局"))))
    _upload(person, file)
    person.said("没有单位“没有的局”")
    file.write_bytes(filled(blank, UNITS, PEOPLE))
    _upload(person, file)
    person.picture("import")
    person.press("确认导入")
    person.said("已导入 2 个单位、1 名人员")


def _upload(person: Person, file: Path) -> None:
    person.page.set_input_files("input[name=file]", file)
    person.press("上传检查")


def test_an_administrator_imports_then_merges_and_finds(
    meet: Callable[[str], Person], county: County, tmp_path: Path
) -> None:
    person = meet("admin")
    imported(person, tmp_path)
    person.go("admin/organisation")
    person.picture("organisation")
    row = person.page.locator("tr", has_text="县图书馆")
    row.get_by_role("link", name="合并", exact=True).click()
    person.page.select_option("#field-into", label="文旅局", force=True)
    person.submit()
    person.said("已合并")
    person.go("admin/organisation?all=1")
    person.said("已合并至县文旅局")
    person.go("admin/people")
    person.page.fill("#name", "国强")
    person.press("查找")
    expect(person.page.locator(".listed tbody tr")).to_have_count(1)
    person.picture("people")


@pytest.mark.parametrize("style", ["desk", "phone"], indirect=True)
def test_its_pages_fit_and_keep_the_rules_of_access(
    meet: Callable[[str], Person], county: County, style: dict[str, Any]
) -> None:
    county.act(
        "core.register_post", name="经办员", establishment=2, roles=["clerk"],
        department=str(county.ids["unit"]),
    )  # fmt: skip
    person = meet("admin")
    wrong, judge = [], Judge()
    for path in (
        "admin/organisation?all=1", f"admin/organisation/{county.ids['unit']}",
        "admin/people?state=all", "admin/import", "core/posts",
        f"core/departments/{county.ids['unit']}/merge_department",
    ):  # fmt: skip
        person.go(path)
        said = judge.look(person.page, person.address)
        wrong += [f"{path}: {fault}" for fault in said]
    person.faults.clear()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk or a phone."""
    wanted = getattr(request, "param", "desk")
    return {
        "viewport": PHONE if wanted == "phone" else DESK,
        "java_script_enabled": True,
        "bypass_csp": True,
        "locale": "zh-CN",
    }
