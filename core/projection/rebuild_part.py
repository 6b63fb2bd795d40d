"""One part of a rebuild: a range of streams, read by positions and folded whole."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.projection.effective import AMENDMENTS, resolve
from houqin.core.projection.tally import Tally
from houqin.events import erasure
from houqin.events.entry import ERASED
from houqin.events.rows import Identities, lean_events, recorded_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.writing import BaseLedger
    from houqin.events.entry import RecordedEvent
    from houqin.events.log import Log
    from houqin.events.store.connection import Row

    #: Told how many more events have been read; may raise to stop the work.
    Told = Callable[[int], None]

    _Streams = defaultdict[bytes, list[Row]]

#: Positions in one short reading transaction.
WINDOW = 20_000
#: Rows in one short writing transaction; people wait no longer than that takes.
BATCH = 2000
#: Events in memory at once, of all processes: a fifth of a gigabyte.
HELD = 200_000
#: Of more than five times that a fifth may be held. Each part looks through the whole
#: log, which costs a tenth of a microsecond an event passed over.
PASSES = 5
#: Fewer are folded at once, and by no other process: that takes a second to start.
FEWEST_EVENTS = 100_000
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


def parts_of(count: int) -> list[Part]:
    """Cut all streams into that many parts; identities are evenly spread."""
    bounds = [UUID(int=_KEYS * number // count) for number in range(count)]
    return [
        Part(number, low, high)
        for number, (low, high) in enumerate(zip(bounds, [*bounds[1:], None]))  # noqa: B905 - as long by making
    ]


def parts_for(events: int, jobs: int) -> int:
    """How many parts keep the memory bounded and every process busy."""
    if events <= FEWEST_EVENTS:
        return 1
    held = max(HELD, events // PASSES)
    balanced = 2 * jobs if jobs > 1 else 1
    return max(-(-events * jobs // held), balanced)


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

    def batches(self, part: Part, told: Told) -> Iterator[list[LedgerRow]]:
        """Rows of the part in the order of their keys, each batch already counted."""
        batch: list[LedgerRow] = []
        count = self.tally.add
        for row in self._rows(part, told):
            count(row)
            batch.append(row)
            if len(batch) >= BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _rows(self, part: Part, told: Told) -> Iterator[LedgerRow]:
        streams, amendments = self._read(part, told)
        ended = self._base.ledger.ended
        raised = self._log.upcasting.concerns(self._topics)
        for stream in sorted(streams):
            rows = streams.pop(stream)
            events: Sequence[RecordedEvent] | None = None
            if stream not in amendments and not raised:
                events = lean_events(rows)
            plain = ended is not None and events is not None
            if events is None:
                events = self._whole([*rows, *amendments.get(stream, ())])
            try:
                if plain:
                    row = ended(events, _text(stream))  # type: ignore[misc]  # it is plain
                    found = [] if row is None else [row]
                else:
                    found = list(self._base.ledger.rows(resolve(events)).values())
            except Exception as error:
                raise self._failed(events, error) from error
            yield from found

    def _read(self, part: Part, told: Told) -> tuple[_Streams, _Streams]:
        """Rows of events by stream, and apart from them those of amendments."""
        streams: _Streams = defaultdict(list)
        amendments: _Streams = defaultdict(list)
        for first in range(1, self._upto + 1, WINDOW):
            final = min(first + WINDOW - 1, self._upto)
            with self._log.store.reading() as connection:
                found = self._log.rows_between(
                    connection,
                    first,
                    final,
                    self._topics,
                    part.low,
                    part.high,
                    dense=self.dense,
                )
                amending = self._log.rows_between(
                    connection, first, final, _AMENDING, part.low, part.high
                )
            # A stream's versions rise with its positions.
            for row in found:
                streams[row[_STREAM]].append(row)
            for row in amending:
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
        self, events: Sequence[RecordedEvent], error: Exception
    ) -> ReducerFailed:
        return ReducerFailed(
            first_failing(self._base, events), f"{type(error).__name__}: {error}"
        )


def _text(stream: bytes) -> str:
    """An identity as keys begin with it; a UUID made for it takes thrice the time."""
    digits = stream.hex()
    return "-".join(
        (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    )


def first_failing(base: BaseLedger, events: Sequence[RecordedEvent]) -> int:
    """The position of the event from which on a stream cannot be folded."""
    for count in range(1, len(events)):
        try:
            base.ledger.rows(resolve(events[:count]))
        except Exception:  # noqa: BLE001 - any reducer's fault
            return events[count - 1].position
    return events[-1].position
