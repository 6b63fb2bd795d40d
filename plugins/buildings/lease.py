"""租用: rooms rented out or lent, and houses of others rented or borrowed.

《党政机关办公用房管理办法》: nothing is rented out, lent or rented without approval; a
lease that runs out is neither let run on nor forgotten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Day, DepartmentId, Fen, Files, Line, LongLine
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import Room

if TYPE_CHECKING:
    from houqin.core.model.context import Context

#: Decided within five working days, begun within five more.
DECIDED = (After(days=5),)
MOST_ROOMS = 100


class LeaseKind(types.Choice):
    """出租, 出借: rooms of ours. 租用, 借用: somebody else's."""

    RENT_OUT = "rent_out", "出租"
    LEND = "lend", "出借"
    RENT_IN = "rent_in", "租用"
    BORROW = "borrow", "借用"


#: Kinds that give rooms of ours to others.
OUTWARD = frozenset({LeaseKind.RENT_OUT, LeaseKind.LEND})
#: Kinds that somebody pays for.
PAID = frozenset({LeaseKind.RENT_OUT, LeaseKind.RENT_IN})

LeaseSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
Kind = Annotated[LeaseKind, Field(title="方式"), types.choice(LeaseKind)]
Counterparty = Annotated[Line, Field(title="对方单位")]
LeasedRooms = Annotated[
    list[UUID],
    Field(
        title="房间",
        max_length=MOST_ROOMS,
        description="出租、出借的填写，须为闲置房间",
    ),
    types.refs("buildings.Room"),
]
Place = Annotated[LongLine, Field(title="坐落", description="租用、借用的填写")]
#: Of rooms of ours their own areas together, of another's house as the contract says.
LeasedArea = Annotated[int, Field(title="面积", ge=1, le=fields.MOST_AREA), fields.AREA]
From = Annotated[Day, Field(title="开始日期")]
Until = Annotated[Day, Field(title="到期日期")]
Rent = Annotated[Fen, Field(title="年租金", description="出租、租用的填写；无偿的填0")]
Purpose = Annotated[LongLine, Field(title="用途", min_length=1)]
Unit = Annotated[DepartmentId, Field(title="使用单位", description="租用、借用的填写")]
ApprovedOn = Annotated[Day, Field(title="批准日期")]
ApprovalPapers = Annotated[Files, Field(title="批文扫描件")]
Contract = Annotated[Line, Field(title="合同编号")]
ContractPapers = Annotated[Files, Field(title="合同扫描件")]
EndedOn = Annotated[Day, Field(title="收回（退租）日期")]


class Lease(Case):
    """One lease (出租、出借、租用、借用), from 申请 to 收回."""

    topic = "buildings.Lease"
    title = "租用合同"
    seen_by = Right.SEE
    of_units = ("unit",)
    workflow = Workflow(
        [
            State("requested", "待批准", "中心领导批准", Right.APPROVE, due=DECIDED),
            State("approved", "已批准", "签订合同后启用", Right.LEASE, due=DECIDED),
            State("running", "履行中"),
            State("ended", "已结束"),
            State("refused", "未批准", stage=False),
        ],
        [
            Transition("Requested", (), "requested"),
            Transition("Approved", ("requested",), "approved"),
            Transition("Refused", ("requested",), "refused"),
            Transition("Started", ("approved",), "running"),
            Transition("Renewed", ("running",)),
            Transition("Ended", ("running",), "ended"),
        ],
    )

    class Requested(Aggregate.Created):
        """Asked for: with whom, what, for how long, for how much."""

        title = "申请"
        serial: LeaseSerial
        kind: Kind
        counterparty: Counterparty
        area: LeasedArea
        since: From
        until: Until
        purpose: Purpose
        rooms: LeasedRooms | None = None
        place: Place | None = None
        rent: Rent | None = None
        unit: Unit | None = None
        remark: fields.Remark | None = None

        def check(self) -> None:
            """It ends after it begins; what is paid for has its rent."""
            if self.until <= self.since:
                raise FormErrors({"until": "到期日期必须晚于开始日期"})
            if LeaseKind(self.kind) in PAID and self.rent is None:
                raise FormErrors({"rent": "出租、租用须填写年租金"})

    class Approved(Aggregate.Event):
        """Somebody who may has approved it; nothing goes without."""

        title = "批准"
        document: fields.Document
        approved_on: ApprovedOn
        papers: ApprovalPapers

    class Refused(Aggregate.Event):
        """Somebody has not."""

        title = "不批准"
        reason: fields.Reason

    class Started(Aggregate.Event):
        """The contract is signed; rooms of ours are theirs from here on."""

        title = "起租"
        contract: Contract
        papers: ContractPapers | None = None

    class Renewed(Aggregate.Event):
        """It goes on, as somebody approved."""

        title = "续租"
        document: fields.Document
        until: Until
        papers: ApprovalPapers
        rent: Rent | None = None

        def apply(self, aggregate: Any) -> None:
            """Without another rent the one before goes on."""
            before = getattr(aggregate, "rent", None)
            super().apply(aggregate)
            if self.rent is None:
                aggregate.__dict__["rent"] = before

    class Ended(Aggregate.Event):
        """Rooms of ours are back, another's house is given back."""

        title = "到期收回"
        ended_on: EndedOn
        remark: fields.Remark | None = None

    def hand_over(self) -> None:
        """Its rooms are with the other side."""
        self._tell_rooms(Room.Leased)

    def take_back(self) -> None:
        """Its rooms are idle again."""
        self._tell_rooms(Room.LeaseOver)

    def _tell_rooms(self, event: type[Any]) -> None:
        context: Any = self.context
        for room in getattr(self, "rooms", None) or ():
            context.load(Room, room).record(event, lease=self.id)

    def voiding(self, _context: Context) -> None:
        """A lease that never was has no rooms."""
        if self.state == "running":
            self.take_back()

    def event_voiding(self, _context: Context, event: str) -> None:
        """Nor has one that did not begin; one that did not end has them again."""
        if event == "Started":
            self.take_back()
        elif event == "Ended":
            self.hand_over()

    def restoring(self, _context: Context) -> None:
        """It takes its rooms again; one that is not idle any more refuses."""
        if self.state == "running":
            self.hand_over()

    def event_restoring(self, _context: Context, event: str) -> None:
        """The same for one step."""
        if event == "Started":
            self.hand_over()
        elif event == "Ended":
            self.take_back()
