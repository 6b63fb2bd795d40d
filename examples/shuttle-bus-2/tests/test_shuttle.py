"""通勤班车 on a real site."""

from datetime import date
from pathlib import Path

from houqin.core.testing import Bench, PluginConformance

RUN = {"route": "城东线", "day": "2023-03-06"}


class TestConformance(PluginConformance):
    plugin = "shuttle"

    def story(self, bench: Bench) -> None:
        run = bench.given("shuttle.plan", **RUN)
        bench.do("shuttle.finish", record=run, riders=31)


def test_people_carried_are_counted(tmp_path: Path) -> None:
    bench = Bench.of(tmp_path, "shuttle")
    run = bench.given("shuttle.plan", **RUN)
    bench.when("shuttle.finish", record=run, riders=31, late=5)
    bench.then("shuttle.Run.Ran", riders=31)
    bench.then_row("shuttle.runs", run, route="城东线", riders=31, late=5, state="ran")
    assert bench.figure("shuttle.riders", date(2023, 3, 1), date(2023, 3, 31)) == 31
    bench.close()
