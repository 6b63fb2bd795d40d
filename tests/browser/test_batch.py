"""成批登记 by keys alone: twenty rows, two wrong ones put right in place; paste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.conftest import Person
    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = pytest.mark.browser

VEHICLES = "vehicles/batch/register_vehicle"


@pytest.fixture
def style() -> dict[str, Any]:
    """A desk, once."""
    return {"viewport": DESK, "java_script_enabled": True, "locale": "zh-CN"}


def cell(person: Person, row: int, column: str) -> Locator:
    return person.page.locator(f"[name=rows-{row}-{column}]")


def count(county: County) -> int:
    with county.site.reader() as reader:
        return int(reader.ledger("vehicles.vehicles").count())


def copy(person: Person, text: str) -> None:
    """What Excel would have put on the clipboard, pasted."""
    person.page.evaluate(
        """text => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        document.activeElement.dispatchEvent(
          new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }""",
        text,
    )


def test_twenty_rows_with_two_errors_are_typed_without_a_mouse(
    meet: Meet, county: County
) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go(VEHICLES)
    keys = dispatcher.page.keyboard
    expect(cell(dispatcher, 0, "plate")).to_be_focused()
    first = ("桂X·00100", "yjbz", "轿车", "qy", "5", "2020-1-5", "12.5", "10")
    for text in first:
        keys.type(text)
        if text == "yjbz":
            expect(dispatcher.page.locator("#batch-list li")).to_have_count(1)
        keys.press("Enter")
    expect(cell(dispatcher, 0, "category")).to_have_value("应急保障")
    for row in range(1, 20):
        keys.press("ArrowDown")
        for _ in range(8):
            keys.press("ArrowLeft")
            keys.press("Home")
        expect(cell(dispatcher, row, "plate")).to_be_focused()
        keys.type("又错" if row in {3, 7} else f"桂X·001{row:02d}")
        for _ in first[1:]:
            keys.press("Enter")
            keys.press("Control+d")
        keys.press("Enter")
    dispatcher.submit()
    dispatcher.said("有 2 处需要改正")
    assert count(county) == 2
    expect(cell(dispatcher, 3, "plate")).to_be_focused()
    keys.press("Control+a")
    keys.type("桂X·00103")
    for _ in range(4):
        keys.press("ArrowDown")
    expect(cell(dispatcher, 7, "plate")).to_be_focused()
    keys.press("Control+a")
    keys.type("桂X·00107")
    dispatcher.submit()
    dispatcher.said("已登记20条")
    assert count(county) == 22


def test_rows_are_pasted_from_a_spreadsheet(meet: Meet, county: County) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go(VEHICLES)
    expect(cell(dispatcher, 0, "plate")).to_be_focused()
    head = "号牌*\t编制类别*\t品牌型号*\t能源*\t座位数*\t登记日期*\t购置价*\t里程*\r\n"
    rows = "".join(
        f'桂X·002{n:02d}\t应急保障\t"轿车""甲"""\t汽油\t5\t2020/1/5\t120,000\t0\r\n'
        for n in range(25)
    )
    copy(dispatcher, head + rows)
    expect(cell(dispatcher, 24, "odometer")).to_have_value("0")
    expect(cell(dispatcher, 0, "model")).to_have_value('轿车"甲"')
    dispatcher.submit()
    dispatcher.said("已登记25条")
    assert count(county) == 27


def test_the_grid_fits_a_telephone(meet: Meet) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.page.set_viewport_size(PHONE)
    dispatcher.go(VEHICLES)
    assert dispatcher.overflow <= 0
