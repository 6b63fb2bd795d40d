"""签到表, 检查评分表, 检查通报 and 督导员名册 on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.printing.form_sheet import form_sheets
from houqin.core.printing.ledger_sheet import Printing, ledger_sheet
from houqin.plugins.waste_sorting import forms

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.registry.printing import PrintedForm
    from tests.plugins.waste_sorting.working import Waste

PRINTING = Printing("县机关事务中心", "2023-03-01", "甲")


def _grids(waste: Waste, form: PrintedForm, leaf: int, record: UUID) -> list[Any]:
    with waste.site.reader() as reader:
        (sheet,) = form_sheets(reader, form, form.leaves[leaf], record, "x", PRINTING)
    rows = [row for section in sheet.sections for row in section.rows]
    return [row for row in rows if hasattr(row, "heads")]


def test_the_sign_in_sheet_has_everybody_in_the_order_of_units(waste: Waste) -> None:
    for unit in ("县财政局", "县审计局"):
        waste.supervisor(waste.unit(unit), f"督{unit}")
    (grid,) = _grids(waste, forms.sign_in_sheet, 0, waste.training())
    assert grid.heads[0] == "序号"
    assert grid.heads[-2:] == ("签名", "代签")
    assert [row[1] for row in grid.rows] == ["审计局", "财政局"]
    assert grid.rows[0][4] == "138****0000"


def test_the_score_sheet_has_every_item_and_why_points_were_lost(waste: Waste) -> None:
    waste.sheet()
    inspection = waste.scored(waste.unit(), 100)
    (grid,) = _grids(waste, forms.score_sheet, 0, inspection)
    assert grid.rows[0] == ("1", "桶和标识", "40.0", "30.0", "不到位")


def test_the_results_are_printed_in_the_order_of_ranks(waste: Waste) -> None:
    waste.sheet()
    waste.scored(waste.unit("县财政局"), 100)
    waste.scored(waste.unit("县审计局"))
    bulletin = waste.given(
        "waste_sorting.publish_bulletin", name="通报", first="2023-01-01",
        last="2023-03-31",
    )  # fmt: skip
    (grid,) = _grids(waste, forms.bulletin, 0, bulletin)
    assert [row[:3] for row in grid.rows] == [
        ("1", "审计局", "100.0"), ("2", "财政局", "90.0"),
    ]  # fmt: skip


def test_the_roster_says_its_figures_below_its_rows(waste: Waste) -> None:
    waste.supervisor(waste.unit())
    with waste.site.reader() as reader:
        sheet = ledger_sheet(
            reader, "waste_sorting.supervisors", {}, None, {}, PRINTING
        )
    assert sheet.told == (
        "有督导员的单位 1家　在任督导员 1人　培训合格的督导员 0人　督导员培训率 0.0%"
    )
