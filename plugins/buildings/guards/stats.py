"""Numbers of reports, and the one that a unit owes in a round."""

from __future__ import annotations

from houqin.core.model.guards import Claims
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import Source, field
from houqin.plugins.buildings.collecting import OWED, SERIALS
from houqin.plugins.buildings.unit_report import UnitReport

serials = Serials(SERIALS, UnitReport, "报")
serials.on(UnitReport.Assigned, serial=field("serial"))


class Owed(Claims):
    """A unit's report of a round."""

    def refusal(self, value: str) -> str:  # noqa: ARG002 - two ids
        """Nobody reads ids."""
        return "同一个单位在一次统计中只填报一份"


owed = Owed(OWED, [UnitReport], "信息统计报告", field="units")
owed.on(
    UnitReport.Assigned,
    value=Source(
        "round and unit", lambda e: f"{e.payload['round']}:{e.payload['unit']}"
    ),
)

ALL = (serials, owed)
