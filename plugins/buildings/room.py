"""房间: what it is for, how large it is, who has it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, DepartmentId, Line
from houqin.core.schema.types import Copied, Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.functions import Function
from houqin.plugins.buildings.permissions import BuildingsPermission as Right

#: States in which a room is on the books and belongs to the figures.
ON_THE_BOOKS = ("idle", "allocated", "in_repair", "vacated", "leased")

RoomNumber = Annotated[Line, Field(title="房号")]
#: The building's name and the number: 1号楼301.
RoomName = Annotated[str, Field(title="房间"), types.text(), Fixed()]
FunctionField = Annotated[Function, Field(title="用途"), types.choice(Function)]
CopiedBuilding = Annotated[
    UUID,
    Field(title="楼座"),
    types.ref("buildings.Building"),
    Copied("floor", "building"),
]
Since = Annotated[Day, Field(title="启用日期")]
Agreement = Annotated[Line, Field(title="使用协议编号")]
Certificate = Annotated[Line, Field(title="使用凭证编号")]
LinkedAllocation = Annotated[UUID, Field(title="调配单"), Fixed()]
LinkedLease = Annotated[UUID, Field(title="租用合同"), Fixed()]
FormerUnit = Annotated[DepartmentId, Field(title="原使用单位"), Fixed()]
#: Whom it belongs to when it was vacated: nobody.
NoUnit = Annotated[DepartmentId, Field(title="使用单位"), Fixed()]
VacatedWhy = Annotated[Line, Field(title="腾退原因")]
DueOn = Annotated[Day, Field(title="应腾退日期")]
VacatedOn = Annotated[Day, Field(title="实际腾退日期")]
Receiver = Annotated[UUID, Field(title="接收人"), types.ref("core.Person")]
Work = Annotated[Line, Field(title="维修内容")]


People = Annotated[
    list[UUID], Field(title="使用人"), types.refs("core.Person"), Fixed()
]
Ranks = Annotated[
    list[UUID], Field(title="职务职级"), types.refs("buildings.Rank"), Fixed()
]
#: What all of them together may have, by the standard of the day.
StandardArea = Annotated[int, Field(title="标准面积"), fields.AREA, Fixed()]


class Room(Aggregate):
    """One room (房间); who sits in it is told by the occupancies of its people."""

    topic = "buildings.Room"
    title = "房间"
    seen_by = Right.SEE
    of_units = ("unit",)
    unavailable = frozenset({"pending_disposal", "disposed"})
    workflow = Workflow(
        [
            State("idle", "闲置", stage=False),
            State("allocated", "已分配", stage=False),
            State("in_repair", "维修中", stage=False),
            State("vacated", "已腾退", "用房管理员接收", Right.ALLOT, stage=False),
            State("leased", "出租借用", stage=False),
            State("pending_disposal", "待处置", stage=False),
            State("disposed", "已处置", stage=False),
        ],
        [
            Transition("Registered", (), "idle"),
            Transition("Surveyed", ON_THE_BOOKS),
            Transition("Renumbered", ON_THE_BOOKS),
            Transition("Renamed", (*ON_THE_BOOKS, "pending_disposal")),
            Transition("Repurposed", ON_THE_BOOKS),
            Transition("Allocated", ("idle", "allocated"), "allocated"),
            Transition("Occupied", ("allocated",)),
            Transition("Vacated", ("allocated",), "vacated"),
            Transition("Accepted", ("vacated",), "idle"),
            Transition("RepairBegun", ("idle",), "in_repair"),
            Transition("RepairEnded", ("in_repair",), "idle"),
            Transition("Leased", ("idle",), "leased"),
            Transition("LeaseOver", ("leased",), "idle"),
            Transition("DisposalApproved", ("idle",), "pending_disposal"),
            Transition("Disposed", ("pending_disposal",), "disposed"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """Entered in the register."""

        title = "登记"
        floor: fields.FloorId
        number: RoomNumber
        name: RoomName
        function: FunctionField
        usable_area: fields.UsableArea
        area_source: fields.AreaSourceField
        measured_on: fields.MeasuredOn
        building: CopiedBuilding | None = None
        gross_area: fields.RoomGross | None = None
        remark: fields.Remark | None = None

    class Surveyed(Aggregate.Event):
        """Measured again: who measured, and when."""

        title = "测量面积"
        usable_area: fields.UsableArea
        area_source: fields.AreaSourceField
        measured_on: fields.MeasuredOn
        gross_area: fields.RoomGross | None = None

    class Renumbered(Aggregate.Event):
        """Another number on the door."""

        title = "变更房号"
        number: RoomNumber
        name: RoomName

    class Renamed(Aggregate.Event):
        """Its building is called otherwise; the number on the door stays."""

        title = "楼座改名"
        linked = True
        name: RoomName

    class Repurposed(Aggregate.Event):
        """Used for something else, as somebody approved."""

        title = "改变用途"
        function: FunctionField
        document: fields.Document
        reason: fields.Reason

    class Allocated(Aggregate.Event):
        """A unit has it from a day on; ``allocation`` is the slip it came by."""

        title = "分配"
        unit: fields.UsingUnit
        since: Since
        agreement: Agreement | None = None
        certificate: Certificate | None = None
        allocation: LinkedAllocation | None = None

    class Occupied(Aggregate.Event):
        """Who sits in it now, each with a rank; nobody, where all have gone."""

        title = "使用人变动"
        linked = True
        people: People
        ranks: Ranks
        standard: StandardArea | None = None

    class Vacated(Aggregate.Event):
        """The unit is out; the centre has to look at it and take it back."""

        title = "腾退"
        former: FormerUnit
        reason: VacatedWhy
        vacated_on: VacatedOn
        due_on: DueOn | None = None
        receiver: Receiver | None = None
        unit: NoUnit | None = None

    class Accepted(Aggregate.Event):
        """Taken back with its keys and furniture; it may be given again."""

        title = "接收"
        photos: fields.Photos | None = None
        remark: fields.Remark | None = None

    class RepairBegun(Aggregate.Event):
        """Nobody can use it for a time."""

        title = "开始维修"
        work: Work

    class RepairEnded(Aggregate.Event):
        """It can be used again."""

        title = "维修完成"
        remark: fields.Remark | None = None

    class Leased(Aggregate.Event):
        """Rented out or lent, as the lease says."""

        title = "出租借用"
        linked = True
        lease: LinkedLease

    class LeaseOver(Aggregate.Event):
        """Back from who had it."""

        title = "收回"
        linked = True
        lease: LinkedLease

    class DisposalApproved(Aggregate.Event):
        """It is to go."""

        title = "批准处置"
        document: fields.Document
        reason: fields.Reason

    class Disposed(Aggregate.Event):
        """It is gone: sold, pulled down or handed over."""

        title = "处置"
        reason: fields.Reason
