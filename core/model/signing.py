"""登记电话同意, 补签确认, 否认: agreements that somebody else typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.approval import (
    Approvable,
    Comment,
    applicants_of,
    due_step,
    may_decide_step,
    record_agreement,
)
from houqin.core.model.command import command
from houqin.core.model.permission import CorePermission
from houqin.core.model.phone import PHONE, PhoneAgreement, unsigned
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.fields import Files, Note, PersonId, TypedMoment
from houqin.core.schema.form import RecordForm
from houqin.events.instants import from_datetime, to_datetime

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.context import Context

FREE_LATENESS = "core.free_lateness_hours"
HOUR = 3600 * 1_000_000


class AgreeByPhone(RecordForm):
    """登记领导在电话中的同意；立即生效，待其本人补签确认或附上签字扫描件。"""

    approver: Annotated[PersonId, Field(title="同意人")]
    agreed_at: Annotated[TypedMoment, Field(title="同意时间")]
    comment: Comment | None = None


class Confirm(RecordForm):
    """确认这次电话同意是本人意见。"""

    comment: Comment | None = None


class Disown(RecordForm):
    """这次电话同意不是本人意见；其后没有继续办理的，退回到这一环节。"""

    comment: Annotated[Note, Field(title="说明", min_length=1)]


class ConfirmByScan(RecordForm):
    """附上同意人签字的扫描件或照片。"""

    files: Annotated[Files, Field(title="签字扫描件", min_length=1)]


def _may_record(context: Context, record: Aggregate) -> str | None:
    if not isinstance(record, Approvable) or record.chain.due(record.state) is None:
        return "现在没有待审批的环节"
    if context.actor in applicants_of(context, record):
        return "本人的申请不能由本人登记同意"
    return None


def _known(context: Context, record: Any) -> dict[str, Any]:
    """Just now; and by whom, where only one person may decide."""
    known: dict[str, Any] = {"agreed_at": to_datetime(context.now)}
    approvers = _approvers(context, record)
    return known | {"approver": str(approvers[0])} if len(approvers) == 1 else known


def _approvers(context: Context, record: Any) -> list[UUID]:
    """The people who may decide the step that is due."""
    own, found = applicants_of(context, record), []
    for person in context.choosable("core.Person"):
        with context.told(on_behalf_of=person.id):
            step = record.chain.due(record.state)
            if person.id not in own and may_decide_step(context, record, step):
                found.append(person.id)
    return found


def _require_in_time(context: Context, at: int) -> None:
    """Older than everyone may enter, it needs the right of 补录."""
    free = context.setting(FREE_LATENESS) * HOUR
    late = context.now - at > free
    if late and CorePermission.RECORD_LATE not in context.rights(context.actor):
        message = "同意时间已久，没有补录的权限"
        raise NotPermitted(message)


@command(
    "core.agree_by_phone", "电话同意", permission=CorePermission.RECORD_FOR_OTHERS,
    on=Approvable, may=_may_record, style="default", order=50, late=False,
    starts=_known,
)  # fmt: skip
def agree_by_phone(context: Context, form: AgreeByPhone) -> None:
    """Record that the approver agreed on the phone, at that minute."""
    context.choose("core.Person", form.approver, "approver")
    if form.approver == context.actor:
        message = "本人同意的，请直接办理“同意”"
        raise Refused(message, "approver")
    at = from_datetime(form.agreed_at)
    _require_in_time(context, at)
    with context.told(occurred=at, on_behalf_of=form.approver, channel=PHONE):
        record: Any = context.load_any(form.record)
        record_agreement(record, due_step(context, record), form.comment)


def _own(context: Context, record: Aggregate) -> list[PhoneAgreement]:
    """Those of this person that wait on this record."""
    events = context.effective(record.id).events
    return [a for a in unsigned(events) if a.approver == context.actor]


def _may_sign(context: Context, record: Aggregate) -> str | None:
    if context.acting != context.actor:
        return "补签和否认须由本人办理"
    return None if _own(context, record) else "没有待您补签的电话同意"


def _signed(context: Context, form: Confirm | Disown) -> tuple[Any, PhoneAgreement]:
    record = context.load(Approvable, form.record)
    if message := _may_sign(context, record):
        raise NotPermitted(message)
    return record, _own(context, record)[0]


@command("core.confirm", "补签确认", on=Approvable, may=_may_sign, order=5, late=False)
def confirm(context: Context, form: Confirm) -> None:
    """Confirm one's own agreement on the phone."""
    record, agreed = _signed(context, form)
    record.record(type(record).Confirmed, of=agreed.version, comment=form.comment)


@command(
    "core.disown", "否认", on=Approvable, may=_may_sign, style="danger", order=6,
    late=False,
)  # fmt: skip
def disown(context: Context, form: Disown) -> None:
    """Say that one has not agreed; back to the step, if nothing has followed."""
    record, agreed = _signed(context, form)
    outcome = None if _followed(context, record, agreed) else _source(record, agreed)
    record.record(
        type(record).Disowned, of=agreed.version, outcome=outcome, comment=form.comment
    )


def _followed(context: Context, record: Any, agreed: PhoneAgreement) -> bool:
    """Whether the record has moved since."""
    return any(
        event.version > agreed.version
        and record.workflow.moves(event.topic.rpartition(".")[2])
        for event in context.effective(record.id).events
    )


def _source(record: Any, agreed: PhoneAgreement) -> str | None:
    """The state in which the step waits."""
    steps = record.chain.named([agreed.step])
    return steps[0].source if steps else None


def _may_attach(context: Context, record: Aggregate) -> str | None:
    if not isinstance(record, Approvable):
        return "这类单据没有审批"
    if not unsigned(context.effective(record.id).events):
        return "没有待补签的电话同意"
    if context.actor in applicants_of(context, record):
        return "本人的申请不能由本人补签"
    return None


@command(
    "core.confirm_by_scan", "附签字扫描件", on=Approvable, may=_may_attach,
    permission=CorePermission.RECORD_FOR_OTHERS, style="default", order=55, late=False,
)  # fmt: skip
def confirm_by_scan(context: Context, form: ConfirmByScan) -> None:
    """Attach what the approver signed on paper."""
    record: Any = context.load(Approvable, form.record)
    if message := _may_attach(context, record):
        raise Refused(message)
    agreed = unsigned(context.effective(record.id).events)[0]
    record.record(type(record).Confirmed, of=agreed.version, files=form.files)


ALL = (agree_by_phone, confirm, disown, confirm_by_scan)
