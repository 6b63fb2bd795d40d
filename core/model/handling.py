"""How a case is being handled: a pure function of its effective events.

The record's page, worklists, marks and the commands beside the workflow all read this.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.workflow import Workflow
    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody was told, and has read it or not yet."""

    person: UUID
    by: UUID
    at: int
    comment: str = ""
    read_at: int | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said beside the steps."""

    by: UUID
    at: int
    text: str


@dataclass(slots=True)
class Handling:
    """Where a case stands.

    :param since: when it came to stand where it does.
    :param holder: whom this step was handed over to; a hand-over counts until the
        next step.
    :param urged: when this step was urged.
    :param told: who was told last, by person.
    """

    state: str | None = None
    since: int = 0
    holder: UUID | None = None
    handed_by: UUID | None = None
    urged: list[int] = field(default_factory=list)
    told: dict[UUID, Telling] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def unread(self) -> set[UUID]:
        """Who was told and has not read it."""
        return {p for p, telling in self.told.items() if telling.read_at is None}


def acting_of(event: RecordedEvent) -> UUID:
    """Who did it (当事人)."""
    return event.actor if event.on_behalf_of == NIL else event.on_behalf_of


def concerned_in(events: Iterable[RecordedEvent]) -> set[UUID]:
    """Everybody who did or typed one of these."""
    return {who for event in events for who in (event.actor, acting_of(event))}


def handling_of(workflow: Workflow | None, effective: Effective) -> Handling:
    """Fold the steps, and what was said beside them."""
    found = Handling(since=effective.first.occurred)
    for event in effective.events:
        name = event.topic.rpartition(".")[2]
        if workflow is not None and workflow.moves(name):
            found.state = workflow.after(found.state, event)
            found.since = event.occurred
            found.holder = found.handed_by = None
            found.urged = []
        elif name in ASIDES:
            ASIDES[name](found, event, event.payload)
    return found


def _handed_over(found: Handling, event: RecordedEvent, payload: Any) -> None:
    if payload["step"] == found.state:
        found.holder, found.handed_by = UUID(payload["to"]), acting_of(event)


def _urged(found: Handling, event: RecordedEvent, _payload: Any) -> None:
    found.urged.append(event.occurred)


def _informed(found: Handling, event: RecordedEvent, payload: Any) -> None:
    by, comment = acting_of(event), payload.get("comment", "")
    for person in map(UUID, payload["to"]):
        found.told[person] = Telling(person, by, event.occurred, comment)


def _read(found: Handling, event: RecordedEvent, _payload: Any) -> None:
    told = found.told.get(acting_of(event))
    if told is not None:
        found.told[told.person] = replace(told, read_at=event.occurred)


def _commented(found: Handling, event: RecordedEvent, payload: Any) -> None:
    found.remarks.append(
        Remark(acting_of(event), event.occurred, payload.get("comment", ""))
    )


#: What each event beside the steps changes, by its name.
ASIDES = {
    "HandedOver": _handed_over,
    "Urged": _urged,
    "Informed": _informed,
    "Read": _read,
    "Commented": _commented,
}
