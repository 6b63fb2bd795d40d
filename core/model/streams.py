"""What a unit of work holds: streams it has read, its stamp, records to choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from houqin.events.entry import RecordedEvent

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.command import Act
    from houqin.events.entry import NewEvent


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an event happened, for whom, and by which way it was told."""

    occurred: int
    on_behalf_of: UUID
    channel: str
    precision: str | None


@dataclass(slots=True)
class Stream:
    """One stream a command has read or begun.

    ``settled`` are the events of this very command that what it does next may read.
    """

    aggregate: str
    loaded: list[RecordedEvent] = field(default_factory=list)
    settled: list[RecordedEvent] = field(default_factory=list, init=False)
    object: Aggregate | None = None
    version: int = 0

    @property
    def known(self) -> list[RecordedEvent]:
        """What was there, and what this command has added and settled."""
        return [*self.loaded, *self.settled]


@dataclass(frozen=True, slots=True)
class Choosable:
    """A record of a register: id, state and coded attributes."""

    id: UUID
    state: str
    attributes: dict[str, Any]


def as_recorded(event: NewEvent, now: int, act: Act) -> RecordedEvent:
    """An event about to be appended, as what comes next in its command reads it."""
    return RecordedEvent(
        0, event.stream, event.version, event.class_version, event.topic,
        event.occurred, now, act.actor, event.on_behalf_of, act.id,
        act.correlation or act.id, event.causing, event.payload, event.metadata,
    )  # fmt: skip
