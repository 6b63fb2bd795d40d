"""A receipt photographed on a phone, up to what the office sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests import filing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CAMERA = 'input[name="lines-0-photos"][capture]'
DISK = 'input[name="lines-0-photos"][multiple]'


@pytest.fixture
def receipts(tmp_path: Path) -> list[Path]:
    """Photos of two receipts."""
    found = [tmp_path / "加油 300元.jpg", tmp_path / "过路费.png"]
    found[0].write_bytes(filing.photo((1200, 1600)))
    found[1].write_bytes(filing.photo((900, 500), "PNG"))
    return found


def test_receipts_go_with_the_costs_and_open_from_the_record(
    meet: Callable[[str], Person],
    county: County,
    receipts: list[Path],
    style: dict[str, Any],
) -> None:
    trip, driver = county.trip(), meet("driver")
    page = driver.page
    driver.go(f"vehicles/trips/{trip}/record_costs")
    page.select_option('[name="lines-0-kind"]', "fuel")
    page.fill('[name="lines-0-amount"]', "三百")
    page.fill('[name="lines-0-paid_on"]', "2026-01-05")
    phone = style["viewport"]["width"] < 640
    expect(page.locator(CAMERA)).to_be_visible(visible=phone)
    page.set_input_files(DISK, [receipts[1]])
    page.set_input_files(CAMERA, receipts[0])
    driver.submit()
    driver.said("金额应为数字")
    expect(page.locator(".files-kept")).to_have_count(2)
    driver.picture("costs-with-photos")
    page.fill('[name="lines-0-amount"]', "300")
    driver.submit()
    driver.said("已登记：费用登记")
    expect(page.locator(".attached li")).to_have_count(2)
    page.locator(".attached img").first.scroll_into_view_if_needed()
    for image in page.locator(".attached img").all():
        expect(image).to_have_js_property("complete", value=True)
        assert image.evaluate("image => image.naturalWidth") > 0
    driver.picture("record-with-photos")
    with page.context.expect_page() as opened:
        page.locator(".attached-name").first.click()
    picture = opened.value
    picture.wait_for_load_state()
    assert picture.evaluate("document.images[0].naturalWidth") == 900
    assert picture.evaluate("document.contentType") == "image/png"
