"""A first visit to an ordinary page takes less than 60 KB, with all it loads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import DESK

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Person
    from tests.county import County

    Meet = Callable[[str], Person]

pytestmark = pytest.mark.browser

MOST_BYTES = 60_000


@pytest.fixture
def style() -> dict[str, Any]:
    """A desk, once."""
    return {"viewport": DESK, "java_script_enabled": True, "locale": "zh-CN"}


def weight(person: Person, path: str) -> int:
    """Bytes over the line, headers too, with nothing in the cache."""
    line = person.page.context.new_cdp_session(person.page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]))
    person.go(path)
    person.page.wait_for_load_state("networkidle")
    line.detach()
    return sum(sizes)


def test_pages_of_a_day_are_light(meet: Meet, county: County) -> None:
    for number in range(70):
        county.act(
            "core.register_department", name=f"县第{number}中学", short=f"{number}中",
            kind="county",
        )  # fmt: skip
    for number in range(48):
        county.act(
            "vehicles.register_vehicle", plate=f"桂X·1{number:04d}", model="轿车",
            category="other", energy="diesel", seats=7, registered_on="2020-01-01",
            price=10_000_00, odometer=0,
        )  # fmt: skip
    request = county.request()
    dispatcher = meet("dispatcher")
    paths = (
        "", "waiting", "vehicles/vehicles", "vehicles/do/request_vehicle",
        f"vehicles/requests/{request}", "vehicles/kpis/trips_dispatched",
        "help/ledger/vehicles.trips", "vehicles/do/paper_slip",
        "vehicles/batch/register_vehicle", "vehicles/vehicles/import",
    )  # fmt: skip
    heavy = {p: w for p in paths if (w := weight(dispatcher, p)) >= MOST_BYTES}
    assert heavy == {}
