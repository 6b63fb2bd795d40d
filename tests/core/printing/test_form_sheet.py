"""A slip filled in: what is known stands there, what is not stays blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from houqin.core.printing.form_sheet import FormSheet, Grid, form_sheets
from houqin.core.printing.ledger_sheet import Printing
from houqin.plugins.vehicles.forms import trip_slip
from tests.office import Office, declared, open_site

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from houqin.events.store import Store

PRINTING = Printing("青山县", "2023-03-06 12:00", "王调度")


@pytest.fixture
def database() -> str:
    """Paper does not depend on the database."""
    return "sqlite"


@pytest.fixture
def office(new_store: Callable[..., Store]) -> Office:
    return Office(open_site(new_store(durable=False), declared()))


def sheet(office: Office, trip: UUID, code: str) -> FormSheet:
    leaf = trip_slip.leaf(code)
    assert leaf is not None
    with office.site.reader() as reader:
        return form_sheets(reader, trip_slip, leaf, trip, "http://a/b", PRINTING)[0]


def places(found: FormSheet) -> dict[str, str]:
    rows = [row for section in found.sections for row in section.rows]
    return {
        place.label: place.text
        for row in rows
        if not isinstance(row, Grid)
        for place in row
    }


def test_what_nobody_knows_stays_blank_to_be_written_in(office: Office) -> None:
    trip = office.trip(office.car(), office.driver())
    filled = places(sheet(office, trip, "dispatch"))
    assert filled["单位审核人"] == "吴审核"
    assert filled["中心审批人"] == "郑主任"
    assert filled["车型能源"] == "轿车　汽油"
    assert filled["说明"] == "正在充电或电量不足"
    blank = {label for label, text in filled.items() if not text}
    assert {"纸质单号", "出车时刻", "出车里程", "签字", "中心（盖章）"} <= blank


def test_costs_are_listed_and_added_up_and_lines_stay_free(office: Office) -> None:
    trip = office.driven(office.car(), office.driver(), 1000, 1064)
    office.cost(
        trip,
        {"kind": "fuel", "amount": 30_000, "volume": 4000, "voucher": "0012"},
        {"kind": "toll", "amount": 4_500},
    )
    found = sheet(office, trip, "settlement")
    assert places(found)["合计"] == "345.00 元"
    assert places(found)["停车费"] == ""
    (grid,) = [
        row for section in found.sections for row in section.rows
        if isinstance(row, Grid)
    ]  # fmt: skip
    assert [row[1:3] for row in grid.rows[:2]] == [
        ("加油", "300.00"),
        ("过路费", "45.00"),
    ]
    assert grid.rows[2] == ("", "", "", "", "")


def test_a_voided_receipt_is_neither_listed_nor_added(office: Office) -> None:
    trip = office.driven(office.car(), office.driver(), 1000, 1064)
    office.cost(trip, {"kind": "toll", "amount": 4_500})
    office.void(trip, office.last(trip).version)
    found = sheet(office, trip, "settlement")
    assert places(found)["过路费"] in {"", "0.00 元"}
    assert "45.00" not in str(found.sections)


def test_what_was_entered_late_is_marked(office: Office) -> None:
    trip = office.trip(office.car(), office.driver())
    office.at("2023-03-09 09:00")
    office.depart(trip, 1000, at="2023-03-06 09:00")
    assert "补录" in sheet(office, trip, "settlement").marks
