"""What can go wrong with a log; every class carries the facts as attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.events.instants import to_text

if TYPE_CHECKING:
    from uuid import UUID


class LogError(Exception):
    """Base of all errors of the event log."""


class VersionTooLow(LogError):
    """Versions of a stream count from 1."""

    def __init__(self, stream: UUID, version: int) -> None:
        """Name the stream and the version given."""
        super().__init__(f"stream {stream}: version {version} is below 1")
        self.stream = stream
        self.version = version


class PositionConflict(LogError):
    """Another event already has this version of the stream."""

    def __init__(self, stream: UUID, version: int) -> None:
        """Name the version that is taken."""
        super().__init__(f"stream {stream} already has a version {version}")
        self.stream = stream
        self.version = version


class CommandReused(LogError):
    """A command of this id was recorded before."""

    def __init__(self, id: UUID) -> None:  # noqa: A002 - the column's name
        """Name the command."""
        super().__init__(f"command {id} is recorded already")
        self.id = id


class ClockBehind(LogError):
    """The clock is more than five minutes behind the last event."""

    def __init__(self, now: int, last: int) -> None:
        """Take both instants."""
        super().__init__(
            f"the clock shows {to_text(now)}, but the last event was recorded"
            f" at {to_text(last)}"
        )
        self.now = now
        self.last = last


class ClockJumped(LogError):
    """The clock is more than a day ahead; an administrator has to confirm it."""

    def __init__(self, now: int, last: int) -> None:
        """Take both instants; `last` is the time last seen."""
        super().__init__(
            f"the clock shows {to_text(now)}, more than 24 hours after"
            f" {to_text(last)}, the last time seen"
        )
        self.now = now
        self.last = last


class OccurredAhead(LogError):
    """Business time may be two minutes ahead of recording, no more."""

    def __init__(self, occurred: int, recorded: int) -> None:
        """Take both instants."""
        super().__init__(
            f"an event recorded at {to_text(recorded)} cannot have occurred"
            f" at {to_text(occurred)}"
        )
        self.occurred = occurred
        self.recorded = recorded


class TopicTaken(LogError):
    """Two classes claim one topic, or one class two topics."""

    def __init__(self, topic: str, holder: str, claimant: str) -> None:
        """Name the topic, who holds it and who claims it."""
        super().__init__(f"{claimant} claims {topic!r}, which {holder} holds")
        self.topic = topic
        self.holder = holder
        self.claimant = claimant


class TopicMissing(LogError):
    """A class without a topic cannot be stored."""

    def __init__(self, claimant: str) -> None:
        """Name the class."""
        super().__init__(f"{claimant} has no topic")
        self.claimant = claimant


class NotEncodable(LogError):
    """An event's class or one of its values does not fit its declared type."""

    def __init__(self, cls: type, field: str, why: str) -> None:
        """Name the class and the field."""
        super().__init__(f"{cls.__qualname__}.{field} cannot be stored: {why}")
        self.cls = cls
        self.field = field
        self.why = why


class NotDecodable(LogError):
    """A stored payload does not fit the class of its topic."""

    def __init__(self, cls: type, field: str, why: str) -> None:
        """Name the class and the field."""
        super().__init__(f"{cls.__qualname__}.{field} cannot be read: {why}")
        self.cls = cls
        self.field = field
        self.why = why


class StatementRefused(LogError):
    """The database refused one statement; its store and connection are sound."""

    def __init__(self, sql: str, why: str) -> None:
        """Keep the statement and the database's words."""
        super().__init__(f"{why} in: {sql}")
        self.sql = sql
        self.why = why


class IntegrityRefused(StatementRefused):
    """A statement broke a constraint (unique, not null, foreign key, check)."""


class OutsideTree(LogError):
    """A tree of that size has no such leaf, or never had that size."""

    def __init__(self, asked: int, size: int) -> None:
        """Name what was asked for and the size there is."""
        super().__init__(f"{asked} lies outside a tree of {size} leaves")
        self.asked = asked
        self.size = size


class TreeDamaged(LogError):
    """Stored hashes are missing."""

    def __init__(self, first: int, last: int) -> None:
        """Name the positions they stand for."""
        super().__init__(f"hashes of positions {first} to {last} are missing")
        self.first = first
        self.last = last


class ProofFails(LogError):
    """A proof does not prove what it should."""


class NoteInvalid(LogError):
    """A text is no signed note, or not signed by a key that is known."""


class StoreError(LogError):
    """Something is wrong with a store as a whole."""

    explanation = "cannot be used"

    def __init__(self, name: str, why: str = "") -> None:
        """Name the store: a path, or schema and server (never a password)."""
        super().__init__(f"{name} {self.explanation}" + (f": {why}" if why else ""))
        self.name = name
        self.why = why


class StoreMissing(StoreError):
    """There is nothing at the store's place."""

    explanation = "does not exist"


class StoreExists(StoreError):
    """Something is at the store's place already."""

    explanation = "exists already"


class ForeignStore(StoreError):
    """What is at the store's place is not a log of a format known here."""

    explanation = "is not an event log of this program"


class OldFormat(ForeignStore):
    """The log was made by another version of this program, of another format."""

    explanation = "is a log of another format"

    def __init__(self, name: str, found: str, known: int) -> None:
        """Name both formats."""
        super().__init__(name, f"format {found}, this program knows {known}")
        self.found = found
        self.known = known


class StoreCorrupt(StoreError):
    """The store contradicts itself."""

    explanation = "is damaged"


class StoreLocked(StoreError):
    """Another writer kept the store longer than the busy timeout."""

    explanation = "is locked by another writer"

    def __init__(self, name: str, waited: float) -> None:
        """Take the seconds waited."""
        super().__init__(name, f"gave up after {waited:g} s")
        self.waited = waited


class StoreUnreachable(StoreError):
    """The server or the file cannot be reached now; nothing was committed."""

    explanation = "cannot be reached"


class StoreFaulty(StoreError):
    """Reading or writing the medium failed; what was in flight may be lost."""

    explanation = "failed to read or write"


class StoreFull(StoreFaulty):
    """There is no room left on the medium; what was in flight is not there."""

    explanation = "has no room left"


class LogClosedAfterFault(StoreError):
    """After an I/O error nothing is written until the store is verified."""

    explanation = "takes no writes until it is reopened and verified"
