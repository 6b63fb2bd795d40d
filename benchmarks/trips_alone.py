"""公务用车 as the loop by hand knows it: 派车台账 with its indicators, no roll-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.config import configure, declarations_of
from houqin.core.projection.rollup import RollUp

if TYPE_CHECKING:
    from houqin.core.registry.declarations import Declarations

LEDGER = "vehicles.trips"
#: What both ways count.
INDICATORS = frozenset({
    "vehicles.trips_dispatched", "vehicles.distance", "vehicles.saving_trips",
    "vehicles.dispatches", "vehicles.response_minutes",
})  # fmt: skip


def declared() -> Declarations:
    """The declarations of this process, or of one that a rebuild has spawned."""
    found = declarations_of(
        configure({"houqin.plugins": "houqin.plugins.vehicles"}, web=False)
    )
    for name, ledger in list(found.ledgers.items()):
        if isinstance(ledger, RollUp):
            del found.ledgers[name]
    trips = found.ledgers[LEDGER]
    for name, kpi in list(found.kpis.items()):
        if kpi.over is trips and name not in INDICATORS:
            del found.kpis[name]
    found.again = declared
    return found
