"""提醒: a room above the standard, a second office, who has retired and still sits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.plugins.buildings.test_people import SECOND, found
from tests.plugins.buildings.test_reminders import raised

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate


def test_a_room_above_the_standard_is_told_of(bench: Bench, estate: Estate) -> None:
    ranks = estate.adopt()
    room = estate.room("301", 2150, unit=estate.unit)
    assert raised(bench, "over_standard") == []
    sitting = estate.occupy(room, ranks["正科级领导"], over_reason="待整改")
    ((_level, text),) = raised(bench, "over_standard")
    assert "1号楼301使用面积21.50" in text
    gone = {"reason": "调换", "vacated_on": "2023-03-01"}
    bench.do("buildings.leave_room", record=sitting, **gone)
    assert raised(bench, "over_standard") == []


def test_a_second_office_is_told_of_and_red_after_its_last_day(
    bench: Bench, estate: Estate
) -> None:
    ranks = estate.adopt()
    rank, person = ranks["正科级领导"], estate.person("甲局长")
    estate.occupy(estate.room("301", 1750, unit=estate.unit), rank, person)
    other = estate.room("302", 1750, unit=estate.unit)
    estate.occupy(other, rank, person, **SECOND | {"until": "2023-03-31"})
    ((level, text),) = raised(bench, "second_office")
    assert (level, "1号楼302" in text) == ("yellow", True)
    bench.at("2023-04-01 09:00")
    ((level, _text),) = raised(bench, "second_office")
    assert level == "red"


def test_a_retired_person_still_in_the_room_after_thirty_days_is_red(
    bench: Bench, estate: Estate
) -> None:
    ranks, person = estate.adopt(), estate.person("甲")
    room = estate.room("301", 1750, unit=estate.unit)
    estate.occupy(room, ranks["正科级领导"], person)
    bench.do("buildings.change_staff", person=person, kind="retired", on="2023-02-28")
    assert raised(bench, "still_in_room") == []
    bench.at("2023-03-20 09:00")
    ((level, text),) = raised(bench, "still_in_room")
    assert (level, "退休，应在2023-03-28" in text) == ("yellow", True)
    bench.at("2023-03-31 09:00")
    ((level, _text),) = raised(bench, "still_in_room")
    assert level == "red"


def test_what_is_to_be_put_right_is_told_of_before_its_deadline(
    bench: Bench, estate: Estate
) -> None:
    found(estate, estate.adopt())
    bench.at("2023-05-30 09:00")
    assert len(raised(bench, "over_standards_3d")) == 1
    bench.at("2023-06-01 09:00")
    ((level, _text),) = raised(bench, "over_standards_overdue")
    assert level == "red"
