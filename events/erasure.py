"""The one deletion there is: bodies of events, by an event that says why.

The event :data:`PAYLOAD_ERASED` stands in the stream of what it erases. Its payload
names the version in ``target`` with what is read instead in ``payload`` and
``metadata``, and in ``covers`` the amendments of it that told the same, each with a
``version`` and what is read instead. Header, hashes and leaf of what is erased stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from houqin.events.entry import ERASED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from houqin.events.entry import NewEvent, RecordedEvent
    from houqin.events.store import Connection

PAYLOAD_ERASED = "core.Record.PayloadErased"

_OF_STREAM = (
    "SELECT b.payload FROM [event] AS e JOIN [body] AS b ON b.position = e.position"
    " WHERE e.originator_id = ? AND e.topic = ? ORDER BY e.position"
)
_ALL = (
    "SELECT e.originator_id, b.payload FROM [event] AS e"
    " JOIN [body] AS b ON b.position = e.position WHERE e.topic = ?"
)
_PLACE = (
    "SELECT position FROM [event] WHERE originator_id = ? AND originator_version = ?"
)
_DELETE = "DELETE FROM [body] WHERE position = ?"
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Substitute(NamedTuple):
    """What is read in place of an erased body."""

    payload: dict[str, Any]
    metadata: dict[str, Any]
    #: The version of the class that the payload is written for, if not the event's.
    class_version: int | None = None


Substitutes = dict[int, Substitute]


def substitutes_in(payload: dict[str, Any]) -> Substitutes:
    """By version, what one erasure puts in place of what."""
    parts = [{"version": payload["target"], **payload}, *payload.get("covers", ())]
    return {
        part["version"]: Substitute(
            part["payload"], part["metadata"], part.get("class_version")
        )
        for part in parts
    }


def substitutes_of(connection: Connection, stream: UUID) -> Substitutes:
    """By version, what stands for erased bodies of a stream; the last erasure says."""
    found: Substitutes = {}
    for (payload,) in connection.execute(_OF_STREAM, (stream.bytes, PAYLOAD_ERASED)):
        found |= substitutes_in(_decode(payload))
    return found


def substituted(
    connection: Connection, events: Sequence[RecordedEvent]
) -> list[RecordedEvent]:
    """The events with every erased body replaced, whichever horizon asks."""
    known: dict[UUID, Substitutes] = {}

    def shown(event: RecordedEvent) -> RecordedEvent:
        if event.payload is not ERASED:
            return event
        if event.stream not in known:
            known[event.stream] = substitutes_of(connection, event.stream)
        return _replaced(event, known[event.stream])

    return [shown(event) for event in events]


def applied(events: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """A whole stream as it will be read once its last events are committed."""
    found: Substitutes = {}
    for event in events:
        if event.topic == PAYLOAD_ERASED:
            found |= substitutes_in(event.payload)
    return [_replaced(event, found) for event in events]


def _replaced(event: RecordedEvent, known: Substitutes) -> RecordedEvent:
    substitute = known.get(event.version)
    if substitute is None:
        return event
    return event._replace(
        class_version=substitute.class_version or event.class_version,
        payload=substitute.payload,
        metadata=substitute.metadata,
    )


def erase(connection: Connection, events: Iterable[NewEvent]) -> None:
    """Delete the bodies that the appended events erase."""
    for event in events:
        if event.topic == PAYLOAD_ERASED:
            for version in substitutes_in(event.payload):
                _erase_one(connection, event.stream, version)


def overwrite(connection: Connection) -> None:
    """Let SQLite put zeros where this transaction deletes."""
    if connection.dialect == "sqlite":
        connection.execute("PRAGMA secure_delete=ON")


def _erase_one(connection: Connection, stream: UUID, version: int) -> None:
    for place in connection.execute(_PLACE, (stream.bytes, version)):
        connection.run(_DELETE, place)


def erased_positions(connection: Connection) -> Iterator[int]:
    """Yield every position whose body an erasure of this log says is gone."""
    for stream, payload in connection.execute(_ALL, (PAYLOAD_ERASED,)):
        for version in substitutes_in(_decode(payload)):
            for (position,) in connection.execute(_PLACE, (bytes(stream), version)):
                yield position
