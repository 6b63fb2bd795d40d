"""楼座改名: floors and rooms are called by the building's new name at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.testing import Bench
    from tests.plugins.buildings.estate import Estate

RENAME = "buildings.rename_building"


@pytest.fixture
def rooms(bench: Bench, estate: Estate) -> tuple[UUID, UUID]:
    """One that is there, and one that is disposed of."""
    kept, gone = estate.room("301"), estate.room("302")
    paper = {"document": "青机管〔2023〕8号", "reason": "拆除"}
    bench.do("buildings.approve_room_disposal", record=gone, **paper)
    bench.do("buildings.dispose_room", record=gone, reason="拆除")
    return kept, gone


def title(bench: Bench, aggregate: str, record: UUID) -> str:
    with bench.site.reader() as reader:
        return str(reader.title(aggregate, str(record)))


def test_floors_and_rooms_take_the_name_of_their_building(
    bench: Bench, estate: Estate, rooms: tuple[UUID, UUID]
) -> None:
    basement, other = estate.new_floor(-1), estate.room("303")
    bench.do(RENAME, record=estate.building, name="综合楼", reason="统一楼名")
    bench.then_row("buildings.rooms", other, name="综合楼303")
    bench.then_row("buildings.buildings", estate.building, name="综合楼")
    bench.then_row("buildings.floors", estate.floor, name="综合楼3层")
    bench.then_row("buildings.floors", basement, name="综合楼地下1层")
    bench.then_row("buildings.rooms", rooms[0], name="综合楼301", number="301")
    assert title(bench, "buildings.Room", rooms[0]) == "综合楼301"
    bench.assert_sound()


def test_a_room_that_is_gone_keeps_its_name(
    bench: Bench, estate: Estate, rooms: tuple[UUID, UUID]
) -> None:
    bench.do(RENAME, record=estate.building, name="综合楼", reason="统一楼名")
    bench.then_row("buildings.rooms", rooms[1], name="1号楼302")


def test_a_name_given_free_is_anothers_and_number_plates_follow(
    bench: Bench, estate: Estate, rooms: tuple[UUID, UUID]
) -> None:
    bench.do(RENAME, record=estate.building, name="综合楼", reason="统一楼名")
    bench.do("buildings.renumber_room", record=rooms[0], number="305")
    bench.then_row("buildings.rooms", rooms[0], name="综合楼305")
    bench.then_row("buildings.rooms", estate.room("301"), name="综合楼301")


def test_a_building_is_called_as_no_other(bench: Bench, estate: Estate) -> None:
    bench.when(RENAME, record=estate.building, name="1号楼", reason="统一楼名")
    bench.then_refused("名称没有改变")
    facts = bench.row("buildings.buildings", estate.building).values
    same = ("address", "built_year", "structure", "storeys", "gross_area", "ownership")
    bench.do(
        "buildings.register_building", compound=estate.compound, name="2号楼",
        **{name: facts[name] for name in same},
    )  # fmt: skip
    bench.when(RENAME, record=estate.building, name="2号楼", reason="统一楼名")
    bench.then_refused("2号楼")


def test_a_name_is_corrected_by_renaming_only(
    bench: Bench, estate: Estate, rooms: tuple[UUID, UUID]
) -> None:
    assert rooms
    correction = {
        "record": estate.building, "target": 1, "payload": {"name": "综合楼"},
        "reason": "填错",
    }  # fmt: skip
    bench.when("core.correct", **correction)
    bench.then_refused("没有“name”这一项")
