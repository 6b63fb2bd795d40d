"""公务用车 keeps to what every plugin keeps to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.testing import PluginConformance
from tests.office import Office

if TYPE_CHECKING:
    from houqin.core.testing import Bench


class TestVehicles(PluginConformance):
    """The suite of core, with one trip and its costs as the story."""

    plugin = "vehicles"

    def story(self, bench: Bench) -> None:
        office = Office(bench.site)
        office.at("2023-03-06 08:00")
        trip = office.trip(office.car(), office.driver())
        office.at("09:00")
        office.depart(trip, 1000)
        office.at("12:00")
        office.back(trip, 1060)
        office.cost(trip, {"kind": "toll", "amount": 1500})
        office.close(trip)
