"""抽样: the same rows for everybody who names the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

import pytest

from houqin.core.projection.row import Row
from houqin.core.site.sampling import drawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor
    from tests.county import County

    Visit = Callable[[str], Visitor]

ACCEPT = {"Accept": "application/json"}


def rows(count: int) -> list[Row]:
    return [
        Row(str(n), str(UUID(int=n)), voided=False, state=None, values={})
        for n in range(count)
    ]


def keys(found: list[Row], seed: str, size: int) -> list[str]:
    return [row.key for row in drawn("x.rows", found, seed, size).rows]


def test_a_seed_draws_the_same_rows_in_whatever_order_they_come() -> None:
    found = rows(500)
    first = keys(found, "审2023", 10)
    assert keys(found[::-1], "审2023", 10) == first
    assert keys(found, "审2024", 10) != first
    assert keys(found, "审2023", 20)[:10] == first


def test_rows_that_come_later_leave_the_other_lots_as_they_are() -> None:
    before, after = (set(keys(rows(n), "审", 50)) for n in (500, 520))
    late = {str(n) for n in range(500, 520)}
    assert after - late <= before


def test_every_row_is_drawn_where_there_are_no_more() -> None:
    assert len(drawn("x.rows", rows(3), "审", 20).rows) == 3
    assert drawn("x.rows", rows(3), "审", 20).of == 3


@pytest.fixture
def five(county: County) -> None:
    """Five requests to draw from."""
    for n in range(5):
        county.request(purpose=f"第{n}次")


def test_an_auditor_draws_by_a_seed_and_it_stands_among_the_looks(
    visit: Visit, five: None
) -> None:
    auditor = visit("auditor")
    form = auditor.get("sample").forms[1]
    form["ledger"], form["size"], form["seed"] = "vehicles.requests", "2", "审2023"
    page = form.submit().follow()
    assert "从 5 条中按种子“审2023”抽取 2 条" in page.text
    drawn_here = [a["href"] for a in page.html.select("#rows tbody a")]
    assert len(drawn_here) == 2
    looks = auditor.get("").html.select_one("#card-core-my_looks").text
    assert "抽样 用车申请台账（种子审2023，2条）" in looks
    again = visit("auditor").app.get(
        f"/test/vehicles/requests/sample?seed={quote('审2023')}&size=2", headers=ACCEPT
    )
    told: Any = again.json
    assert told["of"] == 5
    assert [row["record"] for row in told["rows"]] == [
        href.rpartition("/")[2] for href in drawn_here
    ]


def test_only_who_verifies_draws_and_not_from_sums(visit: Visit) -> None:
    visit("clerk").get("vehicles/requests/sample?seed=1", status=403)
    auditor = visit("auditor")
    auditor.get("vehicles/vehicle_costs/sample?seed=1", status=404)
    said = auditor.get("vehicles/requests/sample?seed=1&size=201", status=400)
    assert "一次最多抽取200条" in said.text
