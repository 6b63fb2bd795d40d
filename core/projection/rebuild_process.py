"""Processes that fold parts of a rebuild."""

from __future__ import annotations

import marshal
import queue
import threading
from collections import deque
from contextlib import suppress
from functools import partial
from multiprocessing import connection as pipes
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from houqin.core.garbage import uncollected
from houqin.core.projection.live import ROW_ERRORS
from houqin.core.projection.loading import loading
from houqin.core.projection.rebuild_part import Part, PartFold, ReducerFailed
from houqin.core.projection.rebuild_state import RebuildState
from houqin.core.projection.rebuild_tables import RebuildTables
from houqin.core.projection.turn import Turn, forget_turn, turn_file
from houqin.core.spawned import Spawned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection as Pipe
    from uuid import UUID

    from houqin.core.projection.live import Projections
    from houqin.core.projection.rebuild import Rebuild
    from houqin.core.projection.rebuild_state import Unfinished
    from houqin.core.projection.tally import Tally
    from houqin.events.log import Log

    #: Can be pickled; opens the site's log and ledgers in another process.
    Elsewhere = Callable[[], tuple[Log, Projections]]

_READ, _DONE, _CELLS, _FAILED, _REDUCER, _REFUSED = range(6)
#: Seconds between two looks whether the work is still wanted.
_LOOK = 0.25


class ProcessFailed(Exception):
    """A process of a rebuild ended; what was written stands, and another goes on."""


class RowRefused(Exception):
    """The database does not take a row that a process has folded."""


class Task(NamedTuple):
    """What every process of one rebuild is told."""

    ledger: str
    topics: tuple[str, ...]
    upto: int
    events: int
    generation: int
    claim: UUID
    turn: str


class Crew:
    """The processes of one rebuild; each writes what it has folded.

    SQLite has one writer at a time, so that there they take turns.
    """

    def __init__(
        self,
        rebuild: Rebuild,
        elsewhere: Elsewhere,
        work: Unfinished,
        tables: RebuildTables,
    ) -> None:
        self._rebuild = rebuild
        self._elsewhere = elsewhere
        self._work = work
        self._tables = tables
        self._waiting: deque[Part] = deque()
        self._busy: list[Pipe] = []
        on_file = rebuild.log.store.dialect == "sqlite"
        self._turn_file = turn_file() if on_file else ""
        self._task = Task(
            rebuild.ledger.name,
            tuple(rebuild.topics),
            work.upto,
            rebuild.total,
            work.generation,
            rebuild.state.claim,
            self._turn_file,
        )
        self._turn = Turn(self._turn_file)

    def fold(self, parts: Sequence[Part], fold: PartFold) -> Unfinished:
        """Let processes fold the parts, in any order, and count their cells.

        :param fold: takes part in it where this process has nothing else to do.
        """
        self._waiting = deque(parts)
        processes: list[Spawned] = []
        count = self._rebuild.jobs - (1 if self._rebuild.helping else 0)
        try:
            for _number in range(min(count, len(parts))):
                process = Spawned(f"{__name__}:work", (self._elsewhere, self._task))
                processes.append(process)
                self._busy.append(process.pipe)
                self._give(process.pipe)
            if self._rebuild.helping:
                self._help(fold)
            while self._busy:
                self._rebuild.told(0)
                self._heed(fold.tally, _LOOK)
        finally:
            for process in processes:
                process.end()
            self._turn.close()
            forget_turn(self._turn_file)
        return self._work

    def _give(self, end: Pipe) -> None:
        # One that has ended is found out by whoever asks for its answer.
        with suppress(ConnectionError):
            end.send(self._waiting.popleft() if self._waiting else None)

    def _help(self, fold: PartFold) -> None:
        """Fold parts here, and take between two steps what the others have sent."""
        rebuild = self._rebuild

        def told(read: int) -> None:
            rebuild.told(read)
            while self._heed(fold.tally, 0):
                pass

        way = loading(rebuild.log.store, rebuild.state, self._tables, self._turn)
        with uncollected(), way as write:
            while self._waiting:
                part = self._waiting.pop()
                for rows in fold.batches(part, told):
                    write(rows)
                    told(0)
                self._part_done(part.number)

    def _part_done(self, number: int) -> None:
        with self._turn:
            self._work = self._rebuild.part_done(self._work, number)

    def _heed(self, tally: Tally, seconds: float) -> bool:
        """Take one message of each that has one; whether there was any."""
        ready = _ready(self._busy, seconds)
        for end in ready:
            kind, said = _received(end)
            self._take(kind, said)
            if kind == _DONE:
                self._give(end)
            elif kind == _CELLS:
                tally.merge(marshal.loads(said))  # noqa: S302 - our own process
                self._busy.remove(end)
        return bool(ready)

    def _take(self, kind: int, said: Any) -> None:
        if kind == _READ:
            self._rebuild.told(said)
        elif kind == _DONE:
            self._part_done(said)
        elif kind == _REDUCER:
            raise ReducerFailed(*said)
        elif kind == _REFUSED:
            raise RowRefused(said)
        elif kind == _FAILED:
            raise ProcessFailed(said)


def _ready(busy: list[Pipe], seconds: float) -> list[Pipe]:
    return cast("list[Pipe]", pipes.wait(busy, seconds)) if busy else []


def _received(end: Pipe) -> tuple[int, Any]:
    try:
        kind, said = end.recv()
    except (EOFError, ConnectionError) as error:
        message = "a process of the rebuild has ended"
        raise ProcessFailed(message) from error
    return kind, said


def work(pipe: Pipe, elsewhere: Elsewhere, task: Task) -> None:
    """Fold parts until there are none; runs in a process of its own."""
    outbox = Outbox(pipe)
    try:
        with uncollected():
            _Hand(pipe, outbox, elsewhere, task).work()
    except ReducerFailed as failed:
        outbox.put(_REDUCER, failed.args)
    except ROW_ERRORS as error:
        outbox.put(_REFUSED, f"{type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001 - told to the one who waits
        outbox.put(_FAILED, f"{type(error).__name__}: {error}")
    outbox.close()


class Outbox:
    """Messages on their way to the process that gives out the work.

    It looks at them between two steps of its own; a pipe holds less than all cells,
    and whoever waited for that would stand still.
    """

    def __init__(self, pipe: Pipe) -> None:
        self._pipe = pipe
        self._left: queue.Queue[tuple[int, Any] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._send, daemon=True)
        self._thread.start()

    def put(self, kind: int, said: Any) -> None:
        """Send it after those before."""
        self._left.put((kind, said))

    def close(self) -> None:
        """Wait until all are sent."""
        self._left.put(None)
        self._thread.join()

    def _send(self) -> None:
        while (message := self._left.get()) is not None:
            self._pipe.send(message)


class _Hand:
    """One process at work."""

    def __init__(
        self, pipe: Pipe, outbox: Outbox, elsewhere: Elsewhere, task: Task
    ) -> None:
        self._pipe = pipe
        self._outbox = outbox
        log, projections = elsewhere()
        self._store = log.store
        base = projections.bases[task.ledger]
        self._fold = PartFold(log, base, task.topics, task.upto, task.events)
        self._state = RebuildState(task.ledger, task.claim)
        self._tables = RebuildTables(
            projections.tables(base.ledger, task.generation, self._store.schema)
        )
        self._turn = Turn(task.turn)

    def work(self) -> None:
        """Take parts one after the other."""
        read = partial(self._outbox.put, _READ)
        with loading(self._store, self._state, self._tables, self._turn) as write:
            while (part := self._pipe.recv()) is not None:
                for rows in self._fold.batches(Part(*part), read):
                    write(rows)
                self._outbox.put(_DONE, part.number)
        self._outbox.put(_CELLS, marshal.dumps(self._fold.tally.counted()))
        self._store.close()
