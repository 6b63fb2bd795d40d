"""面积标准: what a grade of office may have, and which grade a post has, by date.

An office keeps both as data of its own; 采用建设标准 fills them in from area_table.py.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Line
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.area_table import Level
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

GradeName = Annotated[Line, Field(title="面积档")]
LevelField = Annotated[Level, Field(title="机关级别"), types.choice(Level)]
Limit = Annotated[
    int,
    Field(
        title="每人使用面积上限",
        ge=1,
        le=fields.MOST_ROOM,
        description="办公室使用面积，含休息室",
    ),
    fields.AREA,
]
Since = Annotated[Day, Field(title="生效日期")]
Basis = Annotated[Line, Field(title="依据文号")]
GradeId = Annotated[UUID, Field(title="面积档"), types.ref("buildings.AreaGrade")]
RankName = Annotated[Line, Field(title="职务职级")]
Leader = Annotated[
    bool,
    Field(title="领导职务", description="职级公务员不是领导职务"),
    types.boolean(),
]
RankId = Annotated[UUID, Field(title="职务职级"), types.ref("buildings.Rank")]


class AreaGrade(Aggregate):
    """One grade (面积档) with what it may have from which day on."""

    topic = "buildings.AreaGrade"
    title = "面积档"
    seen_by = Right.SEE_ESTATE
    workflow = Workflow(
        [State("valid", "有效", stage=False)],
        [Transition("Set", (), "valid"), Transition("Changed", ("valid",))],
    )

    class Set(Aggregate.Created):
        """So much a person, by this document, from this day on."""

        title = "设定面积档"
        name: GradeName
        level: LevelField
        limit: Limit
        since: Since
        document: Basis

    class Changed(Aggregate.Event):
        """More or less from a later day on; what was before stays as it was."""

        title = "调整面积档"
        limit: Limit
        since: Since
        document: Basis


class Rank(Aggregate):
    """One post or rank (职务职级) and the grade it has."""

    topic = "buildings.Rank"
    title = "职务职级"
    seen_by = Right.SEE_ESTATE
    unavailable = frozenset({"ended"})
    workflow = Workflow(
        [State("valid", "有效", stage=False), State("ended", "停用", stage=False)],
        [
            Transition("Registered", (), "valid"),
            Transition("Regraded", ("valid",)),
            Transition("Ended", ("valid",), "ended"),
        ],
    )

    class Registered(Aggregate.Created):
        """It has this grade from a day on."""

        title = "登记"
        name: RankName
        grade: GradeId
        leader: Leader
        since: Since

    class Regraded(Aggregate.Event):
        """It has another grade from a later day on."""

        title = "调整面积档"
        grade: GradeId
        leader: Leader
        since: Since
        document: Basis

    class Ended(Aggregate.Event):
        """Nobody has it any more."""

        title = "停用"
        reason: fields.Reason
