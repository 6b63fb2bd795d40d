"""巡检: 计划, 检查, 问题, 整改, 销号."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.plugins.buildings.papers import Papers

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

INSPECTIONS, DEFECTS = "buildings.inspections", "buildings.defects"
MARCH = (date(2023, 3, 1), date(2023, 3, 31))


@pytest.fixture
def papers(estate: Estate) -> Papers:
    return Papers(estate)


def done(papers: Papers, record: UUID, *items: dict[str, Any]) -> None:
    papers.bench.do(
        "buildings.inspect", papers.keeper, record=record, summary="查看屋面和外墙",
        items=list(items),
    )  # fmt: skip


def defect(papers: Papers, matter: str = "吊顶松动") -> dict[str, Any]:
    photo = papers.file("前.jpg", by=papers.keeper)
    return {
        "matter": matter, "unit": str(papers.estate.unit),
        "person": str(papers.clerk), "deadline": "2023-03-15T18:00:00+08:00",
        "before": [photo], "room": str(papers.estate.room(matter)),
    }  # fmt: skip


def test_an_inspection_without_a_problem_is_closed(
    bench: Bench, papers: Papers
) -> None:
    record = papers.inspection()
    bench.then_row(INSPECTIONS, record, state="planned")
    done(papers, record)
    bench.then_row(INSPECTIONS, record, state="closed", found=0)


def test_the_inspector_named_enters_what_he_found(bench: Bench, papers: Papers) -> None:
    record = papers.inspection()
    bench.when("buildings.inspect", papers.clerk, record=record, summary="看过")
    bench.then_refused("由指定的巡检人登记")


def test_what_was_found_is_put_right_and_taken_off_the_list(
    bench: Bench, papers: Papers
) -> None:
    record = papers.inspection()
    done(papers, record, defect(papers), defect(papers, "窗扇脱落"))
    bench.then_row(INSPECTIONS, record, state="rectifying", found=2, settled=0)
    verifier = bench.person("韦复核", papers.estate.unit, "buildings.keeper")
    for row in bench.rows(DEFECTS):
        item = row.stream
        photo = papers.file("后.jpg", by=papers.clerk)
        bench.do(
            "core.feed_back",
            papers.clerk,
            record=item,
            measures="已加固",
            after=[photo],
        )
        bench.when("core.recheck", papers.clerk, record=item, verdict="passed")
        bench.then_refused("整改人不能复核自己的整改")
        bench.do("core.recheck", verifier, record=item, verdict="passed")
    bench.then_row(INSPECTIONS, record, state="closed", settled=2)
    assert bench.figure("buildings.inspected", *MARCH) == 1
    assert bench.figure("buildings.defect_rate", *MARCH) == 1000
    bench.assert_sound()


def test_a_problem_names_unit_and_deadline(bench: Bench, papers: Papers) -> None:
    record = papers.inspection()
    bench.when(
        "buildings.inspect", papers.keeper, record=record, summary="看过",
        items=[{"matter": "渗水", "deadline": "2023-03-15T18:00:00+08:00"}],
    )  # fmt: skip
    bench.then_refused("第1项没有写明责任单位")
