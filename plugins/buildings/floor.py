"""楼层: one floor of a building; below the ground it counts downwards from -1."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import LongLine
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

Level = Annotated[
    int,
    Field(title="层号", ge=-9, le=99, description="地下一层填-1"),
    types.integer("层"),
]
#: The building's name and the level, as everybody calls it: 1号楼3层.
FloorName = Annotated[str, Field(title="楼层"), types.text(), Fixed()]
FloorUse = Annotated[LongLine, Field(title="主要用途")]


class Floor(Aggregate):
    """One floor (楼层); its rooms and drawings name it."""

    topic = "buildings.Floor"
    title = "楼层"
    seen_by = Right.SEE_ESTATE
    workflow = Workflow(
        [State("in_use", "使用中", stage=False)],
        [
            Transition("Registered", (), "in_use"),
            Transition("Updated", ("in_use",)),
            Transition("Renamed", ("in_use",)),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """Entered in the register."""

        title = "登记"
        building: fields.BuildingId
        level: Level
        name: FloorName
        gross_area: fields.GrossArea | None = None
        use: FloorUse | None = None

        def check(self) -> None:
            """There is no floor 0."""
            if self.level == 0:
                raise FormErrors({"level": "没有0层，地下一层填-1"})

    class Updated(Aggregate.Event):
        """Facts that changed."""

        title = "变更"
        gross_area: fields.GrossArea | None = None
        use: FloorUse | None = None

    class Renamed(Aggregate.Event):
        """Its building is called otherwise."""

        title = "楼座改名"
        linked = True
        name: FloorName


def named(building: str, level: int) -> str:
    """How people call a floor."""
    return f"{building}地下{-level}层" if level < 0 else f"{building}{level}层"
