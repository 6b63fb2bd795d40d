"""Pages fit a phone, and read well to who cannot see them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
    # What is right is not described node by node.
    "resultTypes": ["violations"],
}
PAGES = (
    "",
    "waiting",
    "waiting?list=done",
    "waiting?list=informed",
    "vehicles/",
    "vehicles/trips?totals=1",
    "vehicles/trips?as_of=2023-06-30&f.unit=x",
    "vehicles/vehicles",
    "vehicles/kpis",
    "vehicles/kpis/trips_dispatched",
    "vehicles/do/register_vehicle",
    "vehicles/do/request_vehicle",
    "vehicles/do/dispatch",
    "nosuch",
)


@pytest.fixture(params=["desk", "phone"])
def style(request: pytest.FixtureRequest) -> dict[str, Any]:
    """A desk and a phone."""
    window = PHONE if request.param == "phone" else DESK
    return {"viewport": window, "java_script_enabled": True, "bypass_csp": True}


def visited(person: Person, county: County) -> list[str]:
    """Every kind of page, with something on it."""
    trip, request = county.trip(), county.request()
    records = [
        f"vehicles/trips/{trip}",
        f"vehicles/requests/{request}",
        f"vehicles/trips/{trip}/record_costs",
        f"vehicles/trips/{trip}/correct?target=1",
        f"vehicles/requests/{request}/void",
        f"core/people/{county.ids['clerk']}",
    ]
    person.faults.clear()
    return [*PAGES, *records]


def test_no_page_is_wider_than_its_window(
    meet: Callable[[str], Person], county: County
) -> None:
    person = meet("dispatcher")
    wide = []
    for path in visited(person, county):
        person.go(path)
        if person.overflow > 0:
            wide.append((path, person.overflow))
    person.faults.clear()
    assert wide == []


def test_no_page_breaks_the_rules_of_access(
    meet: Callable[[str], Person], county: County
) -> None:
    person = meet("dispatcher")
    broken = []
    for path in visited(person, county):
        person.go(path)
        person.page.add_script_tag(path=AXE)
        found = person.page.evaluate("rules => axe.run(document, rules)", RULES)
        broken += [
            (path, rule["id"], node["html"][:160])
            for rule in found["violations"]
            for node in rule["nodes"][:2]
        ]
    person.faults.clear()
    assert not broken, "\n".join(map(str, broken))


def test_the_red_theme_fits_and_breaks_no_rule_of_access(
    meet: Callable[[str], Person], county: County
) -> None:
    chosen = {"theme": "dangjian"}
    county.act("core.change_settings", group="core.appearance", values=chosen)
    record = f"vehicles/requests/{county.request()}"
    person, broken = meet("dispatcher"), []
    for number, path in enumerate(("", "waiting", record, "vehicles/do/dispatch")):
        person.go(path)
        person.picture(f"dangjian-{number}")
        person.page.add_script_tag(path=AXE)
        found = person.page.evaluate("rules => axe.run(document, rules)", RULES)
        broken += [
            (path, rule["id"], node["html"][:160])
            for rule in found["violations"]
            for node in rule["nodes"][:2]
        ]
    assert not broken, "\n".join(map(str, broken))
