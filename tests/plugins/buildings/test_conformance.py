"""办公用房 keeps to what every plugin keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.testing import PluginConformance
from tests.plugins.buildings import papers
from tests.plugins.buildings.estate import Estate

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
        bench.do(
            "buildings.repurpose_room", record=room, function="meeting",
            document="青机管〔2023〕8号", reason="改作会议室",
        )  # fmt: skip
        estate.room("302", unit=estate.unit, since="2023-01-01")
        papers.story(estate)
