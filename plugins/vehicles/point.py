"""定点: the places where cars are parked, washed, repaired and filled."""

from __future__ import annotations

from typing import Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.plugins.vehicles import fields, fleet_fields
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right


class Point(Aggregate):
    """One registered point for one purpose."""

    topic = "vehicles.Point"
    title = "定点"
    seen_by = Right.SEE_FLEET
    unavailable = frozenset({"ended"})
    workflow = Workflow(
        [State("active", "在用", stage=False), State("ended", "已取消", stage=False)],
        [
            Transition("Registered", (), "active"),
            Transition("Ended", ("active",), "ended"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """May be used from here on."""

        title = "登记定点"
        name: fleet_fields.PointName
        kind: fleet_fields.KindOfPoint
        address: fleet_fields.Address | None = None
        contract: fleet_fields.Contract | None = None

    class Ended(Aggregate.Event):
        """Is used no more."""

        title = "取消定点"
        reason: fields.Reason

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the name."""
        return fleet_fields.PointKind(attributes["kind"]).title
