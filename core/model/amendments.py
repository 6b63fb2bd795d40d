"""What 更正 and 作废 share: events about events, appended to what they name.

CONTRACTS §4; projection/effective.py says what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from houqin.core.projection.effective import (
    amendments_of,
)
from houqin.core.schema.errors import NotPermitted, Refused
from houqin.core.schema.fields import Line

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

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
    _require_right(context, record)
    stream = context.stream(record)
    stream.version += 1
    with context.told(occurred=context.now):
        context.append(record, stream.version, topic, payload)


def _require_right(context: Context, record: UUID) -> None:
    """Who may register people amends them; the site's own record nobody does."""
    cls = context.catalogue.aggregates[context.stream(record).aggregate].cls
    if context.actor == context.services.system_actor:
        return
    if cls.amended_by not in context.rights(context.acting):
        message = f"没有更正和作废{cls.title}的权限"
        raise NotPermitted(message)


def require_alive(context: Context, record: UUID, target: int) -> None:
    amended = amendments_of(context.stream(record).loaded)
    if amended.record_voided:
        message = "单据已作废，不能更正"
        raise Refused(message)
    if target in amended.dead:
        message = "这一条业务记录已作废，不能更正"
        raise Refused(message, "target")
