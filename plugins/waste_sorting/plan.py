"""实施方案: the papers by which units are told what to do."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.recording import creates
from houqin.core.schema.fields import Day, Files, Line, LongLine
from houqin.core.schema.form import Form
from houqin.plugins.waste_sorting.permissions import WastePermission as Right

Title = Annotated[Line, Field(title="标题")]
Number = Annotated[Line, Field(title="文号")]
IssuedOn = Annotated[Day, Field(title="印发日期")]
Targets = Annotated[LongLine, Field(title="目标")]
Paper = Annotated[Files, Field(title="文件")]


class Plan(Aggregate):
    """One plan of how waste is to be sorted (实施方案)."""

    topic = "waste_sorting.Plan"
    title = "实施方案"
    seen_by = Right.SEE_PAPERS
    amended_by = Right.KEEP

    class Issued(Aggregate.Created):
        """Sent to every unit."""

        title = "印发"
        name: Title
        number: Number
        issued_on: IssuedOn
        targets: Targets | None = None
        paper: Paper | None = None


class IssuePlan(Form):
    """登记已印发的实施方案、工作通知，附原文件。"""

    name: Title
    number: Number
    issued_on: IssuedOn
    targets: Targets | None = None
    paper: Paper | None = None


issue_plan = creates(
    "waste_sorting.issue_plan", "登记实施方案", IssuePlan, Plan, Plan.Issued,
    permission=Right.KEEP, menu=True, order=100,
)  # fmt: skip


ALL = (issue_plan,)
