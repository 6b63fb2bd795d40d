"""Pages fit a phone, and read well to who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.judging import Judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person
    from tests.county import County

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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


def faults_of(person: Person, paths: list[str]) -> list[str]:
    """What is wrong with the pages, opened at the window's own width."""
    judge, wrong = Judge(), []
    for path in paths:
        person.go(path)
        said = judge.look(person.page, person.address)
        wrong += [f"{path}: {fault}" for fault in said]
    return wrong


def test_every_kind_of_page_fits_and_breaks_no_rule_of_access(
    meet: Callable[[str], Person], county: County
) -> None:
    person = meet("dispatcher")
    wrong = faults_of(person, visited(person, county))
    # One of the pages is not there.
    person.faults.clear()
    assert not wrong, "\n".join(wrong)


def test_the_red_theme_fits_and_breaks_no_rule_of_access(
    meet: Callable[[str], Person], county: County
) -> None:
    chosen = {"theme": "dangjian"}
    county.act("core.change_settings", group="core.appearance", values=chosen)
    record = f"vehicles/requests/{county.request()}"
    person, pages = meet("dispatcher"), ["", "waiting", record, "vehicles/do/dispatch"]
    wrong = faults_of(person, pages)
    for number, path in enumerate(pages):
        person.go(path)
        person.picture(f"dangjian-{number}")
    assert not wrong, "\n".join(wrong)
