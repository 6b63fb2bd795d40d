"""文明创建 keeps to what every plugin keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.testing import PluginConformance
from tests.plugins.civilized_city.city import LATER, City

if TYPE_CHECKING:
    from houqin.core.testing import Bench


class TestCivilizedCity(PluginConformance):
    """The suite of core, with one of everything as the story."""

    plugin = "civilized_city"

    def story(self, bench: Bench) -> None:
        city = City(bench.site)
        city.do("civilized_city.list_indicator", edition="2023年版", code="2",
                name="环境", valid_from="2023-01-01")  # fmt: skip
        _received(city)
        _notice, item = city.issued()
        city.do("civilized_city.sign_for", city.clerk, record=_notice,
                signed_by=city.clerk, way="system")  # fmt: skip
        city.do("core.assign_item", city.clerk, record=item, person=city.clerk)
        task = city.task(person=city.mender)
        city.report(task, city.mender)
        city.do("civilized_city.verify_task", city.keeper, record=task)
        _counted(city)
        item = city.online()
        city.handed(item)
        city.submitted(item)
        city.do("civilized_city.adopt_material", city.keeper, record=item)


def _received(city: City) -> None:
    """A notice in two items: one is extended, one re-checked twice."""
    notice, one, two = city.received("甲", "乙")
    city.do("core.ask_extension", city.mender, record=one, reason="雨", until=LATER)
    city.do("core.grant_extension", city.keeper, record=one, deadline=LATER,
            scan=city.scan(city.keeper))  # fmt: skip
    for item in (one, two):
        city.fed_back(item)
    city.verified(two, "failed", opinion="再清一遍")
    city.fed_back(two)
    city.do("civilized_city.reply", city.keeper, record=notice, handler=city.keeper,
            head="主任")  # fmt: skip
    for item in (one, two):
        city.verified(item)


def _counted(city: City) -> None:
    """Visits, a clean-up and a shift."""
    visit = city.made("civilized_city.record_visit", city.keeper, area=city.area,
                      households=12, people=[city.mender], content="发放倡议书",
                      questionnaires=5)  # fmt: skip
    city.do("civilized_city.collect_questionnaires", city.keeper, record=visit,
            questionnaires=3)  # fmt: skip
    city.do("civilized_city.record_cleanup", city.keeper, area=city.area, place="后院",
            workers=6, yards=1)  # fmt: skip
    shift = city.shift(*city.volunteers(city.mender, city.other))
    city.at("2023-03-07 07:30")
    city.signed_in(shift, mender="present", other="absent")
    city.at("2023-03-07 09:00")
    city.do("civilized_city.sign_out", city.keeper, record=shift)
