"""Beside the steps of every workflow: 转办, 催办, 知会, 已阅, 留言."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.case import (
    Case,
    Comment,
    FilesNote,
    Handed,
    Receiver,
    Told,
)
from houqin.core.model.command import command
from houqin.core.model.concerned import (
    awaited,
    by_system,
    colleague,
    handling,
    is_awaited,
    is_concerned,
    people,
    sees,
)
from houqin.core.model.handling import concerned_in
from houqin.core.model.working_time import HOUR
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import RecordForm

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


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


def _may_hand_over(context: Context, record: Case) -> str | None:
    if awaited(context, record) is None:
        return _not_waiting(record)
    if by_system(context) or is_awaited(context, record):
        return None
    return "这一步由别人办理，不能由您转办"


def _not_waiting(record: Case) -> str:
    state = record.workflow.title(record.state) if record.workflow else ""
    return f"{record.title}当前为“{state}”，没有等待办理的环节"


def _able(context: Context, record: Case) -> dict[str, set[UUID]]:
    """Colleagues who may do the step and have it not."""
    return {"to": {p for p in people(context) if not _unable(context, record, p)}}


def _unable(context: Context, record: Case, person: UUID) -> str | None:
    """Why a person cannot take the step over."""
    waits = awaited(context, record)
    holder = handling(context, record).holder
    if waits is None or person == (holder or context.acting):
        return "这一步现在就由此人办理"
    return waits.obstacle(colleague(context, person))


@command(
    "core.hand_over", "转办", on=Case, may=_may_hand_over, style="default", order=610,
    choices=_able,
)  # fmt: skip
def hand_over(context: Context, form: HandOver) -> None:
    """Ask a colleague who may do this step to do it."""
    record = context.load(Case, form.record)
    _require(_may_hand_over(context, record))
    context.choose("core.Person", form.to, "to")
    if why := _unable(context, record, form.to):
        raise Refused(f"不能转给{context.title(form.to)}：{why}", "to")
    record.record(
        type(record).HandedOver, to=form.to, step=record.state, comment=form.comment
    )


def _may_urge(context: Context, record: Case) -> str | None:
    if awaited(context, record) is None:
        return _not_waiting(record)
    first = context.effective(record.id).first
    own = concerned_in([first]) | record.applicants()
    if not (by_system(context) or context.acting in own):
        return "只有申请人、发起人和登记人可以催办"
    if is_awaited(context, record):
        return "现在等的就是您本人"
    return _urged_lately(context, record)


def _urged_lately(context: Context, record: Case) -> str | None:
    urged = handling(context, record).urged
    if not urged:
        return None
    hours = context.setting("core.urge_hours")
    working = context.services.working_time(context.connection)
    if working.between(urged[-1], context.occurred) >= hours * HOUR:
        return None
    return f"{context.moment(urged[-1])}已经催办过，每{hours}个工作小时最多催办一次"


@command("core.urge", "催办", on=Case, may=_may_urge, style="default", order=620)
def urge(context: Context, form: Urge) -> None:
    """Ask for the step to be done."""
    record = context.load(Case, form.record)
    _require(_may_urge(context, record))
    record.record(type(record).Urged, comment=form.comment)


def _may_speak(context: Context, record: Case) -> str | None:
    if by_system(context) or is_concerned(context, record):
        return None
    return "只有经办过、申请或被知会的人可以知会他人、留言和上传附件"


def _ignorant(context: Context, record: Case) -> dict[str, set[UUID]]:
    """Whoever may see the record and has not been told of it just now."""
    return {"to": {p for p in people(context) if not _untold(context, record, p)}}


def _untold(context: Context, record: Case, person: UUID) -> str | None:
    """Why a person cannot be told."""
    if person == context.acting:
        return "不需要知会本人"
    if person in handling(context, record).unread():
        return "已经知会过，还没有阅"
    return None if sees(context, record, person) else "没有查看这份单据的权限"


@command(
    "core.inform", "知会", on=Case, may=_may_speak, style="default", order=630,
    choices=_ignorant,
)  # fmt: skip
def inform(context: Context, form: Inform) -> None:
    """Tell people of it."""
    record = context.load(Case, form.record)
    _require(_may_speak(context, record))
    for person in form.to:
        context.choose("core.Person", person, "to")
        if why := _untold(context, record, person):
            raise Refused(f"不能知会{context.title(person)}：{why}", "to")
    told = list(dict.fromkeys(form.to))
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
