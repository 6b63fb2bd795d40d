"""网格员: a notice comes in, is put right, photographed, verified, and prints."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from houqin.core.config import configure
from houqin.core.site.directory import Directory
from tests.browser.conftest import DESK, PHONE
from tests.county import PASSWORD, TITLE, County
from tests.filing import pdf, photo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.browser.conftest import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime.now(ZoneInfo("Asia/Shanghai"))
PEOPLE = (
    ("director", "韦建国", "director"),
    ("grid", "龙雅琴", "civilized_city.officer"),
    ("mender", "莫春燕", "clerk"),
)


@pytest.fixture(params=["desk", "phone"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """1280 and 360 points wide."""
    window = PHONE if request.param == "phone" else DESK
    return {
        "viewport": window,
        "java_script_enabled": True,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
    }


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """This module alone."""
    plugins = "houqin.plugins.civilized_city"
    return {"var": str(tmp_path / "var"), "houqin.plugins": plugins}


@pytest.fixture
def county(settings: dict[str, str], tmp_path: Path) -> Iterator[County]:
    """A centre with a grid of one area."""
    declarations = configure(settings, web=False).registry.houqin
    county = County(
        Directory(tmp_path / "var", declarations).create("test", title=TITLE)
    )
    own = county.act(
        "core.register_department", name=TITLE, short="后勤中心", kind="own"
    )
    for login, name, role in PEOPLE:
        county.ids[login] = county.act(
            "core.register_person", name=name, department=str(own), roles=[role],
            login=login, password=PASSWORD,
        )  # fmt: skip
    county.act(
        "civilized_city.register_area", code="G01", name="老政府小区1栋",
        kind="building", scope="各单元楼道、楼前空地", buildings=1, unit=str(own),
        person=str(county.ids["mender"]),
    )  # fmt: skip
    yield county
    county.site.store.close()


def receive(officer: Person) -> str:
    """Enter what came in, in two numbered items; the notice's address."""
    officer.picture("city-officer-home")
    officer.press("登记收到的通知书")
    page = officer.page
    page.select_option("[name=person]", label="莫春燕")
    officer.fill(
        number="创城督〔2026〕5号",
        issuer_name="县创城办",
        deadline=f"{NOW + timedelta(days=5):%Y-%m-%dT%H:%M}",
        inspector="督查二组",
        basis="创建方案；逾期通报",
        **{"items-0-matter": "一单元楼道堆放旧家具"},
    )
    officer.press("再加一行")
    officer.fill(**{"items-1-matter": "楼道小广告未清除"})
    officer.picture("city-receive")
    officer.submit()
    officer.said("已登记：登记收到的通知书")
    officer.said("整改中")
    officer.picture("city-notice")
    return page.url


def mend(mender: Person, before: Path, after: Path) -> None:
    """Put one item right, with photos of before and after."""
    mender.picture("city-mender-home")
    mender.open_first_waiting()
    mender.press("反馈")
    mender.fill(measures="已搬离并清扫")
    mender.submit()
    mender.said("请上传整改前照片")
    mender.fill(measures="已搬离并清扫")
    for name, file in (("before", before), ("after", after)):
        mender.page.set_input_files(f"[name={name}] >> nth=0", file)
    mender.picture("city-feed-back")
    mender.submit()
    mender.said("已登记：反馈")
    mender.said("待复核")


def verify(officer: Person, scan: Path) -> None:
    """Enter the verdict from the stamped receipt."""
    officer.open_first_waiting()
    officer.press("复核")
    officer.page.get_by_label("合格", exact=True).check()
    officer.submit()
    officer.said("盖章的回执扫描件")
    officer.page.set_input_files("[name=scan] >> nth=0", scan)
    officer.picture("city-recheck")
    officer.submit()
    officer.said("已登记：复核")
    officer.said("已销号")


def test_a_notice_is_received_put_right_verified_and_printed(
    meet: Callable[[str], Person], tmp_path: Path
) -> None:
    before, after, scan = (tmp_path / name for name in ("前.jpg", "后.jpg", "回执.pdf"))
    before.write_bytes(photo())
    after.write_bytes(photo(quality=80))
    scan.write_bytes(pdf("整改回执"))
    officer, mender = meet("grid"), meet("mender")
    notice = receive(officer)
    for _item in range(2):
        mend(mender, before, after)
        verify(officer, scan)
        mender.go("")
    officer.page.goto(notice)
    officer.said("已销号")
    officer.picture("city-closed")
    officer.press("整改事项")
    officer.said("2.　楼道小广告未清除")
    officer.picture("city-items")
    officer.page.go_back()
    for leaf in ("notice", "reply"):
        paper = officer.page.request.get(f"{notice}/print.pdf?leaf={leaf}")
        assert paper.ok
        assert paper.body().startswith(b"%PDF")
    officer.go("civilized_city/rectifications")
    expect(officer.page.locator("#rows tbody tr")).to_have_count(2)
    officer.picture("city-ledger")
    director = meet("director")
    card = director.page.locator("[id*=civilized_city-year]")
    expect(card).to_contain_text("整改按时率")
    director.picture("city-director-home")
    director.go("civilized_city/kpis/items_in_time")
    director.said("按时整改事项")
