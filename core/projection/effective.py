"""Correction, voiding, late entry and as-of, resolved in one place.

Every reader of a stream (aggregates, guards, ledgers, KPIs, histories) sees what
:func:`resolve` returns and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from houqin.core.projection.horizon import UNLIMITED, Limits
from houqin.events import upcasting
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.instants import from_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.events.entry import RecordedEvent

CORRECTED = upcasting.CORRECTED
VOIDED = "core.Record.Voided"
#: An attachment's content is gone for good; what the record says stays.
ATTACHMENT_ERASED = "core.Record.AttachmentErased"
#: What is erased for good, and voids or corrects nothing.
ERASURES = frozenset({PAYLOAD_ERASED, ATTACHMENT_ERASED})
#: Events about other events of their stream. What PAYLOAD_ERASED changes the log
#: itself reads so, in every horizon.
AMENDMENTS = frozenset({CORRECTED, VOIDED}) | ERASURES
#: The ``target`` that names the record as a whole.
RECORD = 0


class Effective(NamedTuple):
    """What a horizon leaves of one stream.

    ``events`` holds the ordinary events in version order, amended, the voided ones
    left out, except that a voided record keeps its events. ``voided_events`` are the
    versions of single voided events, in full below ``struck``.
    """

    events: tuple[RecordedEvent, ...]
    voided: bool
    struck: tuple[RecordedEvent, ...] = ()

    @property
    def first(self) -> RecordedEvent:
        """The event that opened the record."""
        return self.events[0]


class Amended(NamedTuple):
    """The outcome of all amendments within a horizon, before anything is applied."""

    dead: frozenset[int]
    record_voided: bool
    changes: dict[int, dict[str, dict[str, Any]]]


def is_amendment(event: RecordedEvent) -> bool:
    """Whether the event is about what the record says, not part of it."""
    return event.topic in AMENDMENTS


def amendments_of(events: Sequence[RecordedEvent]) -> Amended:
    """Resolve amendments from the highest position down.

    An amendment that a later one voids has no effect; of several corrections of one
    top-level field the last one wins.
    """
    dead: set[int] = set()
    record_voided = False
    changes: dict[int, dict[str, dict[str, Any]]] = {}
    for event in sorted(filter(is_amendment, events), key=_position, reverse=True):
        if event.version in dead or event.topic in ERASURES:
            continue
        target = event.payload["target"]
        if event.topic == CORRECTED:
            _correct(changes.setdefault(target, {}), event.payload)
        elif target == RECORD:
            record_voided = True
        else:
            dead.add(target)
    return Amended(frozenset(dead), record_voided, changes)


def _position(event: RecordedEvent) -> int:
    return event.position


def _correct(known: dict[str, dict[str, Any]], payload: dict[str, Any]) -> None:
    for part in ("payload", "header"):
        fields = known.setdefault(part, {})
        for name, value in payload.get(part, {}).items():
            fields.setdefault(name, value)


def apply_correction(
    event: RecordedEvent, change: dict[str, dict[str, Any]]
) -> RecordedEvent:
    """The event as corrected; a value of ``null`` takes an optional field away."""
    payload = _merged(event.payload, change.get("payload", {}))
    header = dict(change.get("header", {}))
    occurred = header.pop("occurred", None)
    behalf = header.pop("on_behalf_of", None)
    return event._replace(
        payload=payload,
        occurred=event.occurred if occurred is None else from_text(occurred),
        on_behalf_of=event.on_behalf_of if behalf is None else UUID(behalf),
        metadata=_merged(event.metadata, header),
    )


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    merged = {**old, **new}
    return {name: value for name, value in merged.items() if value is not None}


def _within(events: Iterable[RecordedEvent], limits: Limits) -> list[RecordedEvent]:
    return [
        e
        for e in events
        if e.position <= limits.position and e.recorded < limits.recorded_before
    ]


def resolve(
    stream: Sequence[RecordedEvent], limits: Limits = UNLIMITED
) -> Effective | None:
    """What ``limits`` leave of one stream (in version order), or nothing.

    :param stream: all events of the stream, amendments among them.
    """
    known = list(stream) if limits is UNLIMITED else _within(stream, limits)
    if not known:
        return None
    if not any(map(is_amendment, known)):
        return _cut(known, (), limits, voided=False)
    amended = amendments_of(known)
    events: list[RecordedEvent] = []
    struck: list[RecordedEvent] = []
    for event in known:
        if is_amendment(event):
            continue
        change = amended.changes.get(event.version)
        shown = apply_correction(event, change) if change else event
        alive = event.version not in amended.dead or event.version == known[0].version
        (events if alive else struck).append(shown)
    voided = amended.record_voided or known[0].version in amended.dead
    return _cut(events, struck, limits, voided=voided)


def grown(
    before: Effective | None, after: Effective | None
) -> tuple[RecordedEvent, ...] | None:
    """The events ``after`` adds at the end, or nothing if more than that changed.

    An ordinary command only adds, and what does not read the added events need not
    be folded for it.
    """
    if before is None or after is None:
        return None
    count = len(before.events)
    # Events that nobody amended are the same objects; no contents are compared.
    if before != after._replace(events=after.events[:count]):
        return None
    return after.events[count:]


def _cut(
    events: Sequence[RecordedEvent],
    struck: Sequence[RecordedEvent],
    limits: Limits,
    *,
    voided: bool,
) -> Effective | None:
    end = limits.occurred_before
    if limits is not UNLIMITED:
        if events[0].occurred >= end:
            return None
        events = [e for e in events if e.occurred < end]
        struck = [e for e in struck if e.occurred < end]
    return Effective(tuple(events), voided, tuple(struck))
