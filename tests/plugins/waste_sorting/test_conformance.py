"""垃圾分类 keeps to what every plugin keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.testing import PluginConformance
from tests.plugins.waste_sorting.working import MODULE, Waste

if TYPE_CHECKING:
    from houqin.core.testing import Bench


class TestWasteSorting(PluginConformance):
    """The suite of core, with one unit's sorting as the story."""

    plugin, module = "waste_sorting", MODULE

    def story(self, bench: Bench) -> None:
        waste = Waste(bench.site)
        unit = waste.enrolled()
        second = waste.supervisor(unit, "王五")
        waste.do(
            "waste_sorting.replace_supervisor", record=second, reason="调离",
            name="赵六", sex="female", post="副主任",
        )  # fmt: skip
        training = waste.training()
        waste.signed(training)
        waste.load(waste.carrier())
        waste.given(
            "waste_sorting.record_poll", polled_on="2023-03-01", place="一楼大厅",
            asked=50, aware=45,
        )  # fmt: skip
