"""按批撤销: what one command recorded is voided as a whole, newest first.

A batch is a record of its own, which the command opens beside what its rows record.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.amendments import require_amending
from houqin.core.model.voiding import void_event, void_record
from houqin.core.projection.effective import amendments_of
from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent


class Batch(Aggregate):
    """What one command recorded in many records, or in many of their events."""

    topic = ""

    @property
    @abstractmethod
    def called(self) -> str:
        """What the reason says of it."""

    def voiding(self, context: Any) -> None:
        """Records it opened are voided, of others what it added."""
        recorded = self._recorded(context)
        opened = [event.stream for event in recorded if event.version == 1]
        context.voided |= set(opened)
        reason = f"按批撤销：{self.called}"
        for event in reversed(recorded):
            if event.version == 1:
                require_amending(context, event.stream)
                void_record(context, event.stream, context.voided, reason)
            elif event.stream not in context.voided:
                void_event(context, event.stream, event.version, reason)
                # What comes before it is its record's last now.
                context.settle()

    def restoring(self, context: Any) -> None:  # noqa: ARG002 - the hook's shape
        """What is wanted again is entered again."""
        raise Refused("按批撤销的不能恢复，请重新登记")

    def _recorded(self, context: Context) -> list[RecordedEvent]:
        """The events of its command that still stand, but its own."""
        first = context.effective(self.id).first
        known = context.transaction.find_command(first.command)
        assert known is not None  # noqa: S101 - every command that recorded is kept
        log = context.services.log
        events = log.read(context.connection, known[1] or 0, stop=known[2])
        others = [event for event in events if event.stream != self.id]
        return [event for event in others if _stands(context, event)]


def _stands(context: Context, event: RecordedEvent) -> bool:
    if context.effective(event.stream).voided:
        return False
    dead = amendments_of(context.stream(event.stream).loaded).dead
    return event.version not in dead
