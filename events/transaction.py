"""One command's appends, under the head lock."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from houqin.events import erasure, rows
from houqin.events.canonical import encode
from houqin.events.entry import Authorship, NewEvent, RecordedEvent
from houqin.events.errors import (
    CommandReused,
    OccurredAhead,
    PositionConflict,
    StoreCorrupt,
    VersionTooLow,
)
from houqin.events.instants import MINUTE
from houqin.events.leaf import Header, sha256
from houqin.events.tree import Trees

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from houqin.events.errors import IntegrityRefused
    from houqin.events.leaf import Seal
    from houqin.events.log import Log
    from houqin.events.store import Connection

EARLY = 2 * MINUTE
"""How far business time may run ahead: the clocks of office computers differ."""

_SET_HEAD = (
    "UPDATE [log_head] SET position = ?, recorded = ?, epoch = ?,"
    " frontier_sha256 = ?, frontier_sm3 = ?"
)
_SET_EPOCH = "UPDATE [log_head] SET epoch = ?"
_INSERT_NODE = (
    "INSERT INTO [tree_node] (level, number, sha256, sm3) VALUES (?, ?, ?, ?)"
)
_FIND_COMMAND = (
    "SELECT body_hash, first_position, last_position FROM [command] WHERE id = ?"
)
_INSERT_COMMAND = (
    "INSERT INTO [command] (id, body_hash, first_position, last_position)"
    " VALUES (?, ?, ?, ?)"
)
_TAKEN = "SELECT 1 FROM [event] WHERE originator_id = ? AND originator_version = ?"


class Head(NamedTuple):
    """The row that is locked: what the next event goes on from."""

    position: int
    recorded: int
    epoch: int
    frontier_sha256: bytes
    frontier_sm3: bytes


_NO_BODY = sha256(b"")


class LogTransaction:
    """The head as it moves, and what may be done while it is locked.

    `position` and `recorded` are those of the last event, appended here or before.
    """

    def __init__(
        self,
        log: Log,
        connection: Connection,
        author: Authorship,
        head: Head,
        now: int,
    ) -> None:
        self.connection = connection
        self.author = author
        self.position = head.position
        self.recorded = head.recorded
        self.epoch = head.epoch
        #: Something was erased: the store lets nothing of it lie about.
        self.forgetting = False
        self._log = log
        self._now = now
        self._head = head
        self._versions: list[tuple[UUID, int]] = []
        self._commands: list[UUID] = []
        #: Done once the commit stands: what no rollback could undo.
        self.afterwards: list[Callable[[], None]] = []

    @property
    def before(self) -> int:
        """The log's last position when this transaction began."""
        return self._head.position

    @property
    def now(self) -> int:
        """The instant the next event is recorded at."""
        return max(self._now, self.recorded + 1)

    def append(self, events: Sequence[NewEvent]) -> list[RecordedEvent]:
        """Write events in order; PositionConflict if a version is taken.

        What an erasure among them erases is gone with the commit, and every process
        forgets what it keeps.
        """
        for event in events:
            if event.version < 1:
                raise VersionTooLow(event.stream, event.version)
        appended = self.append_encoded(
            events,
            [(encode(event.payload), encode(event.metadata)) for event in events],
        )
        if any(event.topic == erasure.PAYLOAD_ERASED for event in events):
            self.forget()
            erasure.erase(self.connection, events)
        return appended

    def forget(self) -> None:
        """Leave nothing of what is deleted from here on, in any process."""
        erasure.overwrite(self.connection)
        self.forgetting = True
        self.raise_epoch()

    def append_encoded(
        self, events: Sequence[NewEvent], bodies: Sequence[tuple[bytes, bytes]]
    ) -> list[RecordedEvent]:
        """Write events whose payload and metadata are bytes already."""
        if not events:
            return []
        position, recorded = self.position, self.recorded
        appended, drafts = [], []
        for event, (payload, metadata) in zip(events, bodies, strict=True):
            position += 1
            recorded = max(self._now, recorded + 1)
            entry = self._entry(event, position, recorded)
            appended.append(entry)
            drafts.append(rows.Draft(_header(entry), payload, metadata))
        self._versions += [(event.stream, event.version) for event in events]
        seals = rows.insert(self.connection, drafts)
        self.grow(seals)
        self.position, self.recorded = position, recorded
        return appended

    def grow(self, seals: Sequence[Seal]) -> None:
        """Add the leaves of events just written to both trees."""
        self._trees.extend(seals)

    @cached_property
    def _trees(self) -> Trees:
        head = self._head
        try:
            return Trees(head.position, head.frontier_sha256, head.frontier_sm3)
        except ValueError as error:
            raise StoreCorrupt(self._log.store.name, str(error)) from error

    def _entry(self, event: NewEvent, position: int, recorded: int) -> RecordedEvent:
        occurred = event.occurred
        if occurred > recorded:
            if occurred > recorded + EARLY:
                raise OccurredAhead(occurred, recorded)
            occurred = recorded
        return RecordedEvent(
            position,
            event.stream,
            event.version,
            event.class_version,
            event.topic,
            occurred,
            recorded,
            self.author.actor,
            event.on_behalf_of,
            self.author.command,
            self.author.correlation,
            event.causing,
            event.payload,
            event.metadata,
        )

    def explain(self, refusal: IntegrityRefused) -> None:
        """Raise what it means, once all is undone.

        :raises PositionConflict: for the first version that is taken.
        :raises CommandReused: where the command is there already.
        """
        versions: set[tuple[UUID, int]] = set()
        with self._log.store.reading() as connection:
            for key in self._versions:
                taken = (key[0].bytes, key[1])
                if key in versions or connection.execute(_TAKEN, taken):
                    raise PositionConflict(*key) from refusal
                versions.add(key)
            for command in self._commands:
                if connection.execute(_FIND_COMMAND, (command.bytes,)):
                    raise CommandReused(command) from refusal

    def find_command(self, id: UUID) -> tuple[bytes, int | None, int | None] | None:  # noqa: A002 - the column's name
        """Return a command's body hash, first and last position; None if new."""
        found = self.connection.execute(_FIND_COMMAND, (id.bytes,))
        if not found:
            return None
        body_hash, first, last = found[0]
        return body_hash, first, last

    def record_command(
        self,
        id: UUID,  # noqa: A002 - the column's name
        body_hash: bytes,
        first: int | None,
        last: int | None,
    ) -> None:
        """Keep a command's id with its result; CommandReused if it is there."""
        self._commands.append(id)
        self.connection.run(_INSERT_COMMAND, (id.bytes, body_hash, first, last))

    def record_itself(self) -> None:
        """Keep the command of what no person's command did, and nobody sends again."""
        self.record_command(
            self.author.command, _NO_BODY, self.before + 1, self.position
        )

    def raise_epoch(self) -> None:
        """Make every other writer reload what it knows before it projects."""
        self.epoch += 1

    def finish(self) -> None:
        """Move the head and the trees; called once, by the log, before the commit."""
        if self.position != self._head.position:
            self.store_tree()
        elif self.epoch != self._head.epoch:
            self.connection.defer(_SET_EPOCH, lambda: (self.epoch,))

    def store_tree(self) -> None:
        """Write the head with its frontiers, and the subtrees that became complete."""
        if completed := self._trees.completed():
            self.connection.run_many(_INSERT_NODE, completed)
        self.connection.defer(_SET_HEAD, self._moved)

    def _moved(self) -> Sequence[object]:
        return self.position, self.recorded, self.epoch, *self._trees.packed


def _header(entry: RecordedEvent) -> Header:
    return Header(
        entry.position,
        entry.stream.bytes,
        entry.version,
        entry.class_version,
        entry.topic,
        entry.occurred,
        entry.recorded,
        entry.actor.bytes,
        entry.on_behalf_of.bytes,
        entry.command.bytes,
        entry.correlation.bytes,
        entry.causing,
    )
