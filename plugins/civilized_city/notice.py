"""督查整改通知书, received and issued, and its numbered items."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.rectifying import Rectifiable, Rectified
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import (
    DepartmentId,
    Files,
    Line,
    LongLine,
    PersonId,
    TypedMoment,
)
from houqin.core.schema.types import Fixed
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.fields import Direction, Way
from houqin.plugins.civilized_city.permissions import CityPermission as Right

DirectionField = Annotated[
    Direction, Field(title="收发"), types.choice(Direction), Fixed()
]
DocumentNumber = Annotated[
    Line, Field(title="文号", description="照来文填写，例如 创城督〔2023〕5号。")
]
IssuerUnit = Annotated[DepartmentId, Field(title="发文单位"), Fixed()]
IssuerName = Annotated[
    Line, Field(title="发文机关", description="不在本站点单位名录里的填写名称。")
]
Addressee = Annotated[DepartmentId, Field(title="主送单位")]
Spot = Annotated[Line, Field(title="点位")]
TypedInspected = Annotated[TypedMoment, Field(title="检查时间")]
InspectedAt = Annotated[datetime, Field(title="检查时间"), types.instant()]
Inspector = Annotated[Line, Field(title="检查人")]
Basis = Annotated[LongLine, Field(title="依据和逾期后果")]
Contact = Annotated[Line, Field(title="联系人电话")]
NoticeLiaison = Annotated[
    PersonId,
    Field(title="联络员", description="凭盖章的整改回执登记复核结果；不能是整改人。"),
]
NoticeDeadline = Annotated[datetime, Field(title="整改时限"), types.instant()]
CameBy = Annotated[Way, Field(title="来文方式"), types.choice(Way)]
SignedBy = Annotated[PersonId, Field(title="签收人")]
SignedWay = Annotated[Way, Field(title="签收方式"), types.choice(Way)]
Signatory = Annotated[Line, Field(title="签发人")]
NoticeScan = Annotated[Files, Field(title="通知书扫描件")]
ReplyNote = Annotated[LongLine, Field(title="回执说明")]
ReplyHandler = Annotated[PersonId, Field(title="经办人")]
ReplyHead = Annotated[Line, Field(title="单位负责人")]
ReplyScan = Annotated[Files, Field(title="签字盖章的回执")]
NoticeId = Annotated[
    UUID, Field(title="通知书"), types.ref("civilized_city.Notice"), Fixed()
]


class Notice(Rectified):
    """One notice; it is off the list with the last of its items."""

    topic = "civilized_city.Notice"
    title = "督查整改通知书"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    of_units = ("unit", "issuer")
    of_people = ("liaison",)
    workflow = Workflow(
        [
            State("entered", "待签收", "主送单位签收", Right.WORK),
            State("open", "整改中"),
            State("replied", "已回执"),
            State("closed", "已销号"),
        ],
        [
            Transition("Entered", (), "entered"),
            Transition("SignedFor", ("entered",), "open"),
            Transition("Replied", ("open", "replied"), "replied"),
            Transition("Settled", ("entered", "open", "replied"), "closed"),
            Transition("Unsettled", ("closed",), "open"),
        ],
    )

    class Entered(Aggregate.Created):
        """Came in, or was drawn up."""

        title = "登记通知书"
        direction: DirectionField
        unit: Addressee
        deadline: NoticeDeadline
        issuer: IssuerUnit | None = None
        issuer_name: IssuerName | None = None
        area: fields.AreaId | None = None
        spot: Spot | None = None
        inspected_at: InspectedAt | None = None
        inspector: Inspector | None = None
        indicator: fields.IndicatorId | None = None
        basis: Basis | None = None
        contact: Contact | None = None
        liaison: NoticeLiaison | None = None
        came_by: CameBy | None = None
        signatory: Signatory | None = None
        scan: NoticeScan | None = None
        serial: fields.Serial | None = None

    class Numbered(Aggregate.Event):
        """Its number: typed of one that came in, perhaps later; drawn of our own."""

        title = "编号"
        number: DocumentNumber

    class SignedFor(Aggregate.Event):
        """The unit it is addressed to has it."""

        title = "签收"
        signed_by: SignedBy
        way: SignedWay

    class Replied(Aggregate.Event):
        """整改回执 was sent."""

        title = "报送回执"
        handler: ReplyHandler
        head: ReplyHead
        note: ReplyNote | None = None
        reply: ReplyScan | None = None


class Item(Rectifiable):
    """One numbered problem of a notice."""

    topic = "civilized_city.Item"
    title = "督查整改事项"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    rectified_by = Right.WORK
    verified_by = Right.VERIFY
    part_of = "notice"
    pictured = True

    class Opened(Rectifiable.Opened):
        """What a notice says is wrong."""

        notice: NoticeId
        direction: DirectionField
