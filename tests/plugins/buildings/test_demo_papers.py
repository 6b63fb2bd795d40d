"""The demonstration's drawings, leases, inspections and reports, counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.demonstration.identities import person_id
from houqin.core.projection.horizon import Horizon
from houqin.core.report.composing import summarise

if TYPE_CHECKING:
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site

JANUARY = date(2023, 1, 1)
#: At the year's end, at half of it, and inside a quarter.
FIGURES = {
    "updated_drawings": (12, 7, 7),
    "drawing_rate": (364, 212, 212),
    "reports_due": (154, 77, 77),
    "reports_in_time": (151, 75, 75),
    "report_rate": (981, 974, 974),
    "units_reported": (77, 77, 77),
    "inspected": (4, 2, 2),
    "defect_rate": (1000, 1000, 1000),
    "leased_out": (2, 2, 2),
    "rented_in": (2, 2, 2),
}
UNTIL = (date(2023, 12, 31), date(2023, 6, 30), date(2023, 5, 31))


def value(reader: Reader, name: str, until: date) -> int | None:
    return reader.kpi(f"buildings.{name}", JANUARY, until).value


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_as_the_year_was_acted(demonstrated: Site, name: str) -> None:
    with demonstrated.reader() as reader:
        assert tuple(value(reader, name, day) for day in UNTIL) == FIGURES[name]


def test_a_view_of_may_knows_nothing_of_june(demonstrated: Site) -> None:
    with demonstrated.reader(Horizon(as_of=UNTIL[2])) as reader:
        assert reader.ledger("buildings.stat_reports").count() == 1
        current = reader.ledger("buildings.drawings").count({"state": "in_force"})
        assert current == 33
        assert reader.ledger("buildings.drawings").count({"state": "superseded"}) == 7


def test_no_ledger_is_empty(demonstrated: Site) -> None:
    names = (
        "drawings", "leases", "property_certs", "signs", "inspections", "defects",
        "stat_reports", "unit_reports",
    )  # fmt: skip
    with demonstrated.reader() as reader:
        counts = {n: reader.ledger(f"buildings.{n}").count() for n in names}
    assert all(counts.values()), counts
    assert (counts["drawings"], counts["unit_reports"]) == (45, 154)


def test_every_drawing_can_be_read(demonstrated: Site) -> None:
    held, unreadable = demonstrated.attachments.examine()
    # 45 drawings, four approvals, nine pairs of photos.
    assert (held, unreadable) == (67, [])


def test_the_sentence_says_reports_and_drawings(demonstrated: Site) -> None:
    with demonstrated.reader() as reader:
        sections = demonstrated.declarations.report_sections.values()
        summary = summarise(reader, "工作总结", sections, JANUARY, UNTIL[0])
    said = "".join(sentence.text for sentence in summary.said)
    assert "完成77家单位用房数据上报，上报率98.1%，更新图纸12幅" in said


def test_a_number_that_waits_for_somebody_says_what_it_counts(
    demonstrated: Site,
) -> None:
    with demonstrated.reader() as reader:
        (waits,) = reader.worklists(person_id("director")).waiting().items
    assert waits.matter.endswith("，调配间数 2 间，调配面积 54.00 平方米")
