"""A county's waste sorting to try commands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.testing import Bench

if TYPE_CHECKING:
    from uuid import UUID

MODULE = "houqin.plugins.waste_sorting"


class Waste(Bench):
    """A bench with the acts that many tests begin with."""

    def unit(self, name: str = "县财政局", people: int = 60) -> UUID:
        """A unit of the list."""
        department = self.department(name)
        self.departments = {**getattr(self, "departments", {}), name: department}
        return self.given(
            "waste_sorting.list_unit", department=department, people=people
        )

    def nominate(self, unit: UUID, name: str = "张三", **more: Any) -> UUID:
        """A supervisor of a unit, not yet in the roster."""
        given = {"sex": "male", "post": "科员", "phone": "13800000000"} | more
        return self.given(
            "waste_sorting.nominate_supervisor", unit=unit, name=name, **given
        )

    def supervisor(self, unit: UUID, name: str = "张三", **more: Any) -> UUID:
        """A supervisor in the roster."""
        supervisor = self.nominate(unit, name, **more)
        self.do("waste_sorting.confirm_supervisor", record=supervisor)
        return supervisor

    def enrolled(self, name: str = "县财政局", people: int = 60) -> UUID:
        """A unit that sorts, with one supervisor."""
        unit = self.unit(name, people)
        self.supervisor(unit, f"督{name}")
        self.do("waste_sorting.enrol_unit", record=unit)
        return unit

    def carrier(self, name: str = "绿洁公司", until: str = "") -> UUID:
        """A carrier; with a licence until that day it takes hazardous waste."""
        given = {"licence": "桂危废001号", "licensed_until": until} if until else {}
        return self.given("waste_sorting.register_carrier", name=name, **given)

    def load(self, carrier: UUID, **more: Any) -> UUID:
        """One load of food waste."""
        given = {"category": "food", "weight": 1655, **more}
        return self.given("waste_sorting.record_load", carrier=carrier, **given)

    def training(self, **more: Any) -> UUID:
        """A training to which every supervisor is expected."""
        given = {
            "name": "督导员培训会", "planned_for": "2023-07-28T01:00:00.000000Z",
            "place": "九楼会议室", "host": self.site.system_actor, **more,
        }  # fmt: skip
        if "host" not in more:
            given["host"] = self.person("李主任", self.department("培训主持单位"))
        return self.given("waste_sorting.plan_training", **given)

    def signed(self, training: UUID, **ticks: str) -> None:
        """Enter the sheet: ``present``, ``deputy`` or ``absent`` by supervisor."""
        given = [{"who": who, "tick": tick} for who, tick in ticks.items()]
        self.do("waste_sorting.hold_training", record=training, ticks=given)
