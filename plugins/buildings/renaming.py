"""楼座改名: a building is called otherwise, and with it its floors and rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import RecordForm
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.building import Building, BuildingName
from houqin.plugins.buildings.floor import Floor, named
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from houqin.core.model.context import Context


class RenameBuilding(RecordForm):
    """楼层和房间的名称随之变更，房号不变；已处置的房间仍用原来的名称。"""

    name: BuildingName
    reason: fields.Reason


@command(
    "buildings.rename_building", "楼座改名", permission=Right.REGISTER, on=Building,
    event=Building.Renamed, style="default", order=524,
)  # fmt: skip
def rename_building(context: Context, form: RenameBuilding) -> None:
    """Call a building otherwise, and whatever is called by it."""
    building: Any = context.load(Building, form.record)
    if building.name == form.name:
        raise FormErrors({"name": "名称没有改变"})
    building.record(Building.Renamed, name=form.name, reason=form.reason)
    for part in _parts(context, "buildings.Floor", form.record):
        floor: Any = context.load(Floor, part)
        floor.record(Floor.Renamed, name=named(form.name, floor.level))
    for part in _parts(context, "buildings.Room", form.record):
        room: Any = context.load(Room, part)
        room.record(Room.Renamed, name=f"{form.name}{room.number}")


def _parts(context: Context, aggregate: str, building: UUID) -> Iterator[UUID]:
    """What of the building is still there."""
    for part in context.choosable(aggregate):
        ours = part.attributes.get("building") == str(building)
        if ours and part.state != "disposed":
            yield part.id


ALL = (rename_building,)
