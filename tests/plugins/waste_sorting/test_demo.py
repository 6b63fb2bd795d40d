"""The demonstration year of waste sorting: its figures, and every ledger filled."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from houqin.core.demonstration.parts import parts_of
from houqin.core.demonstration.playing import OPENS_AT, acts_of_year, play
from houqin.core.projection.horizon import Horizon
from houqin.core.report.composing import summarise
from houqin.core.testing.bench import declared, opened
from houqin.events.clock import SteppingClock
from houqin.events.store import SQLiteStore
from tests.plugins.waste_sorting.working import MODULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.site.site import Site

BEGINS, ENDS = date(2023, 1, 1), date(2023, 12, 31)
#: By name: at the year's end, at its half, and inside its second quarter.
FIGURES = {
    "units_listed": (138, 138, 138),
    "units_enrolled": (138, 81, 46),
    "coverage": (1000, 587, 333),
    "supervised": (1000, 1000, 1000),
    "nominated": (231, 222, 161),
    "replaced": (12, 3, 0),
    "in_office": (218, 219, 161),
    "sessions": (1, 0, 0),
    "trainees": (213, 0, 0),
    "expected": (219, 0, 0),
    "trained_rate": (940, 0, 0),
    "inspected": (184, 92, 46),
    "mean_score": (874, 872, 867),
    "accuracy": (925, 929, 929),
    "defects_found": (61, 34, 18),
    "defects_settled": (60, 34, 18),
    "rectified": (984, 1000, 1000),
    "food": (410_000, 203_906, 148_955),
    "recyclable": (96_000, 48_118, 35_408),
    "hazardous": (1_800, 815, 386),
    "other": (1_380_000, 680_000, 455_500),
    "recyclable_share": (51, 52, 55),
    "per_head": (264, 221, 277),
    "awareness": (898, 860, 840),
}
DAYS = (ENDS, date(2023, 6, 30), date(2023, 5, 15))


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The year of this module alone, loaded once."""
    store = SQLiteStore(tmp_path_factory.mktemp("waste") / "site.db", durable=False)
    site = opened(store, declared(MODULE), SteppingClock(OPENS_AT))
    clock: Any = site.log.clock
    acts = acts_of_year(parts_of(site.declarations), site.system_actor)
    play(site, clock, acts, lambda _done, _all: None)
    clock.step(max(clock.now(), OPENS_AT + 365 * 24 * 3600 * 1_000_000))
    yield site
    store.close()


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_of_the_year_of_its_half_and_inside_a_quarter(
    year: Site, name: str
) -> None:
    with year.reader() as reader:
        found = tuple(
            reader.kpi(f"waste_sorting.{name}", BEGINS, day).value for day in DAYS
        )
    assert found == FIGURES[name]


@pytest.mark.parametrize("day", DAYS)
def test_figures_are_the_same_as_of_that_day(year: Site, day: date) -> None:
    with year.reader() as live, year.reader(Horizon(as_of=day)) as then:
        for name in ("inspected", "trainees", "nominated", "weight"):
            kpi = f"waste_sorting.{name}"
            assert then.kpi(kpi, BEGINS, day).value == live.kpi(kpi, BEGINS, day).value


def test_every_ledger_is_filled(year: Site) -> None:
    with year.reader() as reader:
        own = [x for x in year.declarations.ledgers if x.startswith("waste_sorting.")]
        empty = [name for name in own if not reader.ledger(name).count()]
    assert len(own) == 19
    assert empty == []


def test_every_column_says_something(year: Site) -> None:
    with year.reader() as reader:
        bare = [
            f"{ledger.name}: {column.name}"
            for ledger in year.declarations.ledgers.values()
            if ledger.plugin == "waste_sorting"
            for column in ledger.columns
            if column.type.kind != "state" and not column.derived
            if not any(
                row.values.get(column.name) for row in reader.ledger(ledger.name).rows()
            )
        ]
    assert set(bare) <= UNUSED, bare


#: What nobody of this county wrote down.
UNUSED = {
    "waste_sorting.units: address",
    "waste_sorting.supervisors: until",
    "waste_sorting.supervisors: remark",
    "waste_sorting.inspections: opinion",
    "waste_sorting.collections: remark",
    "waste_sorting.hazardous: department",
    "waste_sorting.carriers: contact",
    "waste_sorting.polls: department",
    "waste_sorting.polls: remark",
    "waste_sorting.defects: demand",
    "waste_sorting.defects: before",
    "waste_sorting.defects: extended_at",
    "waste_sorting.defects: unfinished",
    "waste_sorting.defects: after",
    "waste_sorting.defects: liaison",
}


def test_what_is_wrong_at_the_years_end_is_told(year: Site) -> None:
    with year.reader() as reader:
        told = sorted(raised.alert.name for raised in reader.alerts.all())
    assert told == ["waste_sorting.defect_overdue", "waste_sorting.supervisor_left"]


def test_the_summary_says_the_sentence_of_the_domain(year: Site) -> None:
    with year.reader() as reader:
        sections = year.declarations.report_sections.values()
        summary = summarise(reader, "工作总结", sections, BEGINS, ENDS)
    said = "".join(s.text for s in summary.said if s.name == "waste_sorting.sorting")
    assert said.endswith(
        "举办垃圾分类培训1期，213余名督导员参训；覆盖单位138家，检查184次，"
        "平均得分87.4分，整改率98.4%，知晓率89.8%。"
    )


def test_what_is_folded_anew_agrees(year: Site) -> None:
    from houqin.core.site.checking import check  # noqa: PLC0415 - this test alone

    assert [f for f in check(year).findings if not f.agrees] == []
