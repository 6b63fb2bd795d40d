"""What follows from an amendment: fields reckoned again, events of other records.

A field that a rule reckoned from other fields stays what it was when its event is
corrected, unless its class says from which events it is reckoned; and a receipt typed
once but kept in two records is amended in one of them. Both follow by amendments of
their own, so that 办理经过 tells them and undoing the first undoes them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.core.model.amendments import append_amendment, version_of
from houqin.core.model.streams import as_recorded
from houqin.core.projection.effective import (
    CORRECTED,
    RECORD,
    VOIDED,
    amendments_of,
    is_amendment,
    resolve,
)
from houqin.core.schema.plain import plain
from houqin.events.upcasting import named_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.model.context import Context
    from houqin.core.projection.effective import Effective
    from houqin.events.entry import RecordedEvent

#: Stands behind every position of a log.
_BEHIND = 2**62


@dataclass(frozen=True, slots=True)
class Mirror:
    """The event that the same command recorded elsewhere, of the same facts.

    :param record: the field that names the other record, if there is one.
    :param topic: the other event's.
    :param fields: what both say; they stay equal.
    """

    record: str
    topic: str
    fields: tuple[str, ...]


def follow(context: Context, record: UUID, target: int) -> None:
    """Amend what follows from the event that was just corrected, voided or revived."""
    event = _root(context, record, target)
    if event is None:
        return
    now = _as_it_will_be(context, record)
    _reckon(context, now, event)
    _mirror(context, now, event)


def _root(context: Context, record: UUID, target: int) -> RecordedEvent | None:
    """The ordinary event that an amendment, or one of an amendment, is about."""
    while target != RECORD:
        event = version_of(context, record, target)
        if not is_amendment(event):
            return event
        target = event.payload.get("target", RECORD)
    return None


def _events(context: Context, record: UUID) -> list[RecordedEvent]:
    """The stream with what this command appends, in the order of its positions."""
    added = [
        as_recorded(event, context.now, context.act)._replace(position=_BEHIND + n)
        for n, event in enumerate(context.pending)
        if event.stream == record
    ]
    return [*context.stream(record).loaded, *added]


def _as_it_will_be(context: Context, record: UUID) -> Effective:
    found = resolve(_events(context, record))
    assert found is not None  # noqa: S101 - the live horizon leaves every event
    return found


def _name(event: RecordedEvent) -> str:
    return event.topic.rpartition(".")[2]


def _reckon(context: Context, now: Effective, amended: RecordedEvent) -> None:
    for number, event in enumerate(now.events):
        cls: Any = context.catalogue.topics.class_of(event.topic)
        if _name(amended) not in getattr(cls, "reckons_from", ()):
            continue
        before, said = now.events[:number], event.payload
        found = cls.reckoned(context, before, event.occurred, said)
        told = {name: plain(value) for name, value in found.items()}
        changed = {n: v for n, v in told.items() if said.get(n) != v}
        if changed:
            _correct(context, event, changed, "随更正重新计算")


def _correct(
    context: Context, event: RecordedEvent, payload: dict[str, Any], reason: str
) -> None:
    change = {"target": event.version, "reason": reason, "payload": payload}
    append_amendment(context, event.stream, CORRECTED, change | named_by(event))


def _mirror(context: Context, now: Effective, amended: RecordedEvent) -> None:
    """The other record's event lives, dies and says what this one does."""
    cls: Any = context.catalogue.topics.class_of(amended.topic)
    mirror: Mirror | None = getattr(cls, "mirrored", None)
    if mirror is None or not amended.payload.get(mirror.record):
        return
    other = UUID(amended.payload[mirror.record])
    image = next(_images(context, mirror, amended, other), None)
    if image is None:
        return
    alive = next((e for e in now.events if e.version == amended.version), None)
    there = _as_it_will_be(context, other)
    shown = next((e for e in there.events if e.version == image.version), None)
    if alive is None:
        if shown is not None:
            change = {"target": image.version, "reason": "随原登记作废"}
            append_amendment(context, other, VOIDED, change)
        return
    if shown is None:
        _revive(context, other, image.version)
        there = _as_it_will_be(context, other)
        shown = next(e for e in there.events if e.version == image.version)
    differing = {
        name: alive.payload.get(name)
        for name in mirror.fields
        if alive.payload.get(name) != shown.payload.get(name)
    }
    if differing:
        _correct(context, shown, differing, "随原登记更正")


def _images(
    context: Context, mirror: Mirror, event: RecordedEvent, other: UUID
) -> Iterator[RecordedEvent]:
    """Events of the same command that said the same when they were recorded."""
    for found in context.stream(other).loaded:
        same = all(found.payload.get(n) == event.payload.get(n) for n in mirror.fields)
        if found.command == event.command and found.topic == mirror.topic and same:
            yield found


def _revive(context: Context, record: UUID, version: int) -> None:
    """Void whatever voids the event now."""
    events = _events(context, record)
    dead = amendments_of(events).dead
    for event in events:
        voids = event.topic == VOIDED and event.payload["target"] == version
        if voids and event.version not in dead:
            change = {"target": event.version, "reason": "随原登记恢复"}
            append_amendment(context, record, VOIDED, change)
