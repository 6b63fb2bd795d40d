"""网格任务: the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.command import command
from houqin.core.model.recording import records
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.form import Form, RecordForm
from houqin.events.instants import from_datetime
from houqin.plugins.civilized_city.fields import (
    AreaId,
    Demand,
    IndicatorId,
    KindOfTask,
    Opinion,
    Person,
    Reason,
    Result,
    ResultPhotos,
    Task,
    TypedDue,
    Unit,
)
from houqin.plugins.civilized_city.grid_task import GridTask
from houqin.plugins.civilized_city.gridding import require_area
from houqin.plugins.civilized_city.permissions import CityPermission as Right

if TYPE_CHECKING:
    from datetime import datetime

    from houqin.core.model.context import Context


class IssueTask(Form):
    """责任单位不填的，由网格的责任单位办理；填了责任人的直接分派。"""

    area: AreaId
    kind: KindOfTask
    task: Task
    deadline: TypedDue
    unit: Unit | None = None
    person: Person | None = None
    demand: Demand | None = None
    indicator: IndicatorId | None = None


class ClaimTask(RecordForm):
    """认领后由您在时限内上报。"""


class AssignTask(RecordForm):
    """分派给责任人；换人时再次分派。"""

    person: Person


class ReportTask(RecordForm):
    """写明完成情况，附现场照片。"""

    result: Result
    photos: ResultPhotos


class ReturnTask(RecordForm):
    """写明哪里没有做到；责任人重做后再次上报。"""

    reason: Reason


class VerifyTask(RecordForm):
    """核实完成后销号；不由上报人核验。"""

    opinion: Opinion | None = None


class CancelTask(RecordForm):
    """不再需要完成的，写明理由。"""

    reason: Reason


def require_ahead(context: Context, deadline: datetime, name: str) -> None:
    """A time that is still to come.

    :raises FormErrors: naming the field.
    """
    if from_datetime(deadline) <= context.occurred:
        raise FormErrors({name: "时限必须晚于发生时间"})


@command(
    "civilized_city.issue_task", "下达网格任务", permission=Right.ISSUE, menu=True,
    event=GridTask.Issued, order=110, batch=True,
)  # fmt: skip
def issue_task(context: Context, form: IssueTask) -> None:
    """Issue a task in an area."""
    area = require_area(context, form.area)
    require_ahead(context, form.deadline, "deadline")
    values = dict(form)
    person = values.pop("person")
    unit = form.unit or area.attributes.get("unit")
    if unit is None:
        raise FormErrors({"unit": "网格没有责任单位，请填写责任单位"})
    values["unit"] = UUID(str(unit))
    serial = context.serial("civilized_city.task_serials")
    task = context.create(GridTask, GridTask.Issued, serial=serial, **values)
    if person:
        context.choose("core.Person", person, "person")
        task.record(GridTask.Assigned, person=person)


@command(
    "civilized_city.claim_task", "认领", permission=Right.WORK, on=GridTask,
    event=GridTask.Assigned, order=120,
)  # fmt: skip
def claim_task(context: Context, form: ClaimTask) -> None:
    """Take it on oneself."""
    task = context.load(GridTask, form.record)
    task.record(GridTask.Assigned, person=context.acting)


@command(
    "civilized_city.assign_task", "分派", permission=Right.WORK, on=GridTask,
    event=GridTask.Assigned, style="default", order=130,
)  # fmt: skip
def assign_task(context: Context, form: AssignTask) -> None:
    """Give it to somebody."""
    context.choose("core.Person", form.person, "person")
    task = context.load(GridTask, form.record)
    task.record(GridTask.Assigned, person=form.person)


def _person(context: Context, task: Any) -> str | None:
    own = context.acting in {task.person, context.services.system_actor}
    return None if own else "这一步只能由责任人办理"


@command(
    "civilized_city.report_task", "上报", on=GridTask, event=GridTask.Reported,
    may=_person, order=140,
)  # fmt: skip
def report_task(context: Context, form: ReportTask) -> None:
    """Done, with photos."""
    task: Any = context.load(GridTask, form.record)
    if message := _person(context, task):
        raise NotPermitted(message)
    system = context.acting == context.services.system_actor
    reporter = task.person if system else context.acting
    task.record(GridTask.Reported, reporter=reporter, **form.said())


def _others(context: Context, task: Any) -> str | None:
    """核验不由执行人办理."""
    own = {context.actor, context.acting} & task.applicants()
    return "不能核验自己上报的任务" if own else None


@command(
    "civilized_city.verify_task", "核验销号", permission=Right.VERIFY, on=GridTask,
    event=GridTask.Verified, may=_others, order=150,
)  # fmt: skip
def verify_task(context: Context, form: VerifyTask) -> None:
    """Looked at, and off the list."""
    task = context.load(GridTask, form.record)
    if message := _others(context, task):
        raise NotPermitted(message)
    task.record(GridTask.Verified, opinion=form.opinion)


@command(
    "civilized_city.return_task", "退回", permission=Right.VERIFY, on=GridTask,
    event=GridTask.Returned, may=_others, style="default", order=160,
)  # fmt: skip
def return_task(context: Context, form: ReturnTask) -> None:
    """Not done well enough."""
    task = context.load(GridTask, form.record)
    if message := _others(context, task):
        raise NotPermitted(message)
    task.record(GridTask.Returned, reason=form.reason)


cancel_task = records(
    "civilized_city.cancel_task", "取消任务", CancelTask, GridTask, GridTask.Cancelled,
    permission=Right.ISSUE, style="danger", order=170,
)  # fmt: skip


ALL = (
    issue_task,
    claim_task,
    assign_task,
    report_task,
    verify_task,
    return_task,
    cancel_task,
)
