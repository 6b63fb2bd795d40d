"""上报督导员 as every unit's own Excel file, many in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.model.command import Act
from houqin.core.model.imports import import_rows
from houqin.core.site.ledger_import import template_of, try_files
from tests.sheets import filled

if TYPE_CHECKING:
    from houqin.core.site.ledger_import import Trial
    from tests.plugins.waste_sorting.working import Waste

UNITS = ("县财政局", "县审计局", "县统计局")


def _tried(waste: Waste, *files: tuple[str, list[dict[str, Any]]]) -> Trial:
    spec = waste.site.declarations.imports["waste_sorting.supervisors"]
    assert spec is not None
    with waste.site.reader() as reader:
        blank = template_of(reader, spec)
        handed_in = [(name, filled(blank, *rows)) for name, rows in files]
        return try_files(reader, spec, waste.site.system_actor, handed_in)


def _row(unit: str, name: str, **more: str) -> dict[str, str]:
    return {"分类单位": unit, "姓名": name, "性别": "女", "职务": "科员", **more}


def test_nominations_of_many_units_are_recorded_together(waste: Waste) -> None:
    for unit in UNITS:
        waste.unit(unit)
    short = [unit[-3:] for unit in UNITS]
    files = [
        (f"{unit}.xlsx", [_row(unit, f"甲{unit}"), _row(unit, f"乙{unit}")])
        for unit in short
    ]
    trial = _tried(waste, *files)
    assert trial.problems == ()
    act = Act(import_rows.name, trial.given, waste.site.system_actor, uuid4())
    waste.site.act(act)
    rows = waste.rows("waste_sorting.supervisors")
    assert len(rows) == 6
    (first, *_rest) = waste.events(rows[0].stream)
    assert first.metadata["source"]["file"].endswith("局.xlsx")
    waste.assert_sound()


def test_a_wrong_row_names_its_file_and_nothing_is_recorded(waste: Waste) -> None:
    waste.unit("县财政局")
    good = ("财政局.xlsx", [_row("财政局", "张三")])
    bad = ("统计局.xlsx", [_row("统计局", "李四")])
    trial = _tried(waste, good, bad)
    (problem,) = trial.errors
    assert problem.place == "统计局.xlsx：督导员名册第3行"
    assert "没有找到分类单位“统计局”" in problem.message
    assert waste.rows("waste_sorting.supervisors") == []


def test_the_same_person_in_two_files_is_refused(waste: Waste) -> None:
    waste.unit("县财政局")
    row = _row("财政局", "张三")
    trial = _tried(waste, ("一.xlsx", [row]), ("二.xlsx", [{**row, "职务": "主任"}]))
    (problem,) = trial.errors
    assert problem.place.startswith("二.xlsx：")
    assert "这个人已经是督导员" in problem.message
