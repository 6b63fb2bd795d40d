"""网格责任区: which buildings and places, and who answers for them."""

from __future__ import annotations

from typing import Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right


class GridArea(Case):
    """One area of the grid; without a person nobody answers for it."""

    topic = "civilized_city.GridArea"
    title = "网格责任区"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    of_units = ("unit",)
    of_people = ("person",)
    unavailable = frozenset({"closed"})
    workflow = Workflow(
        [
            State("unowned", "无责任人", "确定责任单位和责任人", Right.MANAGE),
            State("owned", "已落实"),
            State("closed", "已撤销", stage=False),
        ],
        [
            Transition("Registered", (), "unowned"),
            Transition("Assigned", ("unowned", "owned"), "owned"),
            Transition("Released", ("owned",), "unowned"),
            Transition("Closed", ("unowned", "owned"), "closed"),
        ],
    )

    class Registered(Aggregate.Created):
        """Drawn on the grid."""

        title = "登记网格"
        code: fields.AreaCode
        name: fields.AreaName
        kind: fields.KindOfArea
        scope: fields.Scope
        buildings: fields.Buildings
        goal: fields.Goal | None = None
        standard: fields.Standard | None = None
        term: fields.Term | None = None

    class Assigned(Aggregate.Event):
        """Somebody answers for it from here on."""

        title = "确定责任人"
        unit: fields.Unit
        person: fields.Person

    class Released(Aggregate.Event):
        """Whoever answered for it does so no more."""

        title = "责任人离岗"
        reason: fields.Reason

        def apply(self, aggregate: Any) -> None:
            """The unit goes on, nobody is named."""
            super().apply(aggregate)
            aggregate.__dict__["person"] = None

    class Closed(Aggregate.Event):
        """Part of the grid no more."""

        title = "撤销网格"
        reason: fields.Reason

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the name."""
        return str(attributes.get("code", ""))
