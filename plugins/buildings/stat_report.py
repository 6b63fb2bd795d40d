"""信息统计报告: one round, asked of many units and filed upwards at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Files, Line, LongLine, Note, TypedMoment
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

#: Institutions of a county, townships and what is below them.
MOST_UNITS = 500

RoundName = Annotated[
    Line, Field(title="统计报告", description="例如2023年6月办公用房信息统计")
]
AsOf = Annotated[Day, Field(title="统计时点")]
TypedDeadline = Annotated[TypedMoment, Field(title="填报时限")]
Deadline = Annotated[datetime, Field(title="填报时限"), types.instant()]
Demand = Annotated[Note, Field(title="填报要求")]
Basis = Annotated[Line, Field(title="依据文号")]
Units = Annotated[
    list[UUID],
    Field(
        title="填报单位",
        max_length=MOST_UNITS,
        description="不选即所有分配有办公用房的单位",
    ),
    types.refs("core.Department"),
]
FiledTo = Annotated[Line, Field(title="上报单位")]
FiledCount = Annotated[int, Field(title="上报家数"), types.integer("家"), Fixed()]
MissingCount = Annotated[int, Field(title="未报家数"), types.integer("家"), Fixed()]
MissingWhy = Annotated[
    LongLine, Field(title="未报原因", description="有单位未通过审核时填写")
]
Receipt = Annotated[Files, Field(title="上报材料或回执")]


class StatReport(Case):
    """One round (信息统计报告): assigned to units, filed to the level above."""

    topic = "buildings.StatReport"
    title = "信息统计报告"
    seen_by = Right.COLLECT
    workflow = Workflow(
        [
            State(
                "collecting", "填报中", "汇总上报", Right.COLLECT,
                due=(AtField("deadline"),),
            ),
            State("filed", "已上报"),
        ],
        [
            Transition("Assigned", (), "collecting"),
            Transition("Filed", ("collecting",), "filed"),
        ],
    )  # fmt: skip

    class Assigned(Aggregate.Created):
        """Set: as of which day, until when, by whom."""

        title = "布置"
        name: RoundName
        as_of: AsOf
        deadline: Deadline
        units: Annotated[Units, Fixed()]
        basis: Basis | None = None
        demand: Demand | None = None

    class Filed(Aggregate.Event):
        """Sent upwards with what was accepted."""

        title = "上报"
        to: FiledTo
        filed: FiledCount
        missing: MissingCount
        reason: MissingWhy | None = None
        receipt: Receipt | None = None
