"""Domain events to stored ones and back, under our topics and in canonical JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from houqin.events import canonical, codec, library
from houqin.events.errors import VersionTooLow
from houqin.events.instants import from_datetime, to_datetime
from houqin.events.topics import OpaqueEvent, Topics
from houqin.events.upcasting import upcast

if TYPE_CHECKING:
    from houqin.events.library import DomainEventProtocol


@dataclass(frozen=True, eq=False)
class HeaderedEvent(library.StoredEvent):
    """A stored event with the header fields the library has no place for."""

    class_version: int = 1
    occurred: int = 0

    def __eq__(self, other: object) -> bool:
        """Equal the library's own, which has no such fields."""
        return isinstance(other, library.StoredEvent) and _key(self) == _key(other)

    def __hash__(self) -> int:
        return hash(_key(self))


def _key(stored: library.StoredEvent) -> tuple[object, ...]:
    return (
        stored.originator_id,
        stored.originator_version,
        stored.topic,
        stored.state,
    )


class CanonicalTranscoder(library.Transcoder):
    """The library's name for what `canonical` does."""

    def encode(self, obj: Any) -> bytes:
        return canonical.encode(obj)

    def decode(self, data: bytes) -> Any:
        return canonical.decode(data)


class CanonicalMapper(library.Mapper[UUID]):
    """Maps events of registered topics; has neither compressor nor cipher."""

    def __init__(self, topics: Topics) -> None:
        super().__init__(CanonicalTranscoder())
        self.topics = topics

    def payload_of(self, event: object) -> tuple[str, int, dict[str, Any]]:
        """Return an event's topic, class version and payload."""
        if isinstance(event, OpaqueEvent):
            return event.topic, event.class_version, event.payload
        cls = type(event)
        topic = self.topics.topic_of(cls)
        return topic, self.topics.version_of(cls), codec.encode_event(event)

    def domain_event(
        self,
        topic: str,
        class_version: int,
        stream: UUID,
        version: int,
        occurred: int,
        payload: dict[str, Any],
    ) -> Any:
        """Build the event object of a topic, upcast; opaque if no class reads it."""
        timestamp = to_datetime(occurred)
        cls = self.topics.class_of(topic)
        if cls is None:
            return OpaqueEvent(
                stream, version, timestamp, topic, class_version, payload
            )
        written = self.topics.version_of(cls)
        if class_version != written:
            payload = upcast(cls, class_version, written, payload)
        values = codec.decode(cls, payload)
        values["originator_id"] = stream
        values["originator_version"] = version
        values["timestamp"] = timestamp
        if issubclass(cls, library.CanInitAggregate):
            values["originator_topic"] = library.get_topic(library.aggregate_of(cls))
        event: Any = object.__new__(cls)
        # Frozen dataclasses take their attributes at once, as in the library's mapper.
        object.__setattr__(event, "__dict__", values)
        return event

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> HeaderedEvent:
        """Return the stored form: canonical payload, version from 1."""
        stream, version = domain_event.originator_id, domain_event.originator_version
        if version < 1:
            raise VersionTooLow(stream, version)
        topic, class_version, payload = self.payload_of(domain_event)
        occurred = from_datetime(cast("Any", domain_event).timestamp)
        state = canonical.encode(payload)
        return HeaderedEvent(stream, version, topic, state, class_version, occurred)

    def to_domain_event(
        self, stored_event: library.StoredEvent
    ) -> DomainEventProtocol[UUID]:
        """Return the event object; one without header fields is of version 1."""
        event: DomainEventProtocol[UUID] = self.domain_event(
            stored_event.topic,
            getattr(stored_event, "class_version", 1),
            cast("UUID", stored_event.originator_id),
            stored_event.originator_version,
            getattr(stored_event, "occurred", 0),
            canonical.decode(stored_event.state),
        )
        return event
