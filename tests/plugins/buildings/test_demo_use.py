"""The demonstration's rooms: exactly three above the standard, and what was given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from houqin.core.demonstration.identities import department_id
from houqin.core.projection.horizon import Horizon
from houqin.core.report.composing import summarise
from houqin.core.site.checking import check
from houqin.plugins.buildings.demo.use import DEMOTED

if TYPE_CHECKING:
    from houqin.core.site.site import Site

JANUARY = date(2023, 1, 1)
#: At the year's end, at half of it, and inside a quarter.
UNTIL = (date(2023, 12, 31), date(2023, 6, 30), date(2023, 11, 10))
FIGURES = {
    "allotted_rooms": (24, 14, 20),
    "allotted_area": (63_900, 36_900, 53_100),
    "over_rooms": (3, 2, 3),
    "over_area": (3_000, 1_500, 3_000),
    "found_rooms": (3, 2, 2),
    "rectified_rooms": (1, 1, 1),
    "second_offices": (1, 1, 1),
    "to_vacate": (1, 0, 0),
    "room_count": (528, 528, 528),
    "gross_area": (5_120_000, 5_120_000, 5_120_000),
}


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_as_the_year_was_acted(demonstrated: Site, name: str) -> None:
    with demonstrated.reader() as reader:
        found = tuple(
            reader.kpi(f"buildings.{name}", JANUARY, day).value for day in UNTIL
        )
    assert found == FIGURES[name]


def test_exactly_the_three_planted_rooms_are_above_the_standard(
    demonstrated: Site,
) -> None:
    with demonstrated.reader(Horizon(as_of=UNTIL[0])) as reader:
        rooms = {
            row.key: row.values["over"]
            for row in reader.ledger("buildings.rooms").rows({"is_over": "yes"})
        }
        found = {
            row.values["room"]: row.values["over"]
            for row in reader.ledger("buildings.over_standards").rows()
        }
    assert rooms == found
    assert sorted(found.values()) == [600, 900, 1_500]


def test_half_a_year_knows_two_of_them(demonstrated: Site) -> None:
    with demonstrated.reader(Horizon(as_of=UNTIL[1])) as reader:
        rows = list(reader.ledger("buildings.over_standards").rows())
        states = sorted(row.state or "" for row in rows)
    assert states == ["assigned", "passed"]


def test_who_retired_and_still_sits_there_is_red(demonstrated: Site) -> None:
    with demonstrated.reader() as reader:
        raised = [
            alert
            for alert in reader.alerts.all()
            if alert.alert.name == "buildings.still_in_room"
        ]
    assert [alert.level for alert in raised] == ["red"]


def test_no_ledger_is_empty(demonstrated: Site) -> None:
    names = [
        name
        for name, ledger in demonstrated.declarations.ledgers.items()
        if ledger.plugin == "buildings"
    ]
    with demonstrated.reader() as reader:
        empty = [name for name in names if not reader.ledger(name).count()]
    assert empty == []


def test_the_sentence_says_what_was_given_and_put_right(demonstrated: Site) -> None:
    with demonstrated.reader() as reader:
        sections = demonstrated.declarations.report_sections.values()
        summary = summarise(reader, "工作总结", sections, JANUARY, UNTIL[0])
    said = "".join(sentence.text for sentence in summary.said)
    assert "调配办公用房24间639平方米" in said.replace("639.00", "639")
    assert "整改超标用房1间" in said


def test_the_head_who_became_a_deputy_is_judged_anew(demonstrated: Site) -> None:
    with demonstrated.reader() as reader:
        rows = reader.ledger("buildings.over_standards").rows()
        units = {row.values["over"]: row.values["unit"] for row in rows}
    assert units[600] == str(department_id(DEMOTED[0]))


def test_the_demonstration_is_sound(demonstrated: Site) -> None:
    assert check(demonstrated).agrees
