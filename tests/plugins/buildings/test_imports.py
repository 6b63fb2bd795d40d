"""核定面积, 使用人 and 人事变动 as files: recorded whole, or a cell is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from houqin.core.model.command import Act
from houqin.core.model.imports import import_rows
from houqin.core.site.ledger_import import template_of, try_files
from tests.sheets import filled

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.ledger_import import Trial
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

FILE = "用房.xlsx"
QUOTA = {
    "使用单位": "财政局", "核定面积（平方米）": "300.50",
    "批准文号": "青机管〔2023〕1号", "编制数（人）": "10", "实有人数（人）": "9",
}  # fmt: skip
STAYS = {"使用人": "甲", "职务职级": "正科级领导", "启用日期": "2023-02-01"}
LEFT = {"人员": "甲", "变动类别": "退休", "变动日期": "2023-01-31"}


def tried(bench: Bench, ledger: str, *rows: dict[str, Any]) -> Trial:
    spec = bench.site.declarations.imports[ledger]
    assert spec is not None
    with bench.site.reader() as reader:
        blank = template_of(reader, spec)
        return try_files(
            reader, spec, bench.site.system_actor, [(FILE, filled(blank, *rows))]
        )


def imported(bench: Bench, ledger: str, *rows: dict[str, Any]) -> None:
    trial = tried(bench, ledger, *rows)
    assert trial.problems == ()
    bench.site.act(Act(import_rows.name, trial.given, bench.site.system_actor, uuid4()))


@pytest.fixture
def room(bench: Bench, estate: Estate) -> UUID:
    """One of 17.50 m² that the unit has; the table of areas is in force."""
    estate.adopt()
    estate.person("甲")
    return estate.room("301", 1750, unit=estate.unit)


def named(bench: Bench, room: UUID) -> str:
    """The room as people type it."""
    with bench.site.reader() as reader:
        return str(reader.title("buildings.Room", str(room)))


def test_quotas_of_units_are_imported(bench: Bench, estate: Estate) -> None:
    other = QUOTA | {"使用单位": "教育局", "核定面积（平方米）": "120"}
    imported(bench, "buildings.quotas", QUOTA, other)
    rows = bench.rows("buildings.quotas")
    assert {row.values["unit"]: row.values["approved_area"] for row in rows} == {
        str(estate.unit): 30_050, str(estate.other_unit): 12_000,
    }  # fmt: skip
    bench.assert_sound()


def test_a_quota_whose_ranks_make_another_sum_names_its_row(
    bench: Bench, estate: Estate
) -> None:
    wrong = QUOTA | {"使用单位": "教育局", "正科级（人）": "1", "科级以下（人）": "2"}
    (problem,) = tried(bench, "buildings.quotas", QUOTA, wrong).errors
    assert (problem.place, problem.column) == ("单位核定面积第4行", "实有人数（人）")
    assert problem.message == "各职级人数之和为3，与实有人数不符"
    assert bench.rows("buildings.quotas") == []


def test_who_sits_where_is_imported(bench: Bench, room: UUID) -> None:
    imported(bench, "buildings.occupancies", STAYS | {"房间": named(bench, room)})
    (row,) = bench.rows("buildings.occupancies")
    assert (row.values["room"], row.values["standard"]) == (str(room), 1800)
    bench.then_row("buildings.rooms", room, persons=1)
    bench.assert_sound()


def test_a_room_above_the_standard_names_its_row_and_field(
    bench: Bench, estate: Estate, room: UUID
) -> None:
    estate.person("乙")
    wrong = STAYS | {"使用人": "乙", "职务职级": "科员及以下"}
    large = estate.room("302", 2150, unit=estate.unit)
    good = STAYS | {"房间": named(bench, room)}
    trial = tried(
        bench, "buildings.occupancies", good, wrong | {"房间": named(bench, large)}
    )
    (problem,) = trial.errors
    assert (problem.row, problem.column) == (4, "超标理由")
    assert "使用面积21.50平方米，标准9.00平方米，请写明超标理由" in problem.message
    assert bench.rows("buildings.occupancies") == []


def test_who_left_is_imported_and_must_vacate(
    bench: Bench, estate: Estate, room: UUID
) -> None:
    imported(bench, "buildings.occupancies", STAYS | {"房间": named(bench, room)})
    imported(bench, "buildings.staff_changes", LEFT)
    (row,) = bench.rows("buildings.occupancies")
    assert (row.state, row.values["due_on"]) == ("must_vacate", "2023-02-28")
    bench.assert_sound()


def test_a_change_of_rank_without_the_rank_names_its_row_and_field(
    bench: Bench, room: UUID
) -> None:
    imported(bench, "buildings.occupancies", STAYS | {"房间": named(bench, room)})
    trial = tried(bench, "buildings.staff_changes", LEFT | {"变动类别": "职务职级变动"})
    (problem,) = trial.errors
    assert (problem.row, problem.column) == (3, "职务职级")
    assert "职务职级变动的填写新职务职级" in problem.message
    assert bench.rows("buildings.staff_changes") == []
