"""History written by earlier versions of an event's class, read as of today.

A class that changes its fields raises its `class_version` and says how a payload comes
from one version to the next: `upcast_v1_v2(payload)` changes it in place. A correction
names some fields only, so a step takes fields that are missing. Stored bytes, hashes
and leaves stay what they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.events.errors import NotDecodable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.events.entry import RecordedEvent
    from houqin.events.topics import Topics

#: An amendment that names fields of another event of its stream, in its `payload`.
CORRECTED = "core.Record.Corrected"
#: Where an amendment keeps the version whose fields it names; absent is 1.
NAMED_BY = "class_version"


def upcast(
    cls: type, version: int, written: int, payload: dict[str, Any]
) -> dict[str, Any]:
    """Return a payload as the class reads it today; the given one stays.

    Raises NotDecodable for a version this program does not know yet.
    """
    if version > written:
        why = f"of class version {version}, this program knows {written}"
        raise NotDecodable(cls, "class_version", why)
    payload = dict(payload)
    for step in range(version, written):
        getattr(cls, f"upcast_v{step}_v{step + 1}")(payload)
    return payload


def named_by(event: RecordedEvent) -> dict[str, int]:
    """What an amendment says of the version whose fields it names."""
    version = event.class_version
    return {NAMED_BY: version} if version > 1 else {}


class Upcasting:
    """Brings recorded events up to the classes of one set of topics."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def concerns(self, topics: Sequence[str] = ()) -> bool:
        """Whether any class, or any of these topics, was ever written otherwise."""
        changed = self._topics.changed
        return bool(changed if not topics else changed.intersection(topics))

    def event(self, event: RecordedEvent) -> RecordedEvent:
        """An ordinary event as its class reads it today."""
        cls = self._topics.class_of(event.topic)
        if cls is None or event.topic not in self._topics.changed:
            return event
        written = self._topics.version_of(cls)
        if event.class_version >= written:
            # What newer code has written is the mapper's to refuse.
            return event
        payload = upcast(cls, event.class_version, written, event.payload)
        return event._replace(class_version=written, payload=payload)

    def stream(self, events: Sequence[RecordedEvent]) -> list[RecordedEvent]:
        """A whole stream, corrections of older events among them."""
        topics = {event.version: event.topic for event in events}
        return [
            self._correction(event, topics.get(event.payload["target"], ""))
            if event.topic == CORRECTED
            else self.event(event)
            for event in events
        ]

    def _correction(self, event: RecordedEvent, topic: str) -> RecordedEvent:
        cls = self._topics.class_of(topic)
        fields = event.payload.get("payload")
        if cls is None or topic not in self._topics.changed or not fields:
            return event
        written = self._topics.version_of(cls)
        named = event.payload.get(NAMED_BY, 1)
        raised = {
            "payload": upcast(cls, named, written, fields),
            NAMED_BY: written,
        }
        return event._replace(payload=event.payload | raised)
