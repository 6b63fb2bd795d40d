"""Beside the steps of every workflow: 转办, 催办, 知会, 已阅, 留言."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.case import (
    Case,
    Colleague,
    Comment,
    FilesNote,
    Handed,
    Receiver,
    Told,
)
from houqin.core.model.command import command
from houqin.core.model.handling import (
    Handling,
    acting_of,
    concerned_in,
    handling_of,
)
from houqin.core.model.working_time import HOUR
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import RecordForm

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.case import Awaited
    from houqin.core.model.context import Context

#: Working hours between two urgings of one step.
URGED_ONCE_IN = 4


class HandOver(RecordForm):
    """转给也能办理这一步的同事；单据会出现在对方的待办里。"""

    to: Receiver
    comment: Comment | None = None


class Urge(RecordForm):
    """提醒正在办理的人；每4个工作小时最多一次。"""

    comment: Comment | None = None


class Inform(RecordForm):
    """告诉有关人员；对方的“知会我的”里会出现这份单据。"""

    to: Told
    comment: Comment | None = None


class MarkRead(RecordForm):
    """记下您已经看过。"""


class Say(RecordForm):
    """经办过或被知会的人都能看到。"""

    comment: Comment


class Attach(RecordForm):
    """照片、扫描件和办公文档；能看到本单据的人都能查看。"""

    files: Handed
    note: FilesNote | None = None


def handling(context: Context, record: Case) -> Handling:
    """How the record is being handled."""
    return handling_of(record.workflow, context.effective(record.id))


def awaited(context: Context, record: Case) -> Awaited | None:
    """Whom the record waits for."""
    return record.awaited(acting_of(context.effective(record.id).first))


def colleague(context: Context, person: UUID) -> Colleague:
    """A person as commands know one."""
    return Colleague(person, context.standing(person))


def _is_awaited(context: Context, record: Case) -> bool:
    """Whether the record waits for whoever acts: by post, or by a hand-over."""
    waits = awaited(context, record)
    if waits is None:
        return False
    holder = handling(context, record).holder
    return context.acting == holder or waits.means(colleague(context, context.acting))


def _is_concerned(context: Context, record: Case) -> bool:
    """Who did a step, who was told, who applied and who is waited for."""
    known = concerned_in(context.effective(record.id).events) | record.applicants()
    told = handling(context, record).told
    return (
        context.acting in known
        or context.acting in told
        or _is_awaited(context, record)
    )


def _by_system(context: Context) -> bool:
    return context.actor == context.services.system_actor


def _may_hand_over(context: Context, record: Case) -> str | None:
    if awaited(context, record) is None:
        return _not_waiting(record)
    if _by_system(context) or _is_awaited(context, record):
        return None
    return "这一步由别人办理，不能由您转办"


def _not_waiting(record: Case) -> str:
    state = record.workflow.title(record.state) if record.workflow else ""
    return f"{record.title}当前为“{state}”，没有等待办理的环节"


@command(
    "core.hand_over", "转办", on=Case, may=_may_hand_over, style="default", order=610
)
def hand_over(context: Context, form: HandOver) -> None:
    """Ask a colleague who may do this step to do it."""
    record = context.load(Case, form.record)
    _require(_may_hand_over(context, record))
    context.choose("core.Person", form.to, "to")
    _require_able(context, record, form.to)
    record.record(
        type(record).HandedOver, to=form.to, step=record.state, comment=form.comment
    )


def _require_able(context: Context, record: Case, person: UUID) -> None:
    """Refuse a person who could not do the step, or has it already."""
    waits = awaited(context, record)
    holder = handling(context, record).holder
    if waits is None or person == (holder or context.acting):
        raise Refused("这一步现在就由此人办理", "to")
    if why := waits.obstacle(colleague(context, person)):
        raise Refused(f"不能转给{context.title(person)}：{why}", "to")


def _may_urge(context: Context, record: Case) -> str | None:
    if awaited(context, record) is None:
        return _not_waiting(record)
    first = context.effective(record.id).first
    own = concerned_in([first]) | record.applicants()
    if not (_by_system(context) or context.acting in own):
        return "只有申请人、发起人和登记人可以催办"
    if _is_awaited(context, record):
        return "现在等的就是您本人"
    return _urged_lately(context, record)


def _urged_lately(context: Context, record: Case) -> str | None:
    urged = handling(context, record).urged
    if not urged:
        return None
    working = context.services.working_time(context.connection)
    if working.between(urged[-1], context.occurred) >= URGED_ONCE_IN * HOUR:
        return None
    return (
        f"{context.moment(urged[-1])}已经催办过，"
        f"每{URGED_ONCE_IN}个工作小时最多催办一次"
    )


@command("core.urge", "催办", on=Case, may=_may_urge, style="default", order=620)
def urge(context: Context, form: Urge) -> None:
    """Ask for the step to be done."""
    record = context.load(Case, form.record)
    _require(_may_urge(context, record))
    record.record(type(record).Urged, comment=form.comment)


def _may_speak(context: Context, record: Case) -> str | None:
    if _by_system(context) or _is_concerned(context, record):
        return None
    return "只有经办过、申请或被知会的人可以知会他人、留言和上传附件"


@command("core.inform", "知会", on=Case, may=_may_speak, style="default", order=630)
def inform(context: Context, form: Inform) -> None:
    """Tell people of it."""
    record = context.load(Case, form.record)
    _require(_may_speak(context, record))
    unread = handling(context, record).unread()
    for person in form.to:
        context.choose("core.Person", person, "to")
        if person in unread:
            message = f"{context.title(person)}已经知会过，还没有阅"
            raise Refused(message, "to")
    told = list(dict.fromkeys(form.to))
    if context.acting in told:
        raise Refused("不需要知会本人", "to")
    record.record(type(record).Informed, to=told, comment=form.comment)


def _may_read(context: Context, record: Case) -> str | None:
    if context.acting in handling(context, record).unread():
        return None
    return "没有知会您，或者您已经阅过"


@command("core.read", "已阅", on=Case, may=_may_read, order=600)
def read(context: Context, form: MarkRead) -> None:
    """Say that one has read it."""
    record = context.load(Case, form.record)
    _require(_may_read(context, record))
    record.record(type(record).Read)


@command("core.comment", "留言", on=Case, may=_may_speak, style="default", order=640)
def comment(context: Context, form: Say) -> None:
    """Say something beside the steps."""
    record = context.load(Case, form.record)
    _require(_may_speak(context, record))
    record.record(type(record).Commented, comment=form.comment)


@command("core.attach", "上传附件", on=Case, may=_may_speak, style="default", order=650)
def attach(context: Context, form: Attach) -> None:
    """Add files; nothing takes them away but an erasure."""
    record = context.load(Case, form.record)
    _require(_may_speak(context, record))
    record.record(type(record).Attached, files=form.files, note=form.note)


def _require(message: str | None) -> None:
    if message:
        raise Refused(message)


ALL = (hand_over, urge, inform, read, comment, attach)
