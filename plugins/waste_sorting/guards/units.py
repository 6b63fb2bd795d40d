"""Units and supervisors that can be chosen; each is there once."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.waste_sorting.sorting_unit import SortingUnit
from houqin.plugins.waste_sorting.supervisor import Supervisor


class Once(Claims):
    """A unit or a person that may be there once; whose id nobody needs to read."""

    def refusal(self, _value: str) -> str:
        """What is said of one that is there already."""
        return f"{self.what}，不能重复登记"


units = Register("waste_sorting.units", SortingUnit, ["department", "people", "kind"])
units.keep(SortingUnit.Listed, "department", "people", "kind")
units.keep(SortingUnit.Updated, "people")

listed = Once(
    "waste_sorting.listed", [SortingUnit], "这个单位已在名录里",
    released=["removed"], field="department",
)  # fmt: skip
listed.on(SortingUnit.Listed, value=field("department"))

supervisors = Register(
    "waste_sorting.supervisors", Supervisor, ["unit", "department", "person"]
)
supervisors.keep(Supervisor.Nominated, "unit", "department", "person")

in_office = Once(
    "waste_sorting.in_office", [Supervisor], "这个人已经是督导员",
    released=["left", "replaced"], field="name",
)  # fmt: skip
in_office.on(Supervisor.Nominated, value=field("person"))

ALL = (units, listed, supervisors, in_office)
