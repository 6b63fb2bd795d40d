"""Rebuild a ledger into a new generation while people work, then swap the pointer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from houqin.core.projection.digests import definition_digest
from houqin.core.projection.effective import AMENDMENTS, is_amendment, resolve
from houqin.core.projection.horizon import UNLIMITED
from houqin.core.projection.live import Pointer
from houqin.core.projection.writing import WriteSet
from houqin.events.erasure import PAYLOAD_ERASED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.live import Projections
    from houqin.events.entry import Authorship, RecordedEvent
    from houqin.events.log import Log
    from houqin.events.store import Connection

#: Rows a short write transaction holds; other writers wait no longer than that.
BATCH = 500
#: Events still to catch up that may be folded while the head is locked.
LEFT_UNDER_LOCK = 200


def streams_of(
    log: Log,
    connection: Connection,
    aggregate: str,
    topics: Sequence[str],
    upto: int | None = None,
) -> Iterator[list[RecordedEvent]]:
    """The streams of one aggregate, each whole, amendments among them."""
    wanted = (*topics, *sorted(AMENDMENTS))
    events = log.read_streams(connection, topics=wanted, stop=upto)
    for _stream, group in groupby(events, key=lambda event: event.stream):
        stream = list(group)
        if not is_amendment(stream[0]) and stream[0].topic.startswith(f"{aggregate}."):
            yield stream


def _erases_after(position: int, event: RecordedEvent) -> bool:
    return event.topic == PAYLOAD_ERASED and event.position > position


class Rebuild:
    """One ledger's way from the log to its next generation."""

    def __init__(
        self,
        log: Log,
        projections: Projections,
        ledger: Ledger,
        topics: Sequence[str],
        author: Callable[[], Authorship],
    ) -> None:
        self.log = log
        self.projections = projections
        self.base = projections.bases[ledger.name]
        self.ledger = ledger
        self.topics = topics
        self.author = author

    def run(self, progress: Callable[[str, int, int], None] | None = None) -> int:
        """Fold everything, catch up, swap.

        :returns: the new generation's number.
        """
        with self.log.transaction(self.author()) as transaction:
            old = self.projections.pointers(transaction.connection).get(
                self.ledger.name
            )
            generation = old.generation + 1 if old else 1
            self._drop(transaction.connection, generation)
            self.projections.create(transaction.connection, self.ledger, generation)
        position = self._fold_all(generation, progress)
        while True:
            with self.log.store.reading() as connection:
                head = self.log.head(connection)[0]
            if head - position <= LEFT_UNDER_LOCK:
                break
            with self.log.store.writing() as connection:
                self._catch_up(connection, generation, position, head)
            position = head
        self._swap(generation, position, old)
        return generation

    def _fold_all(
        self, generation: int, progress: Callable[[str, int, int], None] | None
    ) -> int:
        with self.log.store.reading() as connection:
            head = self.log.head(connection)[0]
            folded, batch = 0, WriteSet(self.base)
            for stream in streams_of(
                self.log, connection, self.ledger.per.topic, self.topics, head
            ):
                batch.change(None, resolve(stream))
                folded += len(stream)
                if len(batch.put) >= BATCH:
                    self._write(generation, batch)
                    batch = WriteSet(self.base)
                    if progress:
                        progress(self.ledger.name, folded, head)
            self._write(generation, batch)
        if progress:
            progress(self.ledger.name, head, head)
        return int(head)

    def _write(self, generation: int, batch: WriteSet) -> None:
        with self.log.store.writing() as connection:
            batch.flush(
                connection,
                self.projections.tables(self.ledger, generation, connection.schema),
            )

    def _catch_up(
        self, connection: Connection, generation: int, position: int, head: int
    ) -> None:
        """Refold the streams that events after ``position`` have touched."""
        changes = WriteSet(self.base)
        touched = {e.stream for e in self.log.read(connection, position + 1, stop=head)}
        known = UNLIMITED._replace(position=position)
        now = UNLIMITED._replace(position=head)
        for stream in sorted(touched):
            events = self.log.read_stream(connection, stream)
            if events[0].topic.startswith(f"{self.ledger.per.topic}."):
                changes.change(resolve(events, known), resolve(events, now))
                if any(_erases_after(position, event) for event in events):
                    changes.rewrite(resolve(events, now))
        tables = self.projections.tables(self.ledger, generation, connection.schema)
        changes.flush(connection, tables)

    def _swap(self, generation: int, position: int, old: Pointer | None) -> None:
        with self.log.transaction(self.author()) as transaction:
            connection = transaction.connection
            self._catch_up(connection, generation, position, transaction.position)
            pointer = Pointer(generation, definition_digest(self.ledger), None, None)
            self.projections.point(transaction, self.ledger.name, pointer)
            if old:
                self._drop(connection, old.generation - 1)

    def _drop(self, connection: Connection, generation: int) -> None:
        """What nobody reads any more, or an interrupted rebuild left behind."""
        if generation < 1:
            return
        tables = self.projections.tables(self.ledger, generation, connection.schema)
        connection.run(f"DROP TABLE IF EXISTS [{tables.name}]")
        connection.run(f"DROP TABLE IF EXISTS [{tables.cells_name}]")
