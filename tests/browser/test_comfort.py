"""Large type and paper, in a real Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person
    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = pytest.mark.browser

#: Pages a dispatcher works with, among them the widest.
PAGES = (
    "",
    "waiting",
    "vehicles/",
    "vehicles/trips",
    "vehicles/requests?f.state=approved",
    "vehicles/kpis",
    "vehicles/kpis/trips_dispatched?by=unit",
    "vehicles/do/request_vehicle",
    "vehicles/do/register_vehicle",
    "vehicles/do/dispatch",
)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


class TestOnPaper:
    """What the browser prints of a ledger."""

    @pytest.fixture
    def style(self) -> dict[str, Any]:
        return {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN",
                "java_script_enabled": True}  # fmt: skip

    def test_a_ledger_lies_on_its_side_and_shows_rows_alone(
        self, meet: Meet, county: County
    ) -> None:
        county.trip()
        dispatcher = meet("dispatcher")
        dispatcher.go("vehicles/trips")
        page = dispatcher.page
        pdf = page.pdf(prefer_css_page_size=True)
        assert pages_of(pdf) == 1
        (width, height) = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]
        assert float(width) > float(height)
        page.emulate_media(media="print")
        for gone in (".top", ".side", ".tools", ".filters", ".head-actions"):
            expect(page.locator(gone).first).to_be_hidden()
        expect(page.locator(".signing")).to_be_visible()
        head = page.locator("#rows thead").evaluate("e => getComputedStyle(e).display")
        assert head == "table-header-group"
        # Nobody has departed: the columns of what comes later take no room.
        expect(page.get_by_role("columnheader", name="止里程")).to_be_hidden()
        expect(page.get_by_role("columnheader", name="单号").first).to_be_visible()


class TestLargeType:
    """大字 on a phone and at a desk without JavaScript."""

    @pytest.fixture(params=[True, False])
    def style(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        return {"viewport": PHONE, "locale": "zh-CN",
                "java_script_enabled": request.param}  # fmt: skip

    def test_no_page_is_wider_than_a_phone(self, meet: Meet, county: County) -> None:
        trip = county.trip()
        dispatcher = meet("dispatcher")
        before = dispatcher.page.locator("h1").evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        dispatcher.page.get_by_role("button", name="大字").click()
        expect(dispatcher.page.locator("html")).to_have_class("large")
        after = dispatcher.page.locator("h1").evaluate(
            "e => parseFloat(getComputedStyle(e).fontSize)"
        )
        assert after >= before * 1.2
        for path in (*PAGES, f"vehicles/trips/{trip}", "nosuch"):
            dispatcher.page.goto(dispatcher.address + path)
            assert dispatcher.overflow <= 0, path
        dispatcher.faults.clear()


class TestCards:
    """岗位操作卡 on paper."""

    @pytest.fixture
    def style(self) -> dict[str, Any]:
        return {"viewport": {"width": 1280, "height": 800}, "locale": "zh-CN",
                "java_script_enabled": True}  # fmt: skip

    def test_every_card_is_one_upright_page(self, meet: Meet, county: County) -> None:
        admin = meet("admin")
        for role in county.site.declarations.roles:
            admin.go(f"help/cards/{role}")
            pdf = admin.page.pdf(prefer_css_page_size=True)
            assert pages_of(pdf) == 1, role
            ((width, height),) = re.findall(
                rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf
            )
            assert float(width) < float(height)
