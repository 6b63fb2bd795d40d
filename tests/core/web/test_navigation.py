"""The navigation: what a module folds away, and what is unfolded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor

    Visit = Callable[[str], Visitor]


def sections(page: Any) -> dict[str, list[str]]:
    """The entries folded under each heading."""
    return {
        each.summary.get_text(strip=True): [a.text for a in each.select("a")]
        for each in page.html.select(".side details")
    }


def unfolded(page: Any) -> list[str]:
    return [
        each.summary.get_text(strip=True)
        for each in page.html.select(".side details[open]")
    ]


def test_ledgers_of_a_module_are_folded_by_what_they_are_about(visit: Visit) -> None:
    page = visit("director").get("")
    found = sections(page)
    assert list(found) == ["车辆管理", "驾驶员与安全"]
    assert found["驾驶员与安全"] == [
        "驾驶员", "例会通知", "安全例会与考核", "违章事故", "监督整改",
    ]  # fmt: skip
    assert unfolded(page) == []
    assert len(page.html.select(".side-stick > ul > li")) < 15


def test_the_section_one_is_in_is_unfolded_and_its_entry_marked(
    visit: Visit, county: Any
) -> None:
    director = visit("director")
    page = director.get("vehicles/drivers")
    assert unfolded(page) == ["驾驶员与安全"]
    assert page.html.select_one(".side [aria-current=page]").text == "驾驶员"
    steering = county.ids["steering"]
    assert unfolded(director.get(f"vehicles/drivers/{steering}")) == ["驾驶员与安全"]


def test_a_section_with_one_entry_is_that_entry(visit: Visit) -> None:
    page = visit("clerk").get("")
    assert sections(page) == {}


def test_a_module_s_heading_leads_to_everything_it_offers(visit: Visit) -> None:
    page = visit("director").get("")
    assert page.html.select_one(".side-title a")["href"] == "/test/vehicles/"
