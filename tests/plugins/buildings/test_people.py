"""面积标准, 人员使用, 另处用房, 人事变动, 超标整改: every rule by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

ROOMS, PEOPLE = "buildings.rooms", "buildings.occupancies"
FINDINGS = "buildings.over_standards"
SECOND = {
    "place": "second",
    "approval": "青机管〔2023〕11号",
    "approved_area": 1800,
    "until": "2023-12-31",
}


@pytest.fixture
def ranks(estate: Estate) -> dict[str, UUID]:
    return estate.adopt()


def limits(bench: Bench) -> dict[str, int]:
    with bench.site.reader() as reader:
        rows = reader.ledger("buildings.grades").rows()
        return {row.values["name"]: row.values["limit"] for row in rows}


def test_the_table_is_that_of_2014_and_not_of_1999(
    bench: Bench, ranks: dict[str, UUID]
) -> None:
    assert limits(bench) == {
        "县级正职": 3000, "县级副职": 2400, "正科级": 1800, "副科级": 1200,
        "科级以下": 900,
    }  # fmt: skip
    assert "调研员职级" in ranks


def test_civil_servants_of_a_rank_are_no_leaders(
    bench: Bench, ranks: dict[str, UUID]
) -> None:
    bench.then_row("buildings.ranks", ranks["调研员职级"], leader=0)
    bench.then_row("buildings.ranks", ranks["正科级领导"], leader=1)


def test_the_area_of_a_grade_is_dated(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    grade = bench.row("buildings.ranks", ranks["副科级领导"]).values["grade"]
    bench.do(
        "buildings.change_grade", record=grade, limit=1000, since="2023-04-01",
        document="桂机管〔2023〕1号",
    )  # fmt: skip
    room = estate.room("301", 1200, unit=estate.unit, since="2020-01-01")
    estate.occupy(room, ranks["副科级领导"])
    bench.then_row(ROOMS, room, standard=1200, over=None)
    bench.at("2023-04-03 09:00")
    bench.when("buildings.check_standards", deadline="2023-05-31T18:00:00+08:00")
    bench.then("buildings.Room.Occupied", standard=1000)
    bench.then("buildings.OverStandard.Opened", over=200)
    bench.then_row(ROOMS, room, standard=1000, over=200, is_over="yes")


def test_over_standard_on_allocation_demands_a_reason(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 2150, unit=estate.unit)
    given = estate.moving(room, ranks["正科级领导"])
    bench.when("buildings.occupy", **given)
    bench.then_refused("使用面积21.50平方米，标准18.00平方米，请写明超标理由")
    bench.when("buildings.occupy", **given, over_reason="结构不宜分隔")
    bench.then("buildings.Occupancy.Began", standard=1800, leader=True)
    bench.then_row(ROOMS, room, over=350, is_over="yes", persons=1)


def test_over_standard_on_allocation_is_blocked_where_the_office_says_so(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    bench.do(
        "core.change_settings", group="buildings.rules",
        values={"refuse_over_standard": True},
    )  # fmt: skip
    room = estate.room("301", 2150, unit=estate.unit)
    given = estate.moving(room, ranks["正科级领导"], over_reason="结构不宜分隔")
    bench.when("buildings.occupy", **given)
    bench.then_refused("超标的不予分配")


def test_no_reason_without_being_over(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1750, unit=estate.unit)
    given = estate.moving(room, ranks["正科级领导"], over_reason="无")
    bench.when("buildings.occupy", **given)
    bench.then_refused("未超标")


def test_shared_rooms_split_the_area_by_persons(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1800, unit=estate.unit)
    first = estate.person("甲")
    bench.when("buildings.occupy", **estate.moving(room, ranks["科员及以下"], first))
    bench.then_refused("标准9.00")
    estate.occupy(room, ranks["科员及以下"], first, over_reason="另一人下周到")
    bench.then_row(ROOMS, room, persons=1, over=900)
    estate.occupy(room, ranks["科员及以下"])
    bench.then_row(ROOMS, room, persons=2, over=None, standard=1800)


def test_who_moves_in_together_shares_the_area(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 2700, unit=estate.unit)
    people = [estate.person(name) for name in "甲乙丙"]
    given = estate.moving(room, ranks["科员及以下"], people[0])
    bench.when("buildings.occupy", **given, together=people[:2])
    bench.then_refused("同一个人选了两次")
    bench.when("buildings.occupy", **given, together=people[1:2])
    bench.then_refused("使用面积13.50平方米，标准9.00")
    bench.when("buildings.occupy", **given, together=people[1:])
    bench.then("buildings.Occupancy.Began", person=people[0], standard=900)
    bench.then_row(ROOMS, room, persons=3, over=None, standard=2700)
    assert len(bench.rows(PEOPLE)) == 3


def test_a_leader_has_one_office_in_principle(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    one = estate.room("301", 1750, unit=estate.unit)
    other = estate.room("302", 1750, unit=estate.unit)
    person = estate.person("甲局长")
    estate.occupy(one, ranks["正科级领导"], person)
    again = estate.moving(other, ranks["正科级领导"], person)
    bench.when("buildings.occupy", **again)
    bench.then_refused("领导干部原则上只用一处")
    bench.when("buildings.occupy", **again | {"place": "second"})
    bench.then_refused("另处办公用房须写明")
    bench.when("buildings.occupy", **again | SECOND)
    bench.then("buildings.Occupancy.Began", place="second", until="2023-12-31")


def test_a_second_office_asks_for_a_first(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1750, unit=estate.unit)
    bench.when("buildings.occupy", **estate.moving(room, ranks["正科级领导"]) | SECOND)
    bench.then_refused("没有主用办公室")


def test_a_second_office_is_kept_longer_by_another_approval(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    one, other = (
        estate.room(number, 1750, unit=estate.unit) for number in ("301", "302")
    )
    person = estate.person("甲局长")
    main = estate.occupy(one, ranks["正科级领导"], person)
    second = estate.occupy(other, ranks["正科级领导"], person, **SECOND)
    more = {"approval": "青机管〔2023〕30号", "until": "2024-06-30"}
    bench.when("buildings.extend_second", record=main, **more)
    bench.then_refused("只有另处办公用房可以延长")
    bench.when("buildings.extend_second", record=second, **more)
    bench.then("buildings.Occupancy.Extended")
    bench.then_row(PEOPLE, second, until="2024-06-30")


def test_who_sits_in_a_room_is_of_its_unit(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1750, unit=estate.unit)
    stranger = bench.person("乙", estate.other_unit)
    bench.when("buildings.occupy", **estate.moving(room, ranks["正科级领导"], stranger))
    bench.then_refused("使用人不是该单位的")


def test_vacate_within_one_month_of_leaving_or_retiring(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1750, unit=estate.unit)
    person = estate.person("甲")
    occupancy = estate.occupy(room, ranks["正科级领导"], person)
    bench.when(
        "buildings.change_staff", person=person, kind="retired", on="2023-01-31",
        document="青组〔2023〕2号",
    )  # fmt: skip
    bench.then("buildings.StaffChange.Recorded", rooms=1, due_on="2023-02-28")
    bench.then("buildings.Occupancy.VacateDemanded", due_on="2023-02-28")
    bench.then_row(PEOPLE, occupancy, state="must_vacate", vacate_reason="退休")
    bench.do(
        "buildings.leave_room", record=occupancy, reason="退休",
        vacated_on="2023-03-01",
    )  # fmt: skip
    bench.then_row(PEOPLE, occupancy, state="vacated")
    bench.then_row(ROOMS, room, persons=None, person=None, over=None)


def test_a_person_without_a_room_has_none_to_vacate(
    bench: Bench, estate: Estate
) -> None:
    person = estate.person("甲")
    bench.when("buildings.change_staff", person=person, kind="left", on="2023-02-01")
    bench.then("buildings.StaffChange.Recorded", rooms=0, due_on=None)
    bench.then_nothing()


def test_another_rank_is_judged_by_another_standard(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1750, unit=estate.unit)
    person = estate.person("甲")
    occupancy = estate.occupy(room, ranks["正科级领导"], person)
    change = {
        "person": person, "kind": "reranked", "on": "2023-02-01",
        "rank": ranks["副科级领导"],
    }  # fmt: skip
    bench.when("buildings.change_staff", **change)
    bench.then_refused("请写明超标理由")
    bench.do("buildings.change_staff", **change, over_reason="待调换")
    bench.then_row(PEOPLE, occupancy, standard=1200)
    bench.then_row(ROOMS, room, over=550)


def found(estate: Estate, ranks: dict[str, UUID]) -> tuple[UUID, UUID]:
    """A room above the standard, and its finding."""
    room = estate.room("301", 2150, unit=estate.unit)
    estate.room("302", 1800, unit=estate.unit)
    estate.occupy(room, ranks["正科级领导"], over_reason="待整改")
    return room, estate.bench.given(
        "buildings.check_standards", deadline="2023-05-31T18:00:00+08:00"
    )


def test_exactly_the_rooms_above_the_standard_are_found_and_only_once(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room, finding = found(estate, ranks)
    bench.then_row(FINDINGS, finding, room=room, over=350, unit=estate.unit)
    bench.when("buildings.check_standards", deadline="2023-06-30T18:00:00+08:00")
    bench.then_nothing()


@pytest.mark.parametrize(
    "way", ["vacate", "share", "exchange", "divide", "convert", "filed"]
)
def test_there_are_six_ways_out(
    bench: Bench, estate: Estate, ranks: dict[str, UUID], way: str
) -> None:
    _room, finding = found(estate, ranks)
    filing = {"filing": "青机管备〔2023〕1号"} if way == "filed" else {}
    chosen: dict[str, Any] = {"record": finding, "way": way, "plan": "按期办理"}
    if way == "filed":
        bench.when("buildings.choose_way", **chosen)
        bench.then_refused("备案文号")
    bench.when("buildings.choose_way", **chosen, **filing)
    bench.then("buildings.OverStandard.WayChosen", way=way)


def test_nothing_is_put_right_without_a_way(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    _room, finding = found(estate, ranks)
    bench.do("core.assign_item", record=finding, person=estate.person("丙"))
    bench.when("core.feed_back", record=finding, measures="已腾退")
    bench.then_refused("请先确定整改方式")


def test_what_is_put_right_is_shown_by_photos(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    _room, finding = found(estate, ranks)
    bench.do("core.assign_item", record=finding, person=estate.person("丙"))
    bench.do("buildings.choose_way", record=finding, way="share", plan="两人合用")
    bench.when("core.feed_back", record=finding, measures="已合用")
    bench.then_refused("照片")


def test_a_room_that_is_voided_away_has_nobody(
    bench: Bench, estate: Estate, ranks: dict[str, UUID]
) -> None:
    room = estate.room("301", 1750, unit=estate.unit)
    occupancy = estate.occupy(room, ranks["正科级领导"])
    bench.do("core.void", record=occupancy, reason="登记错了")
    bench.then_row(ROOMS, room, persons=None, person=None)
    bench.assert_sound()
