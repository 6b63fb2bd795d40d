"""Sentences are copied and papers printed in a browser, with scripts or without."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import DESK
from tests.browser.judging import broken

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.browser.conftest import Person
    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAID = "共调度公务用车1车次，安全行驶62公里"


@pytest.fixture(params=["plain", "scripted"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk with JavaScript and one without."""
    return {
        "viewport": DESK,
        "java_script_enabled": request.param == "scripted",
        "bypass_csp": True,
        "locale": "zh-CN",
    }


def driven(county: County) -> str:
    """A trip that is back."""
    trip, act = str(county.trip()), county.act
    act("vehicles.depart", "dispatcher", record=trip, odometer=1000)
    act("vehicles.return_trip", "dispatcher", record=trip, odometer=1062)
    return trip


def printed(page: Any) -> tuple[list[str], tuple[int, int]]:
    """What the browser prints, page by page, and the size of the paper."""
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    texts = [unicodedata.normalize("NFKC", p.extract_text()) for p in pages]
    box = pages[0].mediabox
    size = round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)
    # Chromium names some characters by the radical they look like.
    return ["".join(text.split()).replace("⻋", "车") for text in texts], size


def test_a_sentence_is_copied_and_each_figure_leads_to_its_rows(
    meet: Meet, county: County
) -> None:
    driven(county)
    director = meet("director")
    director.go("vehicles/report?period=year")
    page = director.page
    expect(page.locator(".sentence").first).to_contain_text(SAID)
    director.picture("report")
    copy = page.get_by_role("button", name="复制").first
    if not director.scripted:
        expect(copy).to_be_hidden()
    else:
        copy.click()
        assert SAID in page.evaluate("getSelection().toString()")
        assert broken(page) == []
    page.locator(".sentence a").first.click()
    director.said("指标“调度车次”的明细")


def test_the_browser_prints_a_slip_of_one_page_for_each_receiver(
    meet: Meet, county: County
) -> None:
    dispatcher = meet("dispatcher")
    dispatcher.go(f"vehicles/trips/{driven(county)}/print")
    dispatcher.picture("slip")
    texts, size = printed(dispatcher.page)
    assert size == (210, 148)
    assert len(texts) == 3
    assert "派车单(结算联)" in texts[0]
    assert "62公里" in texts[0]
    assert "菜单" not in texts[0]


def test_the_browser_prints_a_ledger_with_places_to_sign(
    meet: Meet, county: County
) -> None:
    driven(county)
    dispatcher = meet("dispatcher")
    dispatcher.go("vehicles/trips/print")
    texts, size = printed(dispatcher.page)
    assert size == (297, 210)
    assert "台账校验码" in texts[-1]
    assert "填表人" in texts[-1]
