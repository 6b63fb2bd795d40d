"""One part of a rebuild: a range of streams, read by positions and folded whole."""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.projection.effective import AMENDMENTS, resolve
from houqin.core.projection.growing import Growing, NotGrown
from houqin.core.projection.tally import Tally
from houqin.events import erasure
from houqin.events.entry import ERASED
from houqin.events.rows import Identities, lean_events, recorded_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from houqin.core.projection.ending import Ending
    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.writing import BaseLedger
    from houqin.events.entry import RecordedEvent
    from houqin.events.log import Log
    from houqin.events.reading import Columns
    from houqin.events.store.connection import Row

    #: Told how many more events have been read; may raise to stop the work.
    Told = Callable[[int], None]

    _Streams = defaultdict[bytes, list[Row]]

#: Positions in one short reading transaction.
WINDOW = 20_000
#: Rows in one short writing transaction; people wait no longer than that takes.
BATCH = 2000
#: Events in memory at once, of all processes: a third of a gigabyte.
HELD = 300_000
#: Of a ledger whose rows grow while the log is read they take but a quarter of that.
GROWN = 4
#: Of more than five times that a fifth may be held. Each part looks through the whole
#: log, which costs a fifth of a microsecond an event passed over.
PASSES = 5
#: Fewer are folded at once, and by no other process: that takes a second to start, and
#: at 120,000 two took as long as one on SQLite, and longer on PostgreSQL.
FEWEST_EVENTS = 150_000
#: Events that are folded while another process starts.
HEAD_START = 85_000
#: Where one event in so many counts, the log is gone through by position.
DENSE = 8

_KEYS = 2**128
_STREAM, _VERSION = 1, 2
_AMENDING = tuple(sorted(AMENDMENTS))


class Part(NamedTuple):
    """Streams low <= id < high; no high is the end."""

    number: int
    low: UUID
    high: UUID | None


class ReducerFailed(Exception):
    """An event that a ledger cannot be folded over; nothing was changed."""

    def __init__(self, position: int, why: str) -> None:
        """Name the event by its 登记序号."""
        super().__init__(position, why)
        self.position = position
        self.why = why

    def __str__(self) -> str:
        """What is written down of it."""
        return f"登记序号{self.position}：{self.why}"


def parts_of(sizes: Sequence[int]) -> list[Part]:
    """Cut all streams into parts of these sizes; identities are evenly spread."""
    whole = sum(sizes)
    bounds = [UUID(int=_KEYS * n // whole) for n in accumulate(sizes[:-1], initial=0)]
    return [
        Part(number, low, high)
        for number, (low, high) in enumerate(zip(bounds, [*bounds[1:], None]))  # noqa: B905 - as long by making
    ]


def sizes_for(
    events: int, jobs: int, *, helping: bool = False, plain: bool = False
) -> tuple[int, ...]:
    """Events of parts that keep the memory bounded and every process busy.

    :param helping: one process need not be started, and takes the last part.
    :param plain: of a ledger whose rows grow.
    """
    if events <= FEWEST_EVENTS:
        return (1,)
    held = max(HELD, events // PASSES) * (GROWN if plain else 1)
    count = jobs * -(-events // held)
    lead = min(HEAD_START, events // (4 * count)) if helping and jobs > 1 else 0
    each = max((events - lead) // count, 1)
    return (*[each] * (count - 1), each + lead)


class PartFold:
    """Folds parts of the log up to one position, and counts the cells of their rows."""

    def __init__(
        self, log: Log, base: BaseLedger, topics: Sequence[str], upto: int, count: int
    ) -> None:
        """Up to the position ``upto``, of ``count`` events of the topics."""
        self.dense = count * DENSE > upto
        self.tally = Tally(base)
        self._log = log
        self._base = base
        self._topics = topics
        self._upto = upto
        self._ids = Identities()
        #: Until a reducer asks for more.
        self._narrow = True

    def batches(self, part: Part, told: Told) -> Iterator[list[LedgerRow]]:
        """Rows of the part in the order of their keys, each batch already counted."""
        plain = self._base.ledger.plain
        # An event of an earlier class is raised with the whole of its stream.
        if plain is None or self._log.upcasting.concerns(self._topics):
            for batch in _batches(self._folded(part, told)):
                self.tally.add(batch)
                yield batch
            return
        rows: list[LedgerRow] = []
        for batch in _batches(self._grown(part, told, plain)):
            self.tally.add(batch)
            rows += batch
            told(0)
        rows.sort()
        yield from _batches(iter(rows))

    def _grown(self, part: Part, told: Told, plain: Ending) -> Iterator[LedgerRow]:
        """Rows of a ledger that needs no stream as a whole but those amended."""
        with self._log.store.reading() as connection:
            amended = self._log.streams_with(
                connection, _AMENDING, self._upto, part.low, part.high
            )
        growing = Growing(self._base.ledger, plain, amended, narrow=self._narrow)
        try:
            for first in range(1, self._upto + 1, WINDOW):
                columns: Columns = "narrow" if growing.narrow else "lean"
                rows = self._window(part, first, columns, self._topics)
                growing.take(rows, narrow=growing.narrow)
                told(len(rows))
            self._narrow = growing.narrow
            for stream, row in growing.rows():
                yield from self._of(stream) if row is None else (row,)
        except NotGrown as error:
            events = self._events_of(error.stream)
            raise self._failed(events, error.__cause__) from error.__cause__

    def _of(self, stream: bytes) -> Iterable[LedgerRow]:
        events = self._events_of(stream)
        try:
            return self._base.ledger.rows(resolve(events)).values()
        except Exception as error:
            raise self._failed(events, error) from error

    def _events_of(self, stream: bytes) -> list[RecordedEvent]:
        with self._log.store.reading() as connection:
            return self._log.read_stream(connection, UUID(bytes=stream), self._upto)

    def _window(
        self, part: Part, first: int, columns: Columns, topics: Sequence[str]
    ) -> list[Row]:
        final = min(first + WINDOW - 1, self._upto)
        dense = self.dense and topics is self._topics
        with self._log.store.reading() as connection:
            return self._log.rows_between(
                connection, first, final, topics, part.low, part.high,
                dense=dense, columns=columns,
            )  # fmt: skip

    def _folded(self, part: Part, told: Told) -> Iterator[LedgerRow]:
        """Rows of a ledger that needs each stream as a whole."""
        streams, amendments = self._read(part, told)
        raised = self._log.upcasting.concerns(self._topics)
        for stream in sorted(streams):
            rows = streams.pop(stream)
            events: Sequence[RecordedEvent] | None = None
            if stream not in amendments and not raised:
                events = lean_events(rows)
            if events is None:
                events = self._whole([*rows, *amendments.get(stream, ())])
            try:
                found = self._base.ledger.rows(resolve(events))
            except Exception as error:
                raise self._failed(events, error) from error
            yield from found.values()

    def _read(self, part: Part, told: Told) -> tuple[_Streams, _Streams]:
        """Rows of events by stream, and apart from them those of amendments."""
        streams: _Streams = defaultdict(list)
        amendments: _Streams = defaultdict(list)
        for first in range(1, self._upto + 1, WINDOW):
            found = self._window(part, first, "whole", self._topics)
            # A stream's versions rise with its positions.
            for row in found:
                streams[row[_STREAM]].append(row)
            for row in self._window(part, first, "whole", _AMENDING):
                amendments[row[_STREAM]].append(row)
            told(len(found))
        return streams, amendments

    def _whole(self, rows: list[Row]) -> list[RecordedEvent]:
        """A stream that was amended or erased."""
        rows.sort(key=itemgetter(_VERSION))
        events = recorded_events(rows, self._ids)
        if any(event.payload is ERASED for event in events):
            with self._log.store.reading() as connection:
                events = erasure.substituted(connection, events)
        raised: list[RecordedEvent] = self._log.upcasting.stream(events)
        return raised

    def _failed(
        self, events: Sequence[RecordedEvent], error: BaseException | None
    ) -> ReducerFailed:
        return ReducerFailed(
            first_failing(self._base, events), f"{type(error).__name__}: {error}"
        )


def _batches(rows: Iterator[LedgerRow]) -> Iterator[list[LedgerRow]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def first_failing(base: BaseLedger, events: Sequence[RecordedEvent]) -> int:
    """The position of the event from which on a stream cannot be folded."""
    for count in range(1, len(events)):
        try:
            base.ledger.rows(resolve(events[:count]))
        except Exception:  # noqa: BLE001 - any reducer's fault
            return events[count - 1].position
    return events[-1].position
