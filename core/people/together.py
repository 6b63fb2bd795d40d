"""What one command did to several records is taken back, and put back, with the first.

A merger moves the people, the posts and the units below into the successor. Those
events stand in streams of their own; the command they share says that they belong
together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.model.amendments import append_amendment, version_of
from houqin.core.projection.effective import VOIDED, amendments_of, is_amendment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

REASON_BACK, REASON_AGAIN = "合并已作废", "合并已恢复"


def take_back(context: Context, record: UUID, event_name: str) -> None:
    """Void what was done with the event of that name that still holds."""
    held = context.effective(record).events
    first = next(e for e in held if e.topic.rpartition(".")[2] == event_name)
    for stream, event in _done_with(context, first):
        if event.version not in amendments_of(context.stream(stream).loaded).dead:
            _void(context, stream, event.version, REASON_BACK)


def put_back(context: Context, record: UUID) -> None:
    """Undo what :func:`take_back` did, for the event that is being restored."""
    restored = version_of(context, record, context.pending[-1].payload["target"])
    while is_amendment(restored):
        restored = version_of(context, record, restored.payload["target"])
    for stream, event in _done_with(context, restored):
        loaded = context.stream(stream).loaded
        dead = amendments_of(loaded).dead
        for voiding in loaded:
            holds = voiding.topic == VOIDED and voiding.version not in dead
            if holds and voiding.payload["target"] == event.version:
                _void(context, stream, voiding.version, REASON_AGAIN)


def _void(context: Context, stream: UUID, target: int, reason: str) -> None:
    append_amendment(context, stream, VOIDED, {"target": target, "reason": reason})


def _done_with(
    context: Context, first: RecordedEvent
) -> Iterator[tuple[UUID, RecordedEvent]]:
    """The other events of the command that recorded ``first``."""
    found = context.transaction.find_command(first.command)
    assert found is not None  # noqa: S101 - every command that recorded is kept
    _body, start, stop = found
    log = context.services.log
    events = log.read(context.connection, start or 0, stop=stop)
    for event in events:
        if event.stream != first.stream:
            yield event.stream, event
