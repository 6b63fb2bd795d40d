"""The one place that writes event rows, and how they are read back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec

from houqin.events.entry import ERASED, RecordedEvent
from houqin.events.leaf import SALT_SIZE, Header, Seal, body_bytes, seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.events.store.connection import Connection, Row

EVENT_COLUMNS = (
    "e.position, e.originator_id, e.originator_version, e.class_version, e.topic,"
    " e.occurred, e.recorded, e.actor, e.on_behalf_of, e.command, e.correlation,"
    " e.causing"
)
RECORDED = (
    f"SELECT {EVENT_COLUMNS}, b.payload, b.metadata"  # noqa: S608 - constants
    " FROM [event] AS e LEFT JOIN [body] AS b ON b.position = e.position"
)
"""The start of every statement whose rows `recorded_events` reads."""
NARROW_COLUMNS = (
    "e.originator_id, e.topic, e.occurred, b.payload, e.position, e.originator_version"
)
LEAN_COLUMNS = (
    f"{NARROW_COLUMNS}, e.class_version, e.recorded, e.actor, e.on_behalf_of,"
    " e.command, e.correlation, e.causing, b.metadata"
)

_INSERT_EVENT = (
    "INSERT INTO [event] (position, originator_id, originator_version, class_version,"
    " topic, occurred, recorded, actor, on_behalf_of, command, correlation, causing,"
    " body_sha256, body_sm3, leaf_sha256, leaf_sm3)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_BODY = (
    "INSERT INTO [body] (position, salt, payload, metadata) VALUES (?, ?, ?, ?)"
)
# One statement, and with it one round trip, where the server is another process.
_INSERT_BOTH = f"WITH written AS ({_INSERT_EVENT}) {_INSERT_BODY}"

#: A body's bytes as plain values.
decoded = _decode = msgspec.json.Decoder().decode
_IDENTITIES_KEPT = 100_000


class Draft(NamedTuple):
    """An event ready to be written: its header and the bytes of its body."""

    header: Header
    payload: bytes
    metadata: bytes


def insert(connection: Connection, drafts: Sequence[Draft]) -> list[Seal]:
    """Salt, seal and write events; IntegrityRefused if a key is taken."""
    events, bodies, seals = [], [], []
    for header, payload, metadata in drafts:
        salt = os.urandom(SALT_SIZE)
        sealed = seal(header, body_bytes(salt, payload, metadata))
        seals.append(sealed)
        events.append((*header, *sealed))
        bodies.append((header.position, salt, payload, metadata))
    if connection.dialect == "postgresql":
        pairs = zip(events, bodies, strict=True)
        _write(connection, _INSERT_BOTH, [event + body for event, body in pairs])
    else:
        _write(connection, _INSERT_EVENT, events)
        _write(connection, _INSERT_BODY, bodies)
    return seals


def _write(connection: Connection, sql: str, rows: Sequence[Row]) -> None:
    if len(rows) == 1:
        connection.run(sql, rows[0])
    else:
        connection.run_many(sql, rows)


class Identities(dict[bytes, UUID]):
    """Identities by their bytes: the few actors and streams of a batch recur."""

    def __missing__(self, key: bytes) -> UUID:
        if len(self) >= _IDENTITIES_KEPT:
            self.clear()
        identity = self[key] = UUID(bytes=key)
        return identity


class LeanEvent(RecordedEvent):
    """A recorded event whose identities and metadata are made when asked for.

    Of the six identities that an event has a fold asks for one or two, and making them
    costs more than all else that is done to a row: 5.2 µs an event with them, 2.6
    without.
    """

    __slots__ = ()

    @property
    def stream(self) -> UUID:
        return _identity(self, 1)

    @property
    def actor(self) -> UUID:
        return _identity(self, 7)

    @property
    def on_behalf_of(self) -> UUID:
        return _identity(self, 8)

    @property
    def command(self) -> UUID:
        return _identity(self, 9)

    @property
    def correlation(self) -> UUID:
        return _identity(self, 10)

    @property
    def metadata(self) -> dict[str, Any]:
        encoded: Any = self[13]
        found: dict[str, Any] = _decode(encoded)
        return found


def _identity(row: Row, place: int) -> UUID:
    return UUID(bytes=row[place])


def lean_events(rows: Iterable[Row]) -> tuple[LeanEvent, ...] | None:
    """Decode rows; nothing if a body among them was erased."""
    new: Any = tuple.__new__
    made = []
    for row in rows:
        payload = row[12]
        if payload is None:
            return None
        made.append(new(LeanEvent, (*row[:12], _decode(payload), row[13])))
    return tuple(made)


def lean_event(row: Row, payload: dict[str, Any]) -> LeanEvent:
    """The event of a row of `LEAN_COLUMNS`, whose body was decoded."""
    new: Any = tuple.__new__
    stream, topic, occurred, _body, position, version, written, recorded = row[:8]
    made: LeanEvent = new(
        LeanEvent,
        (
            position, stream, version, written, topic, occurred, recorded, *row[8:13],
            payload, row[13],
        ),
    )  # fmt: skip
    return made


class Unread(Exception):
    """A column was asked for that the rows of `NARROW_COLUMNS` do not have."""


def _unread(_event: object) -> Any:
    raise Unread


class NarrowEvent(LeanEvent):
    """A recorded event of which but the columns were read that most folds ask for."""

    __slots__ = ()

    class_version = property(_unread)
    recorded = property(_unread)
    actor = property(_unread)
    on_behalf_of = property(_unread)
    command = property(_unread)
    correlation = property(_unread)
    causing = property(_unread)
    metadata = property(_unread)


_UNREAD = (None,) * 6


def narrow_event(row: Row, payload: dict[str, Any]) -> NarrowEvent:
    """The event of a row of `NARROW_COLUMNS`, whose body was decoded."""
    new: Any = tuple.__new__
    stream, topic, occurred, _body, position, version = row
    made: NarrowEvent = new(
        NarrowEvent,
        (position, stream, version, None, topic, occurred, *_UNREAD, payload, None),
    )
    return made


def recorded_events(rows: Iterable[Row], ids: Identities) -> list[RecordedEvent]:
    """Decode rows that start as `RECORDED` says; an erased body is ERASED."""
    new: Any = tuple.__new__
    return [
        new(
            RecordedEvent,
            (
                position,
                ids[stream],
                version,
                class_version,
                topic,
                occurred,
                recorded,
                ids[actor],
                ids[on_behalf_of],
                ids[command],
                ids[correlation],
                causing,
                ERASED if payload is None else _decode(payload),
                ERASED if metadata is None else _decode(metadata),
            ),
        )
        for (
            position,
            stream,
            version,
            class_version,
            topic,
            occurred,
            recorded,
            actor,
            on_behalf_of,
            command,
            correlation,
            causing,
            payload,
            metadata,
        ) in rows
    ]
