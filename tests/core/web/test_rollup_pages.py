"""A roll-up's page: a ledger like any other, whose figures lead to their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

PAGE = "vehicles/vehicle_costs"


@pytest.fixture
def spent(county: County) -> str:
    """A trip that cost 15 yuan of toll and 30 of washing in March 2024."""
    trip = str(county.trip())
    day = "2024-03-08"
    lines = [
        {"kind": "toll", "amount": 1500, "paid_on": day},
        {"kind": "washing", "amount": 3000, "paid_on": day},
    ]
    county.act("vehicles.record_costs", "dispatcher", record=trip, lines=lines)
    return trip


def cells(page: Any) -> list[str]:
    return [cell.text for cell in page.html.select("#rows tbody td")]


def test_it_shows_groups_measures_and_what_follows_from_them(
    visit: Visit, spent: str
) -> None:
    page = visit("dispatcher").get(PAGE)
    heads = [head.text for head in page.html.select("#rows th")]
    row = {head: cell for head, cell in zip(heads, cells(page), strict=True) if cell}
    assert row == {
        "车号": "桂X·D00013",
        "月份": "2024-03",
        "过路": "15.00",
        "其他": "30.00",
        "合计": "45.00",
    }


def test_a_figure_leads_to_the_rows_it_was_added_up_from(
    visit: Visit, spent: str
) -> None:
    page = visit("dispatcher").get(PAGE)
    rows = page.click("15.00")
    assert "单车核算表：过路" in rows.text
    assert [c for c in cells(rows) if c in {"15.00", "30.00"}] == ["15.00"]


def test_the_totals_row_divides_totals(visit: Visit, spent: str) -> None:
    page = visit("dispatcher").get(f"{PAGE}?totals=1")
    totals = [cell.text.strip() for cell in page.html.select("tfoot td")]
    assert totals[0] == "合计 1 条"
    assert "45.00" in totals


def test_it_is_filtered_by_period_and_exported(visit: Visit, spent: str) -> None:
    dispatcher = visit("dispatcher")
    assert cells(dispatcher.get(f"{PAGE}?from=2024-03-01&to=2024-03-31"))
    assert not cells(dispatcher.get(f"{PAGE}?from=2024-04-01&to=2024-04-30"))
    lines = dispatcher.get(f"{PAGE}/csv").text.splitlines()
    assert lines[1].startswith("桂X·D00013,2024-03,")


def test_it_is_explained_by_its_sources(visit: Visit) -> None:
    page = visit("dispatcher").get("help/ledger/vehicles.vehicle_costs")
    assert "由派车台账、出车费用明细" in page.text


def test_programs_get_its_rows(visit: Visit, spent: str) -> None:
    visitor = visit("dispatcher")
    answer = visitor.app.get(f"/test/{PAGE}", headers={"Accept": "application/json"})
    (row,) = answer.json["rows"]
    assert row["record"] is None
    assert row["values"]["total"] == 4500


def test_who_may_not_see_a_source_may_not_open_it(visit: Visit, spent: str) -> None:
    visit("clerk").get(PAGE, status=403)
