"""办公用房 in a real browser: a room given, its plan, its standard, the statistics.

One keeper, one unit, at a desk and on a telephone; what others decide in between is
given as commands.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from houqin.core.config import configure
from houqin.core.site.directory import Directory
from tests import filing
from tests.browser.conftest import DESK, PATIENCE, PHONE, Person, served
from tests.county import PASSWORD, TITLE, County

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PEOPLE = (
    ("keeper", "覃晓岚", "buildings.keeper", False),
    ("director", "韦建国", "director", False),
    ("clerk", "张华", "clerk", True),
    ("reviewer", "李芳", "reviewer", True),
)
TODAY = date.today()  # noqa: DTZ011 - as the forms have it
TOMORROW = f"{TODAY + timedelta(1)}T18:00"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    plugin = "houqin.plugins.buildings"
    return {"var": str(tmp_path / "var"), "houqin.plugins": plugin}


@pytest.fixture
def county(settings: dict[str, str]) -> Iterator[County]:
    """A building of one floor with four rooms, and the standard of 2014."""
    declared = configure(settings, web=False).registry.houqin
    made = County(
        Directory(Path(settings["var"]), declared).create("test", title=TITLE)
    )
    act, ids = made.act, made.ids
    own = act("core.register_department", name=TITLE, short="后勤中心", kind="own")
    unit = {"name": "县自然资源局", "short": "自然资源局", "kind": "county"}
    ids["unit"] = act("core.register_department", **unit)
    for login, name, role, of_unit in PEOPLE:
        ids[login] = act(
            "core.register_person", name=name, roles=[role], login=login,
            department=str(ids["unit"] if of_unit else own), password=PASSWORD,
        )  # fmt: skip
    _estate(made)
    yield made
    made.site.store.close()


def _estate(county: County) -> None:
    act, ids = county.act, county.ids
    compound = act("buildings.register_compound", name="行政中心", address="青山路8号")
    building = act(
        "buildings.register_building", compound=str(compound), name="1号楼",
        address="青山路8号", built_year=2012, structure="frame", storeys=3,
        gross_area=300_000, ownership="own",
    )  # fmt: skip
    ids["floor"] = act("buildings.register_floor", building=str(building), level=3)
    for number, area in (("301", 1_800), ("302", 2_700), ("303", 2_700)):
        ids[number] = act(
            "buildings.register_room", floor=str(ids["floor"]), number=number,
            function="leader_office" if number == "302" else "staff_office",
            usable_area=area, measured_on="2020-01-01",
        )  # fmt: skip
    act("buildings.adopt_standard", level="county", since="2020-01-01")
    with county.site.reader() as reader:
        grades = {
            row.values["name"]: row.key
            for row in reader.ledger("buildings.grades").rows()
        }
    grade = next(key for name, key in grades.items() if "正科" in name)
    ids["rank"] = act(
        "buildings.register_rank", name="局长", grade=grade, leader=True,
        since="2020-01-01",
    )  # fmt: skip


@pytest.fixture
def address(settings: dict[str, str], county: County) -> Iterator[str]:
    """Serve it."""
    assert county.ids
    with served(settings, "test") as home:
        yield home


@pytest.fixture(params=["desk", "phone"])
def window(request: pytest.FixtureRequest) -> dict[str, int]:
    return DESK if request.param == "desk" else PHONE


class Desk:
    """Whoever sits there; the fields of forms are filled whatever they are."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def form(self, path: str, **typed: Any) -> None:
        """Open a form, fill it in and send it."""
        self.person.go(path)
        for name, value in typed.items():
            self.put(name, value)
        self.person.submit()
        expect(self.page.locator(".note-good").first).to_be_visible()

    def put(self, name: str, value: Any) -> None:
        field = self.page.locator(f"#field-{name}")
        if isinstance(value, dict):
            self.page.set_input_files(f"#field-{name}-file", value)  # type: ignore[arg-type]  # a file
        elif field.count() and field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(label=value)
        elif field.count() and field.evaluate("e => e.tagName") == "FIELDSET":
            field.get_by_text(value, exact=False).first.click()
        else:
            field.fill(value)


@pytest.fixture
def sit(chromium: Browser, address: str, window: dict[str, int]) -> Iterator[Any]:
    """Let somebody sit down; nothing on any page is at fault."""
    people: list[Person] = []

    def met(login: str) -> Desk:
        context = chromium.new_context(
            viewport=window, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(PATIENCE)
        people.append(Person(context.new_page(), address))
        people[-1].log_in(login)
        return Desk(people[-1])

    yield met
    faults = [fault for person in people for fault in person.faults]
    for person in people:
        person.page.context.close()
    assert faults == []


def only(county: County, ledger: str) -> UUID:
    """The one record of a ledger."""
    with county.site.reader() as reader:
        (row,) = reader.ledger(f"buildings.{ledger}").page()
    return row.stream


def test_a_room_is_given_drawn_judged_and_reported(sit: Any, county: County) -> None:
    keeper, clerk = sit("keeper"), sit("clerk")
    _given(keeper, clerk, county)
    _drawn(keeper, county)
    _judged(keeper, county)
    _reported(keeper, clerk, county)


def _given(keeper: Desk, clerk: Desk, county: County) -> None:
    """Asked for by the unit, assessed, planned, approved, signed for, handed over."""
    clerk.form(
        "buildings/do/request_rooms", unit="自然资源局", purpose="新增人员办公",
        persons="3", wanted_rooms="2", wanted_area="54",
    )  # fmt: skip
    record = only(county, "allocations")
    county.act("core.agree", "reviewer", record=str(record))
    path = f"buildings/allocations/{record}"
    keeper.form(f"{path}/assess_request", persons="3", assessed_area="54")
    keeper.person.go(f"{path}/plan_rooms")
    keeper.person.picture("buildings-plan")
    keeper.form(f"{path}/plan_rooms", method="调剂", rooms="1号楼302")
    county.act("core.agree", "director", record=str(record))
    keeper.form(f"{path}/sign_agreement", agreement="协1", signed_on=str(TODAY))
    keeper.form(f"{path}/issue_certificate")
    keeper.form(
        f"{path}/hand_over_rooms", keys="2", furniture="办公桌1张", taken_by="张华",
        handed_on=str(TODAY),
    )  # fmt: skip
    keeper.person.go(f"buildings/rooms/{county.ids['302']}")
    keeper.person.said("已分配")
    keeper.person.picture("buildings-room")


def _drawn(keeper: Desk, county: County) -> None:
    """Handed in, a rectangle drawn with the mouse, checked by another, looked at."""
    picture = {
        "name": "三层.png", "mimeType": "image/png",
        "buffer": filing.photo((800, 400), "PNG"),
    }  # fmt: skip
    keeper.form(
        "buildings/do/upload_drawing", floor="1号楼3层", number="1-3",
        edition="2023年测绘", surveyed_on="2023-05-01", sheet=picture,
    )  # fmt: skip
    record = only(county, "drawings")
    page = keeper.page
    keeper.person.go(f"buildings/drawings/{record}/mark_rooms")
    for number in (0, 1):
        page.locator(f"#field-places-{number}-left").focus()
        _drag(page, 0.1 + 0.4 * number, 0.2, 0.4 + 0.4 * number, 0.7)
    expect(page.locator("#field-places-1-top")).not_to_have_value("")
    expect(page.locator("svg.plan .plan-shape")).to_have_count(2)
    keeper.person.picture("buildings-marking")
    keeper.person.submit()
    keeper.person.said("标注房间")
    county.act("buildings.approve_drawing", "director", record=str(record))
    keeper.person.go(
        f"buildings/floors/{county.ids['floor']}/tabs/buildings.floor_plan"
    )
    expect(page.locator("svg.plan a.plan-used")).to_have_count(1)
    keeper.person.picture("buildings-drawing")
    page.locator("svg.plan a.plan-used rect").click()
    expect(page.locator("h1")).to_contain_text("1号楼302")


def _drag(page: Any, left: float, top: float, right: float, below: float) -> None:
    """From one corner to the other, in shares of the picture."""
    page.locator("svg.plan").scroll_into_view_if_needed()
    box = page.locator("svg.plan").bounding_box()
    page.mouse.move(box["x"] + left * box["width"], box["y"] + top * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + right * box["width"], box["y"] + below * box["height"])
    page.mouse.up()


def _judged(keeper: Desk, county: County) -> None:
    """A room above the standard asks for a reason, and is found."""
    typed = {
        "person": "张华", "room": "1号楼302", "rank": "局长", "since": str(TODAY),
    }  # fmt: skip
    keeper.person.go("buildings/do/occupy")
    for name, value in typed.items():
        keeper.put(name, value)
    keeper.person.submit()
    keeper.person.said("使用面积27.00平方米，标准18.00平方米，请写明超标理由")
    keeper.person.picture("buildings-over")
    keeper.page.fill("#field-over_reason", "暂无合适房间")
    keeper.person.submit()
    keeper.form("buildings/do/check_standards", deadline=TOMORROW)
    keeper.person.go("buildings/over_standards")
    keeper.person.said("1号楼302")
    keeper.person.picture("buildings-found")


def _reported(keeper: Desk, clerk: Desk, county: County) -> None:
    """Asked of the unit, shown on its clerk's home page, reported, accepted, filed."""
    keeper.form(
        "buildings/do/assign_report", name="2026年上半年统计", as_of=str(TODAY),
        deadline=TOMORROW,
    )  # fmt: skip
    clerk.person.go("")
    clerk.person.said("用房数据待报")
    clerk.person.picture("buildings-owed")
    clerk.page.get_by_role("link", name="填报", exact=True).click()
    expect(clerk.page.locator("#field-office_area")).to_have_value("27.00")
    typed = {"posts": "5", "staff": "4", "section_chiefs": "1", "others": "3"}
    for name, value in {**typed, "reviewer": "李芳", "leader": "李芳"}.items():
        clerk.put(name, value)
    clerk.person.picture("buildings-report")
    clerk.person.submit()
    clerk.person.said("待审核")
    record = only(county, "unit_reports")
    keeper.form(f"buildings/unit_reports/{record}/accept_report")
    asked = only(county, "stat_reports")
    keeper.form(f"buildings/stat_reports/{asked}/file_report", to="市局")
    keeper.person.said("已上报")
    keeper.person.go("buildings/books/estate")
    keeper.person.picture("buildings-book")
