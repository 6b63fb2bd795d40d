"""签到表: who was expected, ticks for each, persons counted once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest

from houqin.core.model.attendance import Tick, Ticked, ticked
from houqin.core.printing.form_sheet import form_sheets
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.schema.errors import FormErrors
from houqin.core.testing import Bench, PluginConformance
from tests.core.model.roll_call import paper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROLL_CALL = "tests.core.model.roll_call"
MARCH = date(2023, 3, 1), date(2023, 3, 31)
Named = dict[str, UUID]


def _listed(named: Named, ticks: dict[str, str]) -> list[dict[str, str]]:
    return [{"who": str(named[who]), "tick": tick} for who, tick in ticks.items()]


def _people(bench: Bench) -> Named:
    unit = bench.department()
    return {name: bench.person(name, unit) for name in ("甲", "乙", "丙")}


def _lesson(bench: Bench, people: Named, ticks: dict[str, str]) -> UUID:
    lesson = bench.given("lessons.plan", subject="课", expected=list(people.values()))
    bench.do("lessons.hold", record=lesson, ticks=_listed(people, ticks))
    return lesson


class TestRollCall(PluginConformance):
    """The module of these tests passes the suite of every plugin."""

    plugin, module = "lessons", ROLL_CALL

    def story(self, bench: Bench) -> None:
        _lesson(bench, _people(bench), {"甲": "present", "乙": "deputy"})


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench.of(tmp_path, ROLL_CALL)
    yield bench
    bench.close()


def _when(bench: Bench, people: Named, ticks: list[dict[str, Any]]) -> None:
    lesson = bench.given("lessons.plan", subject="课", expected=list(people.values()))
    bench.when("lessons.hold", record=lesson, ticks=ticks)


def test_every_tick_has_its_row_and_who_has_none_is_absent(bench: Bench) -> None:
    people = _people(bench)
    lesson = _lesson(bench, people, {"乙": "deputy", "甲": "present"})
    rows = [row.values for row in bench.rows("lessons.sheet")]
    found = {row["person"]: row["tick"] for row in rows}
    wanted = {"甲": "present", "乙": "deputy", "丙": "absent"}
    assert found == {str(people[name]): tick for name, tick in wanted.items()}
    bench.then_row("lessons.lessons", lesson, expected=3, came=2, deputies=1, missing=1)


def test_a_person_of_two_sheets_is_one_person_and_two_times(bench: Bench) -> None:
    people = _people(bench)
    first = _lesson(bench, people, {"甲": "present", "乙": "present"})
    _lesson(bench, people, {"甲": "deputy", "丙": "absent"})
    assert bench.figure("lessons.persons", *MARCH) == 2
    assert bench.figure("lessons.times", *MARCH) == 3
    assert bench.figure("lessons.each", *MARCH) == 15
    assert bench.figure("lessons.persons", date(2023, 4, 1), date(2023, 4, 30)) == 0
    bench.do("core.void", record=first, target=0, reason="重复")
    assert bench.figure("lessons.persons", *MARCH) == 1


def test_distinct_persons_are_split_by_a_dimension(bench: Bench) -> None:
    people = _people(bench)
    lessons = [_lesson(bench, people, {"甲": "present"}) for _ in range(2)]
    with bench.site.reader() as reader:
        groups = reader.kpi("lessons.persons", *MARCH, by="lesson").groups
    assert {(g.key, g.value) for g in groups} == {(str(x), 1) for x in lessons}


def test_somebody_who_was_not_expected_is_refused(bench: Bench) -> None:
    people = _people(bench)
    stranger = bench.person("丁", bench.department("县审计局"))
    _when(bench, people, _listed(people | {"丁": stranger}, {"丁": "present"}))
    bench.then_refused("不在应到名单")


def test_nobody_is_ticked_twice(bench: Bench) -> None:
    people = _people(bench)
    twice = [*_listed(people, {"甲": "present"}), *_listed(people, {"甲": "absent"})]
    _when(bench, people, twice)
    bench.then_refused("只能签到一次")


def test_lists_keep_the_order_of_the_sheet() -> None:
    expected = [uuid4() for _ in range(5)]
    ticks = [Ticked(who=who, tick=Tick.PRESENT) for who in reversed(expected)]
    assert ticked(expected, ticks)["present"] == expected
    with pytest.raises(FormErrors):
        ticked(expected[1:], ticks)


def test_the_sheet_to_sign_has_everybody_with_their_unit(bench: Bench) -> None:
    people = _people(bench)
    listed = list(people.values())
    lesson = bench.given("lessons.plan", subject="课", expected=listed)
    printing = Printing("县机关事务中心", "2023-03-01", "甲")
    with bench.site.reader() as reader:
        (sheet,) = form_sheets(reader, paper, paper.leaves[0], lesson, "x", printing)
    grid: Any = sheet.sections[0].rows[1]
    assert grid.heads == ("序号", "姓名", "单位", "签名", "代签")
    assert grid.rows[0] == ("1", "甲", "财政局", "", "")
    assert [row[0] for row in grid.rows] == ["1", "2", "3", "4", "5"]
