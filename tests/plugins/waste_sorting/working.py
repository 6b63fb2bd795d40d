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

    def sheet(self, since: str = "2023-01-01", name: str = "评分表") -> UUID:
        """A score sheet of three parts, 40, 30 and 30 points."""
        items = [
            {"section": section, "item": item, "points": points}
            for section, item, points in ITEMS
        ]
        return self.given(
            "waste_sorting.set_sheet", name=name, since=since, items=items
        )

    def inspector(self) -> UUID:
        """An inspector of the centre, with the right to verify."""
        if not hasattr(self, "_inspector"):
            centre = self.department("县机关事务服务中心", kind="own")
            self._inspector = self.person("检查员", centre, OFFICER)
        return self._inspector

    def planned(self, unit: UUID, on: str = "2023-03-02") -> UUID:
        """A unit that is to be inspected."""
        return self.given(
            "waste_sorting.plan_inspections", round="第一季度", planned_on=on,
            units=[unit], inspectors=[self.inspector()],
        )  # fmt: skip

    def lines(self, *lost: int) -> list[dict[str, Any]]:
        """The sheet's lines with so many tenths of a point lost of each."""
        return [
            {
                "item": item, "points": points, "score": points - less,
                **({"why": "不到位"} if less else {}),
            }
            for (_section, item, points), less in zip(
                ITEMS, (*lost, 0, 0, 0), strict=False
            )
        ]  # fmt: skip

    def scored(self, unit: UUID, *lost: int, **more: Any) -> UUID:
        """A unit inspected, by an inspector of the centre."""
        inspection = self.planned(unit)
        self.do(
            "waste_sorting.score_inspection", self.inspector(), record=inspection,
            scores=self.lines(*lost), **more,
        )  # fmt: skip
        return inspection

    def raised(self, name: str) -> list[str]:
        """The texts of the alerts of one kind that are raised now."""
        with self.site.reader() as reader:
            return [
                reader.alerts.text(raised)
                for raised in reader.alerts.all()
                if raised.alert.name == f"waste_sorting.{name}"
            ]


OFFICER = "waste_sorting.officer"
ITEMS = (("设施", "桶和标识", 400), ("准确", "投放准确", 300), ("宣传", "公示", 300))
