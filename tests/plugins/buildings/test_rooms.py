"""登记, 测量面积, 改变用途, 维修, 处置: the rules of compounds to rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

ROOMS = "buildings.rooms"


def test_a_room_is_called_by_its_building_and_number(
    bench: Bench, estate: Estate
) -> None:
    room = estate.room("301")
    bench.then_row(
        ROOMS, room, name="1号楼301", building=estate.building, kind="office",
        usable_area=1800, area_source="surveyed", unit=None, state="idle",
    )  # fmt: skip


def test_a_room_in_use_is_registered_with_its_unit(
    bench: Bench, estate: Estate
) -> None:
    room = estate.room("301", unit=estate.unit, since="2020-06-01", agreement="协1")
    bench.then_row(ROOMS, room, unit=estate.unit, since="2020-06-01", state="allocated")


def test_no_number_is_given_twice_in_a_building(bench: Bench, estate: Estate) -> None:
    estate.room("301")
    bench.when(
        "buildings.register_room", floor=estate.floor, number="301",
        function="archive", usable_area=900, measured_on="2023-01-10",
    )  # fmt: skip
    bench.then_refused("1号楼301")


def test_a_room_is_not_measured_in_the_future(bench: Bench, estate: Estate) -> None:
    room = estate.room("301")
    bench.when(
        "buildings.survey_room", record=room, usable_area=2000, area_source="own",
        measured_on="2023-03-02",
    )  # fmt: skip
    bench.then_refused("测量日期不能晚于")


def test_a_measured_room_keeps_who_measured_and_when(
    bench: Bench, estate: Estate
) -> None:
    room = estate.room("301")
    bench.do(
        "buildings.survey_room", record=room, usable_area=2133, area_source="own",
        measured_on="2023-02-20",
    )  # fmt: skip
    bench.then_row(
        ROOMS, room, usable_area=2133, area_source="own", measured_on="2023-02-20"
    )


def test_no_change_of_use_without_approval(bench: Bench, estate: Estate) -> None:
    room = estate.room("301")
    bench.when(
        "buildings.repurpose_room", record=room, function="meeting", reason="改会议室"
    )
    bench.then_refused("批准文号")
    bench.when(
        "buildings.repurpose_room", record=room, function="meeting",
        document="青机管〔2023〕8号", reason="改会议室",
    )  # fmt: skip
    bench.then("buildings.Room.Repurposed", function="meeting")
    bench.then_row(ROOMS, room, kind="service")


def test_there_is_no_floor_zero(bench: Bench, estate: Estate) -> None:
    bench.when("buildings.register_floor", building=estate.building, level=0)
    bench.then_refused("没有0层")
    cellar = estate.new_floor(-1)
    bench.then_row("buildings.floors", cellar, name="1号楼地下1层")


def test_a_room_in_repair_is_idle_no_longer(bench: Bench, estate: Estate) -> None:
    room = estate.room("301")
    bench.do("buildings.begin_room_repair", record=room, work="防水")
    bench.then_row(ROOMS, room, state="in_repair")
    bench.do("buildings.end_room_repair", record=room)
    bench.then_row(ROOMS, room, state="idle")


def test_a_building_goes_only_once_its_rooms_are_gone(
    bench: Bench, estate: Estate
) -> None:
    room = estate.room("301")
    gone = {"document": "青机管〔2023〕9号", "reason": "拆除"}
    bench.when("buildings.dispose_building", record=estate.building, **gone)
    bench.then_refused("还有1个房间没有处置，如房间1号楼301")
    bench.do("buildings.approve_room_disposal", record=room, **gone)
    bench.do("buildings.dispose_room", record=room, reason="拆除")
    bench.do("buildings.dispose_building", record=estate.building, **gone)
    bench.when("buildings.close_compound", record=estate.compound, **gone)
    bench.then("buildings.Compound.Closed")
    bench.assert_sound()
