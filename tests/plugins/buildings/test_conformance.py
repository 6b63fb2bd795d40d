"""办公用房 keeps to what every plugin keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.testing import PluginConformance
from tests.plugins.buildings import papers
from tests.plugins.buildings.estate import Estate
from tests.plugins.buildings.test_allocating import handed_over

if TYPE_CHECKING:
    from houqin.core.testing import Bench


class TestBuildings(PluginConformance):
    """The suite of core, with one room and its use as the story."""

    plugin = "buildings"

    def story(self, bench: Bench) -> None:
        estate = Estate(bench)
        room = estate.room("301")
        bench.do(
            "buildings.survey_room", record=room, usable_area=2100,
            area_source="own", measured_on="2023-02-20",
        )  # fmt: skip
        bench.do("buildings.renumber_room", record=room, number="301A")
        bench.do("buildings.rename_building", record=estate.building, name="综合楼",
                 reason="统一楼名")  # fmt: skip
        bench.do(
            "buildings.repurpose_room", record=room, function="meeting",
            document="青机管〔2023〕8号", reason="改作会议室",
        )  # fmt: skip
        estate.room("302", unit=estate.unit, since="2023-01-01")
        self.given_and_left(estate)
        papers.story(estate)

    def given_and_left(self, estate: Estate) -> None:
        """A room is given, somebody sits there above the standard, and retires."""
        bench, ranks = estate.bench, estate.adopt()
        room = estate.room("303", 2150)
        handed_over(estate, room)
        person = estate.person("甲")
        sitting = estate.occupy(room, ranks["正科级领导"], person, over_reason="待整改")
        finding = bench.given(
            "buildings.check_standards", deadline="2023-05-31T18:00:00+08:00"
        )
        bench.do("buildings.choose_way", record=finding, way="share", plan="合用")
        bench.do("core.assign_item", record=finding, person=person)
        bench.do(
            "buildings.change_staff", person=person, kind="retired", on="2023-02-20"
        )
        gone = {"reason": "退休", "vacated_on": "2023-03-01"}
        bench.do("buildings.leave_room", record=sitting, **gone)
