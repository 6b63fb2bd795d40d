"""网报材料: 分解, 收集, 初审, 补正, 提交, 采用."""

from __future__ import annotations

from datetime import datetime
from fnmatch import fnmatchcase
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Case
from houqin.core.model.deadline import After, AtField
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.fields import Files, Line, LongLine, TypedMoment
from houqin.core.schema.types import Fixed
from houqin.plugins.civilized_city import fields
from houqin.plugins.civilized_city.permissions import CityPermission as Right

_DUE, _SOON = (AtField("deadline"),), (After(days=1),)
#: States in which its time runs: it was never submitted.
RUNNING = ("collecting", "collected", "supplementing", "checked")
_MEGABYTE = 1024 * 1024

ItemNumber = Annotated[Line, Field(title="项目编号")]
ItemName = Annotated[LongLine, Field(title="材料名称", min_length=1)]
Table = Annotated[Line, Field(title="任务表")]
Naming = Annotated[
    Line,
    Field(
        title="命名规则",
        description="照任务表填写文件名，*代表任意文字，例如 2.3.1-*.pdf。",
    ),
]
LargestSize = Annotated[
    int, Field(title="单个文件上限", ge=1, le=500), types.integer("MB")
]
TypedSubmitBy = Annotated[TypedMoment, Field(title="提交时限")]
SubmitBy = Annotated[datetime, Field(title="提交时限"), types.instant()]
Material = Annotated[Files, Field(title="材料", min_length=1)]
MaterialNote = Annotated[LongLine, Field(title="材料说明")]
Supplement = Annotated[LongLine, Field(title="补正要求", min_length=1)]
Screenshot = Annotated[Files, Field(title="提交截图", min_length=1)]
FilingNumber = Annotated[Line, Field(title="平台回执号")]
Sender = Annotated[UUID, Field(title="报送人"), types.ref("core.Person"), Fixed()]


class OnlineItem(Case):
    """One item of the task table of online material."""

    topic = "civilized_city.OnlineItem"
    title = "网报材料"
    seen_by = Right.SEE
    amended_by = Right.AMEND
    of_units = ("unit",)
    of_people = ("person",)
    workflow = Workflow(
        [
            State(
                "collecting", "收集中", "责任人{person}报送材料",
                person_column="person", due=_DUE,
            ),
            State("collected", "待初审", "初审", Right.FILE, due=_SOON),
            State(
                "supplementing", "补正中", "责任人{person}补正",
                person_column="person", stage=False, due=_DUE,
            ),
            State("checked", "待提交", "在网报平台提交", Right.FILE, due=_DUE),
            State("filed", "已提交"),
            State("adopted", "已采用"),
            State("declined", "未采用", stage=False),
        ],
        [
            Transition("Assigned", (), "collecting"),
            Transition("Collected", ("collecting", "supplementing"), "collected"),
            Transition(
                "SentBack", ("collected", "checked", "filed"), "supplementing"
            ),
            Transition("Checked", ("collected",), "checked"),
            Transition("Filed", ("checked",), "filed"),
            Transition("Adopted", ("filed",), "adopted"),
            Transition("Declined", ("filed",), "declined"),
        ],
    )  # fmt: skip

    class Assigned(Aggregate.Created):
        """A row of the task table, given to a unit and a person."""

        title = "分解"
        number: ItemNumber
        name: ItemName
        table: Table
        unit: fields.Unit
        person: fields.Person
        deadline: SubmitBy
        naming: Naming | None = None
        largest: LargestSize | None = None
        indicator: fields.IndicatorId | None = None

    class Collected(Aggregate.Event):
        """The material is there."""

        title = "报送材料"
        files: Material
        sender: Sender
        note: MaterialNote | None = None

    class SentBack(Aggregate.Event):
        """Another round: what is missing."""

        title = "退回补正"
        supplement: Supplement

    class Checked(Aggregate.Event):
        """Looked through, and fit to be submitted."""

        title = "初审通过"
        opinion: fields.Opinion | None = None

    class Filed(Aggregate.Event):
        """Submitted on the platform."""

        title = "提交"
        screenshot: Screenshot
        filing: FilingNumber | None = None

    class Adopted(Aggregate.Event):
        """Taken."""

        title = "采用"
        remark: fields.Remark | None = None

    class Declined(Aggregate.Event):
        """Not taken."""

        title = "未采用"
        reason: fields.Reason


def require_named(item: Any, files: list[dict[str, Any]]) -> None:
    """Every file is named and no larger than the task table says.

    :raises FormErrors: naming the file and the rule.
    """
    naming, largest = getattr(item, "naming", None), getattr(item, "largest", None)
    for file in files:
        name = file["name"]
        if naming and not fnmatchcase(name, naming):
            raise FormErrors({"files": f"“{name}”不符合命名规则“{naming}”"})
        if largest and file["size"] > largest * _MEGABYTE:
            raise FormErrors({"files": f"“{name}”超过{largest}MB"})
