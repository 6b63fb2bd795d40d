"""自查自纠: set by the centre, done by a person, put right, ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After, AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.fields import Files, Line, LongLine, Note, PersonId, TypedMoment
from houqin.core.schema.types import Fixed
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

MOST_PROBLEMS = 9_999
#: What was found is mended within ten working days, and looked at within three.
MENDED, DECIDED = (After(days=10),), (After(days=3),)

CheckSerial = Annotated[str, Field(title="编号"), types.text(), Fixed()]
CheckName = Annotated[Line, Field(title="自查事项")]
Scope = Annotated[Note, Field(title="自查范围和要求", min_length=1)]
Basis = Annotated[Line, Field(title="依据文号")]
Checker = Annotated[PersonId, Field(title="责任人")]
TypedReportBy = Annotated[TypedMoment, Field(title="上报时限")]
ReportBy = Annotated[datetime, Field(title="上报时限"), types.instant()]
Problems = Annotated[
    int, Field(title="发现问题", ge=0, le=MOST_PROBLEMS), types.integer("个")
]
Findings = Annotated[Note, Field(title="自查情况", min_length=1)]
Measures = Annotated[Note, Field(title="整改情况", min_length=1)]
PutRight = Annotated[
    int, Field(title="已整改问题", ge=0, le=MOST_PROBLEMS), types.integer("个")
]
Papers = Annotated[Files, Field(title="材料")]
Conclusion = Annotated[LongLine, Field(title="结论")]


class SelfCheck(Case):
    """One self-check (自查自纠)."""

    topic = "vehicles.SelfCheck"
    title = "自查自纠"
    seen_by = Right.SEE_OVERSIGHT
    of_people = ("checker",)
    workflow = Workflow(
        [
            State(
                "assigned", "已布置", "责任人{checker}自查上报",
                person_column="checker", due=(AtField("report_by"),),
            ),
            State(
                "reported", "已上报", "责任人{checker}整改",
                person_column="checker", due=MENDED,
            ),
            State(
                "rectified", "已整改", "中心领导确认结束", Right.APPROVE, due=DECIDED
            ),
            State("closed", "已结束"),
        ],
        [
            Transition("Assigned", (), "assigned"),
            Transition("Reported", ("assigned",), "reported"),
            Transition("Rectified", ("reported",), "rectified"),
            Transition("Closed", ("reported", "rectified"), "closed"),
        ],
    )  # fmt: skip

    class Assigned(Aggregate.Created):
        """Set: what is to be looked at, by whom, until when."""

        title = "布置"
        serial: CheckSerial
        name: CheckName
        scope: Scope
        checker: Checker
        report_by: ReportBy
        basis: Basis | None = None

    class Reported(Aggregate.Event):
        """What was found."""

        title = "上报"
        problems: Problems
        findings: Findings
        papers: Papers | None = None

    class Rectified(Aggregate.Event):
        """What was put right."""

        title = "整改"
        put_right: PutRight
        measures: Measures
        papers: Papers | None = None

    class Closed(Aggregate.Event):
        """Ended."""

        title = "结束"
        conclusion: Conclusion | None = None

    def applicants(self) -> set[UUID]:
        """Whoever checked does not confirm the end."""
        checker: Any = getattr(self, "checker", None)
        return {checker} if checker else set()
