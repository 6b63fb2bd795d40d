"""某时用车查询: a plate and a minute lead to the trip and its driver, by right."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.web.conftest import (  # noqa: F401 - fixtures of a county's pages
    application,
    assembled,
    county,
    founded,
    var,
    visit,
)
from tests.office import ZONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

PAGE = "vehicles/who_had"
PLATE = "%E6%A1%82X%C2%B7D00013"


def local(minutes: int = 0) -> str:
    return (datetime.now(ZONE) + timedelta(minutes=minutes)).isoformat()[:16]


def ask(visitor: Any, at: str, plate: str = PLATE) -> Any:
    return visitor.get(f"{PAGE}?plate={plate}&moment={at}")


@pytest.fixture
def out(county: County) -> Any:  # noqa: F811 - the fixture imported above
    """The car 桂X·D00013 is out."""
    trip = county.trip()
    county.act("vehicles.depart", "driver", record=str(trip), odometer=1010)
    return trip


def test_who_has_the_car_now(visit: Visit, out: Any) -> None:  # noqa: F811 - as above
    page = ask(visit("dispatcher"), local(1))
    assert "钱进" in page.text
    assert page.click(href=str(out)).html.h1


def test_nobody_had_it_before(visit: Visit, out: Any) -> None:  # noqa: F811 - as above
    assert "该车当时没有出车" in ask(visit("dispatcher"), local(-600)).text


def test_a_minute_nobody_can_mean_is_said(visit: Visit) -> None:  # noqa: F811 - as above
    assert "时刻应为日期和时间" in ask(visit("dispatcher"), "gestern").text
    assert "请填写号牌" in ask(visit("dispatcher"), local(), "").text


def test_a_unit_does_not_ask_for_cars(visit: Visit) -> None:  # noqa: F811 - as above
    visit("clerk").get(PAGE, status=403)


def test_the_menu_leads_there(visit: Visit) -> None:  # noqa: F811 - as above
    page = visit("dispatcher").get("vehicles/")
    assert page.click("某时用车查询").html.h1.text == "某时用车查询"
