"""One part of a rebuild: a range of streams, read by positions and folded whole."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.projection.effective import AMENDMENTS, Effective, resolve
from houqin.core.projection.tally import Tally
from houqin.events import erasure
from houqin.events.rows import Identities, lean_event, recorded_events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.writing import BaseLedger
    from houqin.events.entry import RecordedEvent
    from houqin.events.log import Log
    from houqin.events.store.connection import Row

    #: Told how many more events have been read; may raise to stop the work.
    Told = Callable[[int], None]

#: Positions in one short reading transaction.
WINDOW = 20_000
#: Rows in one short writing transaction; people wait no longer than that takes.
BATCH = 2000
#: Parts a process: a part's events lie in memory at once, and each part looks through
#: the whole log, which costs an eighth of a microsecond an event passed over.
PARTS_A_JOB = 4
#: More events than a part may hold, half a gigabyte of memory.
MOST_EVENTS = 1_000_000
#: Fewer are folded at once.
FEWEST_EVENTS = 20_000

_KEYS = 2**128
_STREAM, _VERSION, _TOPIC, _PAYLOAD = 1, 2, 4, 12


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
    return max(jobs * PARTS_A_JOB, -(-events // MOST_EVENTS))


class PartFold:
    """Folds parts of the log up to one position, and counts the cells of their rows."""

    def __init__(
        self, log: Log, base: BaseLedger, topics: Sequence[str], upto: int
    ) -> None:
        self.tally = Tally(base)
        self._log = log
        self._base = base
        self._first = frozenset(topics)
        self._topics = (*topics, *sorted(AMENDMENTS))
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
        read = self._read(part, told)
        read.sort(key=itemgetter(_STREAM, _VERSION))
        rows = self._base.ledger.rows
        for _stream, group in groupby(read, key=itemgetter(_STREAM)):
            stream = list(group)
            if stream[0][_TOPIC] not in self._first:
                continue
            effective, all_events = self._effective(stream)
            try:
                yield from rows(effective).values()
            except Exception as error:
                raise self._failed(all_events, error) from error

    def _read(self, part: Part, told: Told) -> list[Row]:
        rows: list[Row] = []
        for first in range(1, self._upto + 1, WINDOW):
            final = min(first + WINDOW - 1, self._upto)
            with self._log.store.reading() as connection:
                found = self._log.rows_between(
                    connection, first, final, self._topics, part.low, part.high
                )
            rows += found
            told(len(found))
        return rows

    def _effective(
        self, stream: list[Row]
    ) -> tuple[Effective | None, Sequence[RecordedEvent]]:
        """What `resolve` says, at once where nothing was ever amended or erased."""
        for row in stream:
            if row[_TOPIC] in AMENDMENTS or row[_PAYLOAD] is None:
                break
        else:
            lean = tuple(map(lean_event, stream))
            return Effective(lean, voided=False), lean
        events = recorded_events(stream, self._ids)
        if any(row[_PAYLOAD] is None for row in stream):
            with self._log.store.reading() as connection:
                events = erasure.substituted(connection, events)
        return resolve(events), events

    def _failed(
        self, events: Sequence[RecordedEvent], error: Exception
    ) -> ReducerFailed:
        return ReducerFailed(
            first_failing(self._base, events), f"{type(error).__name__}: {error}"
        )


def first_failing(base: BaseLedger, events: Sequence[RecordedEvent]) -> int:
    """The position of the event from which on a stream cannot be folded."""
    for count in range(1, len(events)):
        try:
            base.ledger.rows(resolve(events[:count]))
        except Exception:  # noqa: BLE001 - any reducer's fault
            return events[count - 1].position
    return events[-1].position
