"""信息统计: 布置, 单位填报, 审核, 退回, 通过, 上报, and what is counted of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.site import offers
from tests.plugins.buildings.papers import Papers

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

REPORTS, ROUNDS = "buildings.unit_reports", "buildings.stat_reports"
MARCH = (date(2023, 3, 1), date(2023, 3, 31))


@pytest.fixture
def papers(estate: Estate) -> Papers:
    return Papers(estate)


def test_every_unit_owes_a_report(bench: Bench, papers: Papers) -> None:
    units = (papers.estate.unit, papers.estate.other_unit)
    asked = papers.round(*units)
    for unit in units:
        bench.then_row(REPORTS, papers.owed(asked, unit), state="assigned", unit=unit)
    bench.then_row(ROUNDS, asked, asked=2, reported=0, state="collecting")


def test_units_with_rooms_are_asked_if_none_is_named(
    bench: Bench, papers: Papers
) -> None:
    bench.when(
        "buildings.assign_report", name="统计", as_of="2023-02-28",
        deadline="2023-03-10T18:00:00+08:00",
    )  # fmt: skip
    bench.then_refused("请选择填报单位")
    papers.estate.room("301", unit=papers.estate.unit)
    asked = papers.round()
    bench.then_row(ROUNDS, asked, asked=1)
    bench.then_row(REPORTS, papers.owed(asked, papers.estate.unit), state="assigned")


def test_a_deadline_lies_ahead(bench: Bench, papers: Papers) -> None:
    bench.when(
        "buildings.assign_report", name="统计", as_of="2023-02-28",
        deadline="2023-02-28T18:00:00+08:00", units=[papers.estate.unit],
    )  # fmt: skip
    bench.then_refused("填报时限必须晚于布置时间")


def test_a_report_starts_with_what_the_register_says(
    bench: Bench, papers: Papers
) -> None:
    unit = papers.estate.unit
    papers.estate.room("301", 1800, unit=unit)
    papers.estate.room("302", 4000, unit=unit, function="meeting")
    papers.estate.room("303", 900)
    record = papers.owed(papers.round(unit), unit)
    spec = bench.site.declarations.commands["buildings.report_rooms"]
    with bench.site.reader() as reader:
        known = offers.starting_values(reader, spec, record, papers.clerk)
    assert (known["rooms"], known["sites"]) == (2, 1)
    assert (known["office_area"], known["service_area"]) == (1800, 4000)


def test_the_bands_of_rank_are_everybody(bench: Bench, papers: Papers) -> None:
    record = papers.owed(papers.round(papers.estate.unit), papers.estate.unit)
    with pytest.raises(FormErrors, match="各职级人数合计12人，与实有人数13人不符"):
        papers.report(record, staff=13)


def test_a_clerk_reports_for_his_own_unit_alone(bench: Bench, papers: Papers) -> None:
    estate = papers.estate
    asked = papers.round(estate.unit, estate.other_unit)
    mine, others = (papers.owed(asked, u) for u in (estate.unit, estate.other_unit))
    papers.report(mine, by=papers.clerk)
    bench.then_row(REPORTS, mine, state="reported", filer=papers.clerk, area=3600)
    with pytest.raises(NotPermitted):
        papers.report(others, by=papers.clerk)


def test_what_is_returned_is_reported_again_and_was_in_time(
    bench: Bench, papers: Papers
) -> None:
    record = papers.owed(papers.round(papers.estate.unit), papers.estate.unit)
    papers.report(record)
    bench.do("buildings.return_report", record=record, reason="面积不符")
    bench.then_row(REPORTS, record, state="returned", returns=1)
    bench.at("2023-03-13 09:00")
    papers.report(record, office_area=3500)
    bench.do("buildings.accept_report", record=record)
    bench.then_row(REPORTS, record, state="accepted", in_time="yes", office_area=3500)


def test_the_form_of_acceptance_says_where_report_and_register_differ(
    bench: Bench, papers: Papers
) -> None:
    unit = papers.estate.unit
    papers.estate.room("301", 1800, unit=unit)
    record = papers.owed(papers.round(unit), unit)
    papers.report(record)
    bench.then_row(REPORTS, record, area=3600, registered=1800)
    spec = bench.site.declarations.commands["buildings.accept_report"]
    with bench.site.reader() as reader:
        said = offers.warnings(reader, spec, record, papers.keeper)
    assert said == [
        "房间数：填报2间，房间明细1间",
        "办公室用房面积：填报36.00平方米，房间明细18.00平方米",
    ]


def test_a_round_is_filed_with_what_was_accepted(bench: Bench, papers: Papers) -> None:
    estate = papers.estate
    asked = papers.round(estate.unit, estate.other_unit)
    bench.when("buildings.file_report", record=asked, to="市局")
    bench.then_refused("还没有审核通过的单位")
    record = papers.owed(asked, estate.unit)
    papers.report(record)
    bench.do("buildings.accept_report", record=record)
    bench.when("buildings.file_report", record=asked, to="市局")
    bench.then_refused("还有1家单位没有审核通过，须写明未报原因")
    bench.do("buildings.file_report", record=asked, to="市局", reason="机构改革")
    bench.then_row(ROUNDS, asked, state="filed", filed=1, missing=1)
    bench.then_row(REPORTS, record, state="filed")


def test_the_rate_of_reports_in_time(bench: Bench, papers: Papers) -> None:
    estate = papers.estate
    third = bench.department("县审计局", short="审计局")
    asked = papers.round(estate.unit, estate.other_unit, third)
    papers.report(papers.owed(asked, estate.unit))
    bench.at("2023-03-11 09:00")
    papers.report(papers.owed(asked, estate.other_unit))
    assert bench.figure("buildings.reports_due", *MARCH) == 3
    assert bench.figure("buildings.reports_in_time", *MARCH) == 1
    assert bench.figure("buildings.report_rate", *MARCH) == 333
    assert bench.figure("buildings.units_reported", *MARCH) == 0
    for unit in (estate.unit, estate.other_unit):
        bench.do("buildings.accept_report", record=papers.owed(asked, unit))
    bench.do("buildings.file_report", record=asked, to="市局", reason="未报")
    assert bench.figure("buildings.units_reported", *MARCH) == 2
    bench.assert_sound()
