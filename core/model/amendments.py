"""What 更正 and 作废 share: events about events, appended to what they name.

CONTRACTS §4; projection/effective.py says what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.model.ending import require_going_on
from houqin.core.model.permission import reaches
from houqin.core.projection.effective import Effective, amendments_of, resolve
from houqin.core.projection.horizon import local_day
from houqin.core.projection.sources import is_day_only
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.fields import Line
from houqin.events.entry import NIL, RecordedEvent
from houqin.events.erasure import PAYLOAD_ERASED

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context

Reason = Annotated[Line, Field(title="理由")]


def version_of(context: Context, record: UUID, target: int) -> RecordedEvent:
    for event in context.stream(record).loaded:
        if event.version == target:
            return event
    message = f"没有第{target}条业务记录"
    raise Refused(message, "target")


def append_amendment(
    context: Context, record: UUID, topic: str, payload: dict[str, Any]
) -> None:
    """An amendment has no business time of its own."""
    require_amending(context, record)
    require_going_on(context, record)
    _append(context, record, topic, payload)


def append_erasure(context: Context, record: UUID, payload: dict[str, Any]) -> None:
    """Whoever has the right to it erases in records that others amend."""
    _append(context, record, PAYLOAD_ERASED, payload)


def _append(
    context: Context, record: UUID, topic: str, payload: dict[str, Any]
) -> None:
    stream = context.stream(record)
    stream.version += 1
    with context.told(occurred=context.now):
        context.append(record, stream.version, topic, payload)


def outcome_of(context: Context, record: UUID) -> tuple[Effective, Effective]:
    """The record as it was, and as the amendment just appended leaves it.

    :raises Refused: when something would have happened before its first event.
    """
    loaded = context.stream(record).loaded
    was, now = resolve(loaded), resolve([*loaded, _as_recorded(context)])
    assert was is not None  # noqa: S101 - the live horizon leaves every event
    assert now is not None  # noqa: S101 - the live horizon leaves every event
    for event in now.events:
        if _is_before(context, event, now.first):
            message = (
                f"发生时间不能早于单据开始：{context.moment(event.occurred)}"
                f"早于{context.moment(now.first.occurred)}"
            )
            raise Refused(message, "header.occurred")
    return was, now


def _is_before(context: Context, event: RecordedEvent, first: RecordedEvent) -> bool:
    """In business time; by day where only a day is known."""
    if is_day_only(event) or is_day_only(first):
        day, began = (local_day(e.occurred, context.zone) for e in (event, first))
        return day < began
    return event.occurred < first.occurred


def _as_recorded(context: Context) -> RecordedEvent:
    """The amendment just kept, as it will be read back."""
    new = context.pending[-1]
    command = context.act.id
    return RecordedEvent(
        2**62, new.stream, new.version, 1, new.topic, new.occurred, context.now,
        context.actor, NIL, command, command, 0, new.payload, new.metadata,
    )  # fmt: skip


def _reaches(context: Context, permission: str, record: UUID) -> bool:
    """A voided record is not loaded, but its voiding can be undone."""
    made = context.services.fold(context.effective(record))
    return reaches(context, permission, made)


def require_amending(context: Context, record: UUID) -> None:
    """Who may register people amends them; the site's own record nobody does."""
    cls = context.catalogue.aggregates[context.stream(record).aggregate].cls
    if context.actor == context.services.system_actor:
        return
    if cls.amended_by not in context.rights(context.acting) or not _reaches(
        context, cls.amended_by, record
    ):
        message = f"没有更正和作废{cls.title}的权限"
        raise NotPermitted(message)


def require_fitting(context: Context, event: RecordedEvent) -> None:
    """What the event's class asks of its fields holds after an amendment too."""
    mapper = context.catalogue.mapper
    mapper.domain_event(
        event.topic,
        event.class_version,
        event.stream,
        event.version,
        event.occurred,
        event.payload,
    ).check()


def require_own(
    context: Context, event: RecordedEvent, *, voiding: bool = False
) -> None:
    """What another record's step brought about is amended there.

    What such a step links may be corrected here, but not voided.
    """
    cls: Any = context.catalogue.topics.class_of(event.topic)
    elsewhere = getattr(cls, "told_by", "")
    linked = voiding and getattr(cls, "linked", False)
    if linked or (elsewhere and event.payload.get(elsewhere)):
        message = "这条业务记录由另一份单据产生，请在那份单据上更正或作废"
        raise Refused(message, "target")


def require_alive(context: Context, record: UUID, target: int) -> None:
    amended = amendments_of(context.stream(record).loaded)
    if amended.record_voided:
        message = "单据已作废，不能更正"
        raise Refused(message)
    if target in amended.dead:
        message = "这一条业务记录已作废，不能更正"
        raise Refused(message, "target")
