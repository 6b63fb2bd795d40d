"""The log of one site: append under the head lock, read in order."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from houqin.events import reading, verification
from houqin.events.clock import SystemClock
from houqin.events.errors import IntegrityRefused
from houqin.events.timekeeping import Timekeeping
from houqin.events.topics import Topics
from houqin.events.transaction import Head, LogTransaction
from houqin.events.upcasting import Upcasting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from uuid import UUID

    from houqin.events.clock import Clock
    from houqin.events.entry import Authorship, RecordedEvent
    from houqin.events.reading import Columns
    from houqin.events.store import Connection, Store
    from houqin.events.store.connection import Row

_HEAD = "SELECT position, recorded, epoch FROM [log_head]"
_WHOLE_HEAD = f"SELECT {', '.join(Head._fields)} FROM [log_head]"  # noqa: S608 - constants
_LOCK = f"{_WHOLE_HEAD} FOR UPDATE"
# Around the locked row, so that the server reads its clock after the wait.
_LOCK_WITH_CLOCK = (
    f"SELECT {', '.join(Head._fields)},"  # noqa: S608 - constants
    " (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
    f" FROM ({_LOCK}) AS head"
)


class Log:
    """Events of one site in one order, without gaps."""

    def __init__(
        self, store: Store, clock: Clock, topics: Topics | None = None
    ) -> None:
        self.store = store
        self.clock = clock
        #: What is read comes as the classes of today read it.
        self.upcasting = Upcasting(topics or Topics())
        self._timekeeping = Timekeeping(clock)
        self._ask_server = store.dialect == "postgresql" and isinstance(
            clock, SystemClock
        )

    def confirm_clock(self) -> None:
        """Let the next transaction start although the clock jumped ahead."""
        self._timekeeping.confirm()

    @contextmanager
    def transaction(self, author: Authorship) -> Iterator[LogTransaction]:
        """Lock the head, check the clock; commit on leaving, undo on an exception.

        What was put off until after the commit is done last.

        Raises ClockBehind or ClockJumped before anything is done, StoreLocked when
        another writer does not finish, LogClosedAfterFault after an I/O error; at its
        end PositionConflict for a version that is taken, CommandReused for a command.
        """
        transaction: LogTransaction | None = None
        try:
            with self.store.writing() as connection:
                connection.hasten()
                head, now = self._lock(connection)
                self._timekeeping.check(now, head.recorded)
                transaction = self.begin(connection, author, head, now)
                yield transaction
                transaction.finish()
        except IntegrityRefused as refusal:
            if transaction is not None:
                transaction.explain(refusal)
            raise
        if transaction.forgetting:
            self.store.tidy()
        for put_off in transaction.afterwards:
            put_off()

    def begin(
        self, connection: Connection, author: Authorship, head: Head, now: int
    ) -> LogTransaction:
        """Return what appends to the locked head."""
        return LogTransaction(self, connection, author, head, now)

    def _lock(self, connection: Connection) -> tuple[Head, int]:
        if self._ask_server:
            *head, now = connection.execute(_LOCK_WITH_CLOCK)[0]
            return Head(*head), now
        # On SQLite the transaction began by taking the file's only write lock.
        sql = _LOCK if connection.dialect == "postgresql" else _WHOLE_HEAD
        return Head(*connection.execute(sql)[0]), self.clock.now()

    def head(self, connection: Connection) -> tuple[int, int, int]:
        """Return the last position, its recorded time, and the epoch."""
        position, recorded, epoch = connection.execute(_HEAD)[0]
        return position, recorded, epoch

    def read_stream(
        self, connection: Connection, stream: UUID, upto_position: int | None = None
    ) -> list[RecordedEvent]:
        """Return a stream's events in version order."""
        events = reading.read_stream(connection, stream, upto_position)
        return self.upcasting.stream(events) if self.upcasting.concerns() else events

    def read(
        self,
        connection: Connection,
        start: int = 1,
        limit: int | None = None,
        stop: int | None = None,
        topics: Sequence[str] = (),
    ) -> Iterator[RecordedEvent]:
        """Yield events from position `start` to `stop`, inclusive, in order."""
        events = reading.read(connection, start, limit, stop, topics)
        raised = self.upcasting.event
        return map(raised, events) if self.upcasting.concerns() else events

    def read_streams(
        self,
        connection: Connection,
        topics: Sequence[str] = (),
        stop: int | None = None,
        low: UUID | None = None,
        high: UUID | None = None,
    ) -> Iterator[RecordedEvent]:
        """Yield events ordered by stream and version; streams low <= id < high."""
        events = reading.read_streams(connection, topics, stop, low, high)
        if not self.upcasting.concerns():
            return events
        streams = groupby(events, key=lambda event: event.stream)
        raised = self.upcasting.stream
        return (event for _, stream in streams for event in raised(list(stream)))

    def rows_between(
        self,
        connection: Connection,
        first: int,
        final: int,
        topics: Sequence[str],
        low: UUID,
        high: UUID | None,
        *,
        dense: bool = False,
        columns: Columns = "whole",
    ) -> list[Row]:
        """Return undecoded rows (rows.py) of positions first to final, inclusive.

        Streams low <= id < high; in the order of positions. `dense` says that most
        events have one of the topics.
        """
        return reading.rows_between(
            connection, first, final, topics, low, high, dense=dense, columns=columns
        )

    def streams_with(
        self,
        connection: Connection,
        topics: Sequence[str],
        stop: int,
        low: UUID,
        high: UUID | None,
    ) -> set[bytes]:
        """Return which streams low <= id < high have one of the topics up to `stop`."""
        return reading.streams_with(connection, topics, stop, low, high)

    def roughly(self, connection: Connection, topics: Sequence[str]) -> int:
        """Return how many events have one of the topics; of a long log, about."""
        return reading.roughly(connection, topics)

    def topics_below(self, connection: Connection, prefix: str) -> list[str]:
        """Return the topics of recorded events that begin so, known or not."""
        return reading.topics_below(connection, prefix)

    def position_at(self, connection: Connection, recorded_before: int) -> int:
        """Return the last position recorded before an instant; 0 if none was."""
        return reading.position_at(connection, recorded_before)

    def verify(self, connection: Connection, erased: Collection[int] = ()) -> list[str]:
        """Return what is wrong with the log, one line each; none is sound.

        A body may be gone where an event of the log says so (erasure.py), and at the
        positions `erased`.
        """
        found = verification.verify(connection, erased=erased)
        return [str(problem) for problem in found.problems]
