"""A declared sentence says what the figures say, and nothing where there is none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from houqin.core.projection.horizon import Horizon
from houqin.core.registry.reporting import ReportSection, clause
from houqin.core.report.composing import Summary, summarise
from houqin.plugins.vehicles.report import use
from tests.office import office  # noqa: F401 - the fixture

if TYPE_CHECKING:
    from tests.office import Office

JANUARY, DECEMBER = date(2023, 1, 1), date(2023, 12, 31)
TRIPS = "vehicles.trips_dispatched"
COUNTED = clause("共调度{vehicles.trips_dispatched}车次")


def composed(
    office: Office,  # noqa: F811
    *clauses: object,
    horizon: Horizon | None = None,
    start: date = JANUARY,
) -> Summary:
    section = ReportSection("vehicles.test", "用车", clauses or use.clauses)  # type: ignore[arg-type]  # clauses
    with office.site.reader(horizon or Horizon()) as reader:
        return summarise(reader, "工作总结", [section], start, DECEMBER)


def text(*args: object, **more: object) -> str:
    return composed(*args, **more).said[0].text  # type: ignore[arg-type]  # passed on


@pytest.fixture
def driven(office: Office) -> Office:  # noqa: F811
    """Two trips by a petrol car, one by an electric."""
    driver = office.driver()
    petrol, electric = office.car(), office.car("electric")
    office.driven(petrol, driver, 1000, 6000)
    office.driven(petrol, driver, 6000, 11_000, day="2023-04-07")
    office.driven(electric, driver, 1000, 6400, day="2023-06-08")
    return office


def test_a_sentence_says_the_year_s_figures_up_to_today(driven: Office) -> None:
    assert text(driven).startswith(
        "截至2023年6月8日，共调度公务用车3车次，安全行驶1.5万公里"
    )
    assert "；新能源和混合动力车型承担出车任务的33.3%" in text(driven)
    assert text(driven).endswith("。")


def test_every_figure_is_the_kpi_s_own(driven: Office) -> None:
    (said,) = composed(driven).said
    with driven.site.reader() as reader:
        for piece in said.figures:
            figure = piece.figure
            assert figure is not None
            again = reader.kpi(figure.kpi.name, JANUARY, date(2023, 6, 8))
            assert figure.value == again.value


def test_a_horizon_says_what_was_known_and_had_happened(driven: Office) -> None:
    known = Horizon(recorded_by=date(2023, 4, 30))
    assert text(driven, horizon=known).startswith(
        "截至2023年4月30日，共调度公务用车2车次，安全行驶1万公里"
    )
    happened = Horizon(as_of=date(2023, 3, 31))
    assert "共调度公务用车1车次，安全行驶5000公里" in text(driven, horizon=happened)
    within = composed(driven, horizon=known).within
    assert within.startswith("截至日期 2023-04-30，按登记时间截止 2023-04-30")


def test_a_voided_trip_is_no_longer_said(driven: Office) -> None:
    with driven.site.reader() as reader:
        trip = next(iter(reader.ledger("vehicles.trips").rows())).stream
    driven.void(trip)
    assert "共调度公务用车2车次" in text(driven)


def test_a_period_within_a_year_says_both_its_days(driven: Office) -> None:
    said = text(driven, clause("{period}"), COUNTED, start=date(2023, 4, 1))
    assert said == "2023年4月1日至2023年6月8日，共调度2车次。"


def test_a_clause_whose_figure_nobody_counts_is_left_out(driven: Office) -> None:
    unknown = clause("抽调{vehicles.no_such_figure}车")
    assert text(driven, unknown, COUNTED) == "共调度3车次。"


def test_a_clause_without_divisor_is_left_out(office: Office) -> None:  # noqa: F811
    share = clause("占{vehicles.saving_share:%}")
    assert text(office, COUNTED, share) == "共调度0车次。"


def test_nothing_is_said_without_a_figure(driven: Office) -> None:
    assert composed(driven, clause("{period}")).said == ()


def test_none_is_said_only_of_what_is_counted_and_is_none(driven: Office) -> None:
    none = clause("没有派车", none_of=(TRIPS,))
    some = clause("有派车", some_of=(TRIPS,))
    unknown = clause("没有事故", none_of=("vehicles.no_such_figure",))
    assert text(driven, COUNTED, none, some, unknown) == "共调度3车次，有派车。"
    before = date(2023, 6, 8)
    (said,) = composed(driven, none, some, start=before.replace(day=9)).said
    assert said.text == "没有派车。"
    assert [piece.figure.kpi.name for piece in said.figures if piece.figure] == [TRIPS]


def test_whoever_sees_no_rows_is_told_no_figure(driven: Office) -> None:
    nobody = driven.person("黄路人")
    with driven.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(nobody))
        assert summarise(seen, "工作总结", [use], JANUARY, DECEMBER).said == ()


def test_figures_of_one_unit_alone_are_said_to_be_so(driven: Office) -> None:
    with driven.site.reader() as reader:
        seen = reader.seen_by(reader.standing_of(driven.clerk))
        summary = summarise(seen, "工作总结", [use], JANUARY, DECEMBER)
    assert summary.heading == "工作总结（本单位和本人）"
    assert composed(driven).heading == "工作总结"


def test_a_style_that_does_not_exist_is_refused_when_declared() -> None:
    with pytest.raises(ValueError, match="no number style 约"):
        clause("共{vehicles.trips_dispatched:约}车次")


def one(config: Configurator) -> None:
    config.add_report_section(use)


def other(config: Configurator) -> None:
    config.add_report_section(ReportSection("vehicles.use", "用车", (COUNTED,)))


def test_two_modules_that_claim_one_section_fail_at_start() -> None:
    config = Configurator()
    config.include("houqin.core.registry")
    config.commit()
    config.include(one)
    config.include(other)
    with pytest.raises(ConfigurationConflictError):
        config.commit()
