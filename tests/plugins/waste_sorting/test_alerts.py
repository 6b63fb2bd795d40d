"""Each 提醒 of 垃圾分类: raised when it should be, gone when it is dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.plugins.waste_sorting.working import Waste

DEFECT = [{"matter": "标识脱落", "deadline": "2023-03-09T09:00:00.000000Z"}]


def test_a_supervisor_left_and_not_replaced_in_ten_working_days(waste: Waste) -> None:
    supervisor = waste.supervisor(waste.unit())
    waste.at("2023-03-02 09:00")
    waste.do("waste_sorting.supervisor_left", record=supervisor, reason="调离")
    waste.at("2023-03-16 09:00")
    assert waste.raised("supervisor_left") == []
    waste.at("2023-03-17 09:00")
    (text,) = waste.raised("supervisor_left")
    assert "2023-03-02离任，已11个工作日没有更换" in text
    waste.do(
        "waste_sorting.replace_supervisor", record=supervisor, reason="调离",
        name="李四", sex="male", post="科员",
    )  # fmt: skip
    assert waste.raised("supervisor_left") == []


def test_a_unit_that_sorts_without_a_supervisor(waste: Waste) -> None:
    unit = waste.enrolled()
    assert waste.raised("no_supervisor") == []
    (row,) = waste.rows("waste_sorting.supervisors")
    waste.do("waste_sorting.supervisor_left", record=row.stream, reason="退休")
    (text,) = waste.raised("no_supervisor")
    assert "没有督导员" in text
    waste.supervisor(unit, "接任人")
    assert waste.raised("no_supervisor") == []


def test_a_score_below_eighty(waste: Waste) -> None:
    waste.sheet()
    waste.scored(waste.unit("县财政局"), 200)
    waste.scored(waste.unit("县审计局"), 201)
    (text,) = waste.raised("score_low")
    assert "审计局" in text
    assert "79.9分" in text


def test_two_bad_scores_ask_for_a_notice(waste: Waste) -> None:
    waste.sheet()
    unit = waste.unit()
    for hour in ("09:00", "10:00"):
        assert waste.raised("bad_twice") == []
        waste.at(f"2023-03-02 {hour}")
        waste.scored(unit, 300)
    (text,) = waste.raised("bad_twice")
    assert "（70分、70分）" in text
    waste.at("2023-03-03 09:00")
    waste.do("waste_sorting.warn_unit", record=unit, reason="连续两次不合格")
    assert waste.raised("bad_twice") == []


def test_no_collection_in_three_working_days(waste: Waste) -> None:
    carrier = waste.carrier()
    assert waste.raised("no_collection") == []
    waste.at("2023-03-02 09:00")
    waste.load(carrier)
    waste.at("2023-03-06 09:00")
    assert waste.raised("no_collection") == []
    waste.at("2023-03-07 09:00")
    (text,) = waste.raised("no_collection")
    assert "已3个工作日没有登记" in text
    waste.load(carrier)
    assert waste.raised("no_collection") == []


def test_a_carriers_licence_that_ends(waste: Waste) -> None:
    carrier = waste.carrier(until="2023-03-31")
    (text,) = waste.raised("licence_due")
    assert "绿洁公司" in text
    waste.do(
        "waste_sorting.renew_licence", record=carrier, licence="桂危废002号",
        licensed_until="2026-03-31",
    )  # fmt: skip
    assert waste.raised("licence_due") == []


def test_an_inspection_nobody_signed(waste: Waste) -> None:
    waste.sheet()
    waste.scored(waste.unit())
    waste.at("2023-03-03 08:00")
    assert waste.raised("not_signed") == []
    waste.at("2023-03-04 08:01")
    assert len(waste.raised("not_signed")) == 1


def test_a_defect_due_in_three_days_in_one_and_overdue(waste: Waste) -> None:
    waste.sheet()
    waste.scored(waste.unit(), 100, defects=DEFECT)
    told = []
    for at in ("2023-03-06 18:00", "2023-03-08 18:00", "2023-03-09 18:00"):
        waste.at(at)
        kinds = ("defect_3d", "defect_1d", "defect_overdue")
        told.append([kind for kind in kinds if waste.raised(kind)])
    assert told == [["defect_3d"], ["defect_1d"], ["defect_overdue"]]
