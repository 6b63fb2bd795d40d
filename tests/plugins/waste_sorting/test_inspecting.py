"""检查: the sheet of the day, scores, signature, what is put right, 通报."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.schema.errors import NotPermitted

if TYPE_CHECKING:
    from uuid import UUID

    from tests.plugins.waste_sorting.working import Waste

YEAR = date(2023, 1, 1), date(2023, 12, 31)
DEFECT = [{"matter": "标识脱落", "deadline": "2023-03-09T09:00:00.000000Z"}]


def test_a_sheet_has_a_hundred_points(waste: Waste) -> None:
    items = [{"section": "设施", "item": "桶", "points": 990}]
    waste.when("waste_sorting.set_sheet", name="表", since="2023-01-01", items=items)
    waste.then_refused("合计应为100分，现为99分")


def test_an_inspection_is_scored_by_the_sheet_of_its_day(waste: Waste) -> None:
    unit = waste.unit()
    old = waste.sheet("2023-01-01")
    waste.sheet("2023-04-01")
    inspection = waste.scored(unit)
    waste.then_row("waste_sorting.inspections", inspection, sheet=old, score=1000)


def test_without_a_sheet_nothing_is_scored(waste: Waste) -> None:
    inspection = waste.planned(waste.unit())
    waste.when(
        "waste_sorting.score_inspection", record=inspection, scores=waste.lines()
    )
    waste.then_refused("还没有启用的评分表")


def test_every_line_of_the_sheet_is_scored(waste: Waste) -> None:
    waste.sheet()
    inspection = waste.planned(waste.unit())
    lines = waste.lines()[:2]
    waste.when("waste_sorting.score_inspection", record=inspection, scores=lines)
    waste.then_refused("与当天启用的评分表不一致")


def test_no_line_has_more_than_its_points(waste: Waste) -> None:
    waste.sheet()
    inspection = waste.planned(waste.unit())
    lines = waste.lines(-1)
    lines[0].pop("why")
    waste.when("waste_sorting.score_inspection", record=inspection, scores=lines)
    waste.then_refused("不能超过分值40分")


def test_points_are_lost_for_a_reason(waste: Waste) -> None:
    waste.sheet()
    inspection = waste.planned(waste.unit())
    lines = waste.lines(10)
    del lines[0]["why"]
    waste.when("waste_sorting.score_inspection", record=inspection, scores=lines)
    waste.then_refused("写明原因")


def test_scores_and_bags_become_figures(waste: Waste) -> None:
    waste.sheet()
    waste.scored(waste.unit("县财政局"), 100, sampled=20, accurate=19)
    waste.scored(waste.unit("县审计局"), 50, sampled=20, accurate=17)
    found = {
        name: waste.figure(f"waste_sorting.{name}", *YEAR)
        for name in ("inspected", "mean_score", "accuracy")
    }
    assert found == {"inspected": 2, "mean_score": 925, "accuracy": 900}


def _signer(waste: Waste, unit: str = "县财政局") -> UUID:
    return waste.person("经办人", waste.departments[unit], "clerk")


def test_the_inspected_unit_signs(waste: Waste) -> None:
    waste.sheet()
    inspection = waste.scored(waste.unit())
    signer = _signer(waste)
    stranger = waste.person("外人", waste.department("县档案馆"), "clerk")
    sign = "waste_sorting.sign_inspection"
    with pytest.raises(NotPermitted):
        waste.do(sign, stranger, record=inspection, signer=stranger)
    waste.when(sign, signer, record=inspection, signer=signer)
    waste.then("waste_sorting.Inspection.Signed", outcome="closed")
    waste.then_row("waste_sorting.inspections", inspection, state="closed")


def _defect(waste: Waste) -> tuple[UUID, UUID]:
    waste.sheet()
    inspection = waste.scored(waste.unit(), 100, defects=DEFECT)
    (row,) = waste.rows("waste_sorting.defects")
    return inspection, row.stream


def test_what_was_found_is_put_right_in_two_cycles(waste: Waste) -> None:
    inspection, defect = _defect(waste)
    signer, inspector = _signer(waste), waste.inspector()
    sign = {"record": inspection, "signer": signer}
    waste.do("waste_sorting.sign_inspection", signer, **sign)
    waste.then_row("waste_sorting.inspections", inspection, state="rectifying")
    unit: Any = waste.row("waste_sorting.inspections", inspection)
    waste.do("core.assign_item", signer, record=defect, person=signer)
    for verdict, state in (("failed", "failed"), ("passed", "passed")):
        waste.do("core.feed_back", signer, record=defect, measures="已更换")
        waste.do("core.recheck", inspector, record=defect, verdict=verdict)
        waste.then_row("waste_sorting.defects", defect, state=state)
    waste.then_row("waste_sorting.defects", defect, rechecks=2, in_time="yes")
    waste.then_row("waste_sorting.inspections", inspection, state="closed")
    listed: Any = waste.row("waste_sorting.units", unit.values["unit"])
    assert listed.values["open_defects"] == 0
    assert waste.figure("waste_sorting.rectified", *YEAR) == 1000


def test_nobody_verifies_what_they_put_right(waste: Waste) -> None:
    _inspection, defect = _defect(waste)
    inspector = waste.inspector()
    waste.do("core.assign_item", inspector, record=defect, person=inspector)
    waste.do("core.feed_back", inspector, record=defect, measures="已更换")
    with pytest.raises(NotPermitted, match="不能复核自己的整改"):
        waste.do("core.recheck", inspector, record=defect, verdict="passed")


def test_a_deadline_nobody_typed_follows_from_the_parameter(waste: Waste) -> None:
    waste.sheet()
    waste.scored(waste.unit(), 100, defects=[{"matter": "标识脱落"}])
    (row,) = waste.rows("waste_sorting.defects")
    with waste.site.reader() as reader:
        assert reader.display.moment(row.values["deadline"]) == "2023-03-08 17:00"


def test_a_score_with_findings_is_not_voided_before_them(waste: Waste) -> None:
    inspection, defect = _defect(waste)
    version = waste.version(inspection, "Scored")
    waste.when("core.void", record=inspection, target=version, reason="错")
    waste.then_refused("先作废这次检查发现的问题")
    waste.do("core.void", record=defect, target=0, reason="错")
    waste.do("core.void", record=inspection, target=version, reason="错")
    assert waste.state(inspection) == "planned"


def test_a_bulletin_ranks_units_and_equals_share_a_rank(waste: Waste) -> None:
    waste.sheet()
    for name, lost in (("县财政局", 0), ("县审计局", 100), ("县统计局", 100)):
        waste.scored(waste.unit(name), lost)
    waste.scored(waste.unit("县档案馆"), 200, defects=DEFECT)
    waste.when(
        "waste_sorting.publish_bulletin", name="第一季度通报", first="2023-01-01",
        last="2023-03-31",
    )  # fmt: skip
    told = waste.then("waste_sorting.Bulletin.Published", mean=900, inspected=4)
    assert [each["rank"] for each in told.payload["ranking"]] == [1, 2, 2, 4]
    assert told.payload["defects"] == 1


def test_a_bulletin_without_an_inspection_is_refused(waste: Waste) -> None:
    waste.when(
        "waste_sorting.publish_bulletin", name="通报", first="2023-01-01",
        last="2023-03-31",
    )  # fmt: skip
    waste.then_refused("没有已评分的检查")


def test_a_unit_sees_the_results_of_all_and_the_scores_of_its_own(
    waste: Waste,
) -> None:
    waste.sheet()
    for name in ("县财政局", "县审计局"):
        waste.scored(waste.unit(name))
    waste.do(
        "waste_sorting.publish_bulletin", name="通报", first="2023-01-01",
        last="2023-03-31",
    )  # fmt: skip
    clerk = _signer(waste)
    with waste.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(clerk))
        assert seen.ledger("waste_sorting.ranking").count() == 2
        assert seen.ledger("waste_sorting.inspections").count() == 1
