"""提醒: a lease that runs out, a report that is due, an inspection not made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugins.buildings.papers import Papers

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate


@pytest.fixture
def papers(estate: Estate) -> Papers:
    return Papers(estate)


def raised(bench: Bench, name: str) -> list[tuple[str, str]]:
    """Level and text of what an alert says now."""
    with bench.site.reader() as reader:
        return [
            (one.level, reader.alerts.text(one))
            for one in reader.alerts.all()
            if one.alert.name == f"buildings.{name}"
        ]


def test_a_lease_is_told_of_ninety_days_before_it_ends(
    bench: Bench, papers: Papers
) -> None:
    papers.running(until="2023-05-31")
    assert raised(bench, "lease_end") == []
    bench.at("2023-03-02 09:00")
    ((level, text),) = raised(bench, "lease_end")
    assert level == "yellow"
    assert "县供销社" in text
    assert "2023-05-31" in text
    bench.at("2023-06-01 09:00")
    ((level, _text),) = raised(bench, "lease_end")
    assert level == "red"


def test_a_lease_that_ended_is_told_of_no_more(bench: Bench, papers: Papers) -> None:
    lease = papers.running(until="2023-03-31")
    assert len(raised(bench, "lease_end")) == 1
    bench.do("buildings.end_lease", record=lease, ended_on="2023-03-01")
    assert raised(bench, "lease_end") == []


def test_a_report_is_told_of_before_its_deadline_and_red_after_it(
    bench: Bench, papers: Papers
) -> None:
    record = papers.owed(papers.round(papers.estate.unit), papers.estate.unit)
    assert raised(bench, "report_due") == []
    bench.at("2023-03-06 09:00")
    ((level, text),) = raised(bench, "report_due")
    assert level == "yellow"
    assert "财政局" in text
    bench.at("2023-03-11 09:00")
    ((level, _text),) = raised(bench, "report_due")
    assert level == "red"
    papers.report(record)
    assert raised(bench, "report_due") == []


def test_an_inspection_that_was_not_made_is_told_of(
    bench: Bench, papers: Papers
) -> None:
    papers.inspection()
    assert raised(bench, "inspection_due") == []
    bench.at("2023-03-21 09:00")
    ((_level, text),) = raised(bench, "inspection_due")
    assert "汛期房屋安全" in text
