"""用房调配: 申请 → 核定 → 调配方案 → 批准 → 协议 → 凭证 → 使用中 → 腾退 → 归档."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.approval import Applied, Approvable
from houqin.core.model.chain import Chain, Step
from houqin.core.model.deadline import After
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Day, Files, Line, LongLine, Note, PersonId
from houqin.core.schema.types import Fixed
from houqin.plugins.buildings import fields
from houqin.plugins.buildings.permissions import BuildingsPermission as Right
from houqin.plugins.buildings.room import FunctionField

if TYPE_CHECKING:
    from houqin.core.model.context import Context

#: An office answers an application within a week, and each later step too.
IN_A_WEEK = (After(days=5),)
IN_TWO_WEEKS = (After(days=10),)
#: States in which somebody decides on it.
IN_APPROVAL = ("requested", "planned", "endorsed")
MOST_PERSONS = 9999
#: What the numbers of applications begin with, and those of their certificates.
SERIAL, CERTIFICATE = "房", "证"


class Method(types.Choice):
    """配置方式 (《党政机关办公用房管理办法》)."""

    ADJUST = "adjust", "调剂"
    EXCHANGE = "exchange", "置换"
    RENT = "rent", "租用"
    BUILD = "build", "建设"


Unit = Annotated[UUID, Field(title="申请单位"), types.ref("core.Department")]
Purpose = Annotated[LongLine, Field(title="申请事由", min_length=1)]
Persons = Annotated[
    int, Field(title="使用人数", ge=1, le=MOST_PERSONS), types.integer("人")
]
WantedRooms = Annotated[
    int, Field(title="申请间数", ge=1, le=MOST_PERSONS), types.integer("间")
]
WantedArea = Annotated[
    int, Field(title="申请面积", ge=1, le=fields.MOST_AREA), fields.AREA
]
WantedBy = Annotated[Day, Field(title="希望启用日期")]
Letter = Annotated[Files, Field(title="申请公函")]
AssessedArea = Annotated[
    int, Field(title="核定面积", ge=1, le=fields.MOST_AREA), fields.AREA
]
Excess = Annotated[int, Field(title="超出单位核定面积"), fields.AREA, Fixed()]
MethodField = Annotated[Method, Field(title="配置方式"), types.choice(Method)]
Plan = Annotated[Note, Field(title="方案说明")]
OverQuotaReason = Annotated[
    LongLine, Field(title="超核定理由", description="超出单位核定面积的必填")
]
NumberOfRooms = Annotated[int, Field(title="间数"), types.integer("间"), Fixed()]
AreaOfRooms = Annotated[int, Field(title="使用面积"), fields.AREA, Fixed()]
AgreementNumber = Annotated[Line, Field(title="使用协议编号")]
SignedOn = Annotated[Day, Field(title="签订日期")]
CertificateNumber = Annotated[str, Field(title="使用凭证编号"), types.text(), Fixed()]
ValidUntil = Annotated[Day, Field(title="使用期限至")]
Keys = Annotated[int, Field(title="钥匙", ge=0, le=MOST_PERSONS), types.integer("把")]
Furniture = Annotated[
    Note,
    Field(title="家具设备清单", description="一行一项，写明名称和数量"),
]
TakenBy = Annotated[PersonId, Field(title="单位接收人")]
HandedOn = Annotated[Day, Field(title="交接日期")]
Condition = Annotated[LongLine, Field(title="房屋和水电状况")]
VacatedWhy = Annotated[Line, Field(title="腾退原因")]
VacatedOn = Annotated[Day, Field(title="腾退日期")]
ArchiveNumber = Annotated[Line, Field(title="档号")]
FixedRooms = Annotated[
    list[UUID], Field(title="房间"), types.refs("buildings.Room"), Fixed()
]


class RoomAllocation(Approvable):
    """One application for rooms, and what became of it."""

    topic = "buildings.RoomAllocation"
    title = "用房调配"
    seen_by = Right.SEE
    of_units = ("unit",)
    workflow = Workflow(
        [
            State(
                "requested", "已申请", "{unit}审批人审核", Right.REVIEW, due=IN_A_WEEK
            ),
            State(
                "reviewed", "单位已审核", "用房管理员核定", Right.ALLOT, due=IN_A_WEEK
            ),
            State(
                "assessed", "已核定", "用房管理员提出调配方案", Right.ALLOT,
                due=IN_TWO_WEEKS,
            ),
            State(
                "planned", "方案待批", "中心领导审批", Right.APPROVE, due=IN_A_WEEK
            ),
            State(
                "endorsed", "中心已审批", "分管领导审批", Right.LEAD, stage=False,
                due=IN_A_WEEK,
            ),
            State(
                "approved", "已批准", "用房管理员签使用协议", Right.ALLOT,
                due=IN_TWO_WEEKS,
            ),
            State(
                "agreed", "已签协议", "用房管理员发使用凭证", Right.ALLOT,
                due=IN_A_WEEK,
            ),
            State(
                "certified", "已发凭证", "用房管理员交接", Right.ALLOT, due=IN_A_WEEK
            ),
            State("in_use", "使用中"),
            State("vacated", "已腾退", "用房管理员归档", Right.ALLOT, due=IN_A_WEEK),
            State("archived", "已归档"),
            State(
                "returned", "退回修改", "申请人修改后重新提交", stage=False, own=True,
                due=IN_TWO_WEEKS,
            ),
            State("refused", "不同意", stage=False),
            State("withdrawn", "已撤回", stage=False),
        ],
        [
            Transition("Requested", (), "requested"),
            Transition("Revised", ("returned",), "requested"),
            Transition("Agreed", IN_APPROVAL, outcome="outcome"),
            Transition("SentBack", IN_APPROVAL, "returned"),
            Transition("Refused", IN_APPROVAL, "refused"),
            Transition(
                "Withdrawn", (*IN_APPROVAL, "returned", "reviewed"), "withdrawn"
            ),
            Transition("Assessed", ("reviewed",), "assessed"),
            Transition("Planned", ("assessed", "planned"), "planned"),
            Transition("AgreementSigned", ("approved",), "agreed"),
            Transition("CertificateIssued", ("agreed",), "certified"),
            Transition("MovedIn", ("certified",), "in_use"),
            Transition("Vacated", ("in_use",), "vacated"),
            Transition("Archived", ("vacated",), "archived"),
        ],
    )  # fmt: skip
    chain = Chain(
        [
            Step("review", "单位审核", "requested", Right.REVIEW),
            Step("approve", "中心审批", "planned", Right.APPROVE, arrives="reviewed"),
            Step("lead", "分管领导审批", "endorsed", Right.LEAD),
        ],
        "approved",
        default=("review", "approve"),
        facts=("unit", "persons", "function"),
        unit="unit",
    )

    class Requested(Applied, Aggregate.Created):
        """A unit needs rooms."""

        title = "申请"
        serial: fields.Serial
        unit: Unit
        purpose: Purpose
        function: FunctionField
        persons: Persons
        wanted_rooms: WantedRooms
        wanted_area: WantedArea
        wanted_by: WantedBy | None = None
        letter: Letter | None = None

    class Revised(Applied):
        """Revised after it was sent back."""

        title = "修改后重新提交"
        purpose: Purpose
        function: FunctionField
        persons: Persons
        wanted_rooms: WantedRooms
        wanted_area: WantedArea
        wanted_by: WantedBy | None = None
        letter: Letter | None = None

    class Assessed(Aggregate.Event):
        """How much it may be, by people, ranks and the unit's approved area."""

        title = "核定"
        persons: Persons
        assessed_area: AssessedArea
        comment: fields.Opinion | None = None

    class Planned(Aggregate.Event):
        """Which rooms, and how they come."""

        title = "调配方案"
        method: MethodField
        rooms: fields.RoomIds
        room_count: NumberOfRooms
        area: AreaOfRooms
        excess: Excess | None = None
        over_reason: OverQuotaReason | None = None
        plan: Plan | None = None

    class AgreementSigned(Aggregate.Event):
        """The unit has signed what it may do with them."""

        title = "签使用协议"
        agreement: AgreementNumber
        signed_on: SignedOn
        scans: fields.Scans | None = None

    class CertificateIssued(Aggregate.Event):
        """The paper that says that the unit uses them."""

        title = "发使用凭证"
        certificate: CertificateNumber
        valid_until: ValidUntil | None = None

    class MovedIn(Aggregate.Event):
        """Keys and furniture are handed over; the unit has the rooms."""

        title = "交接入驻"
        keys: Keys
        furniture: Furniture
        taken_by: TakenBy
        handed_on: HandedOn
        rooms: FixedRooms
        condition: Condition | None = None
        photos: fields.Photos | None = None

    class Vacated(Aggregate.Event):
        """The unit has left them."""

        title = "腾退"
        reason: VacatedWhy
        vacated_on: VacatedOn

    class Archived(Aggregate.Event):
        """The papers are filed."""

        title = "归档"
        archive: ArchiveNumber | None = None

    def alone(self, context: Context) -> str | None:  # noqa: ARG002 - as core asks
        """What exceeds the unit's approved area is looked at one by one."""
        over = getattr(self, "excess", None)
        return "超出单位核定面积，须单独审批" if over else None


def rooms_of(allocation: Any) -> list[UUID]:
    """The rooms of the plan."""
    return list(getattr(allocation, "rooms", None) or [])
