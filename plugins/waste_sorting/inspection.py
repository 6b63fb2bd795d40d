"""检查: 计划, 现场评分, 被检查单位签字, 整改, 销号."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.rectifying import Rectified, items_of
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import Day, Files, Line, LongLine, PersonId
from houqin.core.schema.types import Fixed
from houqin.plugins.waste_sorting.fields import Department, Serial, UnitId
from houqin.plugins.waste_sorting.permissions import WastePermission as Right
from houqin.plugins.waste_sorting.score_sheet import FULL, SHEET

INSPECTION = "waste_sorting.Inspection"
#: More bags nobody opens in one visit.
MOST_BAGS = 10_000


class Outcome(types.Choice):
    """What comes after the signature; the codes are the states it leads to."""

    RECTIFYING = "rectifying", "有问题，限期整改"
    CLOSED = "closed", "没有问题"


Round = Annotated[Line, Field(title="检查批次", description="例如2023年第一季度")]
PlannedOn = Annotated[Day, Field(title="计划日期")]
Inspectors = Annotated[
    list[PersonId], Field(title="检查人", min_length=1, max_length=10),
    types.refs("core.Person"),
]  # fmt: skip
SheetUsed = Annotated[UUID, Field(title="评分表"), types.ref(SHEET), Fixed()]
Scores = Annotated[list[dict[str, Any]], Field(title="各项得分"), Fixed()]
Score = Annotated[
    int, Field(title="得分", ge=0, le=FULL), types.quantity("分", 1), Fixed()
]
Sampled = Annotated[
    int, Field(title="抽查袋（桶）数", ge=0, le=MOST_BAGS), types.integer("袋")
]
Accurate = Annotated[
    int, Field(title="投放准确袋（桶）数", ge=0, le=MOST_BAGS), types.integer("袋")
]
Found = Annotated[int, Field(title="问题数", ge=0), types.integer("个"), Fixed()]
Photos = Annotated[Files, Field(title="现场照片")]
Signer = Annotated[PersonId, Field(title="签字人")]
Opinion = Annotated[LongLine, Field(title="单位意见")]
SignedSheet = Annotated[Files, Field(title="签字的评分表")]
OutcomeField = Annotated[
    Outcome, Field(title="检查结果"), types.choice(Outcome), Fixed()
]


class Inspection(Rectified):
    """One unit inspected once; it is closed when nothing is left to put right."""

    topic = INSPECTION
    title = "检查"
    seen_by = Right.SEE
    amended_by = Right.INSPECT
    of_units = ("department",)
    hinted = "department"
    workflow = Workflow(
        [
            State("planned", "待检查", "现场检查评分", Right.INSPECT),
            State("scored", "待签字", "{department}签字确认", Right.RECTIFY),
            State("rectifying", "整改中"),
            State("closed", "已销号"),
        ],
        [
            Transition("Planned", (), "planned"),
            Transition("Scored", ("planned",), "scored"),
            Transition("Signed", ("scored",), outcome="outcome"),
            Transition("Settled", ("rectifying", "scored"), "closed"),
            Transition("Unsettled", ("closed",), "rectifying"),
        ],
    )

    def event_voiding(self, context: Any, event: str) -> None:
        """What was found goes first, then the score it was found with."""
        if event == "Scored" and items_of(context, self.id):
            raise Refused("请先作废这次检查发现的问题，再作废评分")

    class Planned(Aggregate.Created):
        """Who is to be inspected, when and by whom."""

        title = "计划检查"
        serial: Serial
        round: Round
        unit: UnitId
        planned_on: PlannedOn
        inspectors: Inspectors
        department: Department | None = None

    class Scored(Aggregate.Event):
        """Scored on the spot by the sheet of that day."""

        title = "现场评分"
        sheet: SheetUsed
        scores: Scores
        score: Score
        found: Found
        sampled: Sampled | None = None
        accurate: Accurate | None = None
        photos: Photos | None = None

        def check(self) -> None:
            """No more bags are right than were opened."""
            if (self.accurate or 0) > (self.sampled or 0):
                message = "投放准确的不能多于抽查的"
                raise FormErrors({"accurate": message})

    class Signed(Aggregate.Event):
        """The unit has seen it, and signed."""

        title = "被检查单位签字"
        signer: Signer
        outcome: OutcomeField
        opinion: Opinion | None = None
        signed_sheet: SignedSheet | None = None
