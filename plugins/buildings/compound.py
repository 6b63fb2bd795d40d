"""院落: the land on which buildings stand."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema.fields import Line
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

CompoundName = Annotated[Line, Field(title="院落名称")]
LandArea = Annotated[
    int, Field(title="占地面积", ge=1, le=fields.MOST_AREA), fields.AREA
]


class Compound(Aggregate):
    """One compound (院落); its buildings name it."""

    topic = "buildings.Compound"
    title = "院落"
    seen_by = Right.SEE_ESTATE
    unavailable = frozenset({"closed"})
    workflow = Workflow(
        [
            State("in_use", "使用中", stage=False),
            State("closed", "已移交", stage=False),
        ],
        [
            Transition("Registered", (), "in_use"),
            Transition("Updated", ("in_use",), ""),
            Transition("Closed", ("in_use",), "closed"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """Entered in the register."""

        title = "登记"
        name: CompoundName
        address: fields.Address
        land_area: LandArea | None = None

    class Updated(Aggregate.Event):
        """Facts that changed."""

        title = "变更"
        address: fields.Address
        land_area: LandArea | None = None

    class Closed(Aggregate.Event):
        """Handed over to somebody else, with all that stands on it."""

        title = "移交"
        document: fields.Document
        reason: fields.Reason
