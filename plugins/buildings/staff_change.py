"""人事变动: who retires, leaves or gets another post, as the personnel office tells."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Line, PersonId
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.standard import RankId


class ChangeKind(types.Choice):
    """变动类别."""

    RETIRED = "retired", "退休"
    TRANSFERRED = "transferred", "调离"
    LEFT = "left", "离任"
    DIED = "died", "去世"
    RERANKED = "reranked", "职务职级变动"


Whose = Annotated[PersonId, Field(title="人员")]
KindOfChange = Annotated[ChangeKind, Field(title="变动类别"), types.choice(ChangeKind)]
On = Annotated[Day, Field(title="变动日期")]
NewRank = Annotated[RankId, Field(title="新职务职级", description="职务职级变动的填写")]
Notice = Annotated[Line, Field(title="任免或退休文号")]
DueOn = Annotated[Day, Field(title="应腾退日期"), Fixed()]
RoomsFound = Annotated[int, Field(title="在用房间"), types.integer("间"), Fixed()]


class StaffChange(Aggregate):
    """One change of one person; it marks the rooms that are to be left."""

    topic = "buildings.StaffChange"
    title = "人事变动"
    seen_by = Right.SEE_PEOPLE
    of_people = ("person",)
    of_units = ("unit",)

    class Recorded(Aggregate.Created):
        """As the document says; within a month the rooms are left."""

        title = "人事变动"
        person: Whose
        kind: KindOfChange
        on: On
        rooms: RoomsFound
        unit: fields.UsingUnit | None = None
        document: Notice | None = None
        rank: NewRank | None = None
        due_on: DueOn | None = None
