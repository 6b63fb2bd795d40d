"""作废 and 撤销: an event, a record or a chosen set stops counting, and may again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.model.amendments import (
    Reason,
    append_amendment,
    outcome_of,
    require_alive,
    require_amending,
    require_own,
    version_of,
)
from houqin.core.model.command import command
from houqin.core.model.following import follow
from houqin.core.projection.effective import (
    ATTACHMENT_ERASED,
    RECORD,
    VOIDED,
    amendments_of,
    is_amendment,
)
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import RecordForm
from houqin.events.erasure import PAYLOAD_ERASED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.aggregate import (
        Aggregate,
    )
    from houqin.core.model.context import Context
    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent


class Void(RecordForm):
    """作废后不再计入台账合计和指标，办理经过仍然保留。"""

    target: Annotated[int, Field(title="作废哪一条", ge=0)] = RECORD
    others: Annotated[list[UUID], Field(title="一并作废")] = []  # noqa: RUF012 - pydantic copies it
    reason: Reason


class Restore(RecordForm):
    """撤销一次更正或作废。"""

    target: Annotated[int, Field(title="撤销哪一条", ge=1)]
    reason: Reason


@command("core.void", "作废", style="danger", order=910)
def void(context: Context, form: Void) -> None:
    """Void one event, a record, or a chosen set of records."""
    require_amending(context, form.record)
    first = context.stream(form.record).loaded[0].version
    if form.target not in {RECORD, first}:
        _void_event(context, form)
        return
    chosen = {form.record, *form.others}
    context.voided |= chosen
    for record in sorted(chosen, key=lambda r: (r != form.record, r)):
        void_record(context, record, chosen, form.reason)


def void_record(
    context: Context, record: UUID, chosen: Iterable[UUID], reason: str
) -> None:
    """Void one record; what refers to it must be among ``chosen``."""
    aggregate = context.load_any(record)
    aggregate.voiding(context)
    _require_unreferred(context, record, set(chosen) | set(context.released))
    append_amendment(context, record, VOIDED, {"target": RECORD, "reason": reason})


def _require_unreferred(context: Context, record: UUID, but: set[UUID]) -> None:
    found = context.connection.execute(
        "SELECT source FROM [guard_reference] WHERE target = ?"
        " ORDER BY source LIMIT 200",
        (str(record),),
    )
    sources = [UUID(bytes=bytes(row[0])) for row in found]
    left = [source for source in sources if source not in but]
    if left:
        named = "、".join(context.title(source) for source in left[:10])
        more = f"等{len(left)}份" if len(left) > 10 else ""  # noqa: PLR2004 - as above
        message = f"还有单据引用它，不能作废：{named}{more}"
        raise Refused(message)


def void_event(context: Context, record: UUID, target: int, reason: str) -> None:
    """Void one event of a record, if nothing came of it since."""
    require_amending(context, record)
    _void_event(context, Void(record=record, target=target, reason=reason))


def _void_event(context: Context, form: Void) -> None:
    event = version_of(context, form.record, form.target)
    if is_amendment(event):
        message = "更正和作废请用“撤销”"
        raise Refused(message, "target")
    require_alive(context, form.record, form.target)
    record = context.load_any(form.record)
    name = _name(event)
    require_own(context, event, voiding=True)
    _require_last(context, record, event)
    record.event_voiding(context, name)
    payload = {"target": form.target, "reason": form.reason}
    append_amendment(context, form.record, VOIDED, payload)
    follow(context, form.record, form.target)


def _require_last(context: Context, record: Aggregate, event: RecordedEvent) -> None:
    """Workflow events are voided from the end backwards, and so put back."""
    if record.workflow is None or not record.workflow.moves(_name(event)):
        return
    for later in context.effective(record.id).events:
        name = _name(later)
        if later.version > event.version and record.workflow.moves(name):
            title = getattr(type(record), name).title
            message = f"其后还有“{title}”，请先从最后一步作废"
            raise Refused(message, "target")


@command("core.restore", "撤销更正或作废", order=920)
def restore(context: Context, form: Restore) -> None:
    """Undo one amendment."""
    require_amending(context, form.record)
    event = version_of(context, form.record, form.target)
    if not is_amendment(event):
        message = "只能撤销更正或作废"
        raise Refused(message, "target")
    if event.topic == PAYLOAD_ERASED:
        raise Refused("个人信息清除不能撤销", "target")
    if event.topic == ATTACHMENT_ERASED:
        message = "附件清除不能撤销"
        raise Refused(message, "target")
    if form.target in amendments_of(context.stream(form.record).loaded).dead:
        message = "这一条已经撤销过"
        raise Refused(message, "target")
    payload = {"target": form.target, "reason": form.reason}
    append_amendment(context, form.record, VOIDED, payload)
    was, now = outcome_of(context, form.record)
    _revive(context, form.record, was, now)
    follow(context, form.record, form.target)


def _revive(context: Context, record: UUID, was: Any, now: Any) -> None:
    """Let the plugin put back what voiding had taken away, or refuse."""
    rows = context.catalogue.references.rows
    for _guard, target, _source in rows("", now) - rows("", was):
        # Refused where what is referred to again has been voided meanwhile.
        context.load_any(UUID(target))
    aggregate = context.services.fold(now)
    aggregate.__dict__["context"] = context
    if was.voided and not now.voided:
        aggregate.restoring(context)
    elif now.voided and not was.voided:
        aggregate.voiding(context)
        _require_unreferred(context, record, {record, *context.released})
    alive = {e.version for e in was.events}
    for event in now.events:
        if event.version not in alive:
            _require_last(context, aggregate, event)
            _require_allowed(aggregate, now, event)
            aggregate.event_restoring(context, _name(event))
    alive = {e.version for e in now.events}
    for event in was.events:
        if event.version not in alive:
            _require_last(context, aggregate, event)
            aggregate.event_voiding(context, _name(event))


def _require_allowed(record: Aggregate, now: Effective, event: RecordedEvent) -> None:
    """What was voided after it has to be put back before it."""
    workflow, state = record.workflow, None
    if workflow is None or workflow.latest:
        return
    for before in now.events:
        if before.version < event.version:
            state = workflow.after(state, before)
    if not workflow.allows(state, _name(event)):
        title = getattr(type(record), _name(event)).title
        message = f"{record.title}当前为“{workflow.title(state)}”，不能恢复“{title}”"
        raise Refused(message, "target")


def _name(event: RecordedEvent) -> str:
    return event.topic.rpartition(".")[2]
