"""Processes that fold parts of a rebuild; spawned, for a server has threads."""

from __future__ import annotations

import marshal
import os
import queue
import signal
import threading
from multiprocessing import connection as pipes
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from houqin.core.garbage import uncollected
from houqin.core.projection.live import ROW_ERRORS
from houqin.core.projection.rebuild_part import Part, PartFold, ReducerFailed
from houqin.core.projection.rebuild_state import RebuildState
from houqin.core.projection.rebuild_tables import RebuildTables
from houqin.core.projection.rebuild_writing import (
    Backlog,
    Turn,
    forget_turn,
    turn_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection as Pipe
    from uuid import UUID

    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.live import Projections
    from houqin.core.projection.rebuild import Rebuild
    from houqin.core.projection.rebuild_state import Unfinished
    from houqin.core.projection.tally import Tally
    from houqin.events.log import Log

    #: Can be pickled; opens the site's log and ledgers in another process.
    Elsewhere = Callable[[], tuple[Log, Projections]]

_READ, _FOLDED, _DONE, _CELLS, _FAILED, _REDUCER, _REFUSED = range(7)
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
        self._waiting: list[Part] = []
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
        context = get_context("spawn")
        self._waiting = list(reversed(parts))
        processes, ends = [], []
        count = self._rebuild.jobs - (1 if self._rebuild.helping else 0)
        try:
            for _number in range(min(count, len(parts))):
                here, there = context.Pipe()
                process = context.Process(
                    target=work, args=(there, self._elsewhere, self._task), daemon=True
                )
                process.start()
                there.close()
                processes.append(process)
                ends.append(here)
                self._give(here)
            self._busy = list(ends)
            if self._rebuild.helping:
                self._help(fold)
            while self._busy:
                self._rebuild.told(0)
                self._heed(fold.tally, _LOOK)
        finally:
            for end in ends:
                end.close()
            for process in processes:
                process.kill()
                process.join()
            self._turn.close()
            forget_turn(self._turn_file)
        return self._work

    def _give(self, end: Pipe) -> None:
        end.send(self._waiting.pop() if self._waiting else None)

    def _help(self, fold: PartFold) -> None:
        """Fold parts here, and take between two steps what the others have sent."""
        backlog = Backlog(self._write, self._part_done)

        def told(read: int) -> None:
            self._rebuild.told(read)
            backlog.some()
            while self._heed(fold.tally, 0):
                pass

        with uncollected():
            while self._waiting:
                part = self._waiting.pop()
                backlog.put(part.number, list(fold.batches(part, told)))
            backlog.rest()

    def _write(self, rows: list[LedgerRow]) -> None:
        with self._turn:
            self._rebuild.write(self._tables, rows)
        self._rebuild.told(0)

    def _part_done(self, number: int) -> None:
        with self._turn:
            self._work = self._rebuild.part_done(self._work, number)

    def _heed(self, tally: Tally, seconds: float) -> bool:
        """Take one message of each that has one; whether there was any."""
        ready = _ready(self._busy, seconds)
        for end in ready:
            kind, said = _received(end)
            self._take(kind, said)
            if kind == _FOLDED:
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
    # Whoever interrupts the terminal means the process that gives out the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
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


def _end_with_parent() -> NoReturn:
    """Nobody is left to write for when the parent was killed."""
    if (parent := parent_process()) is not None:
        parent.join()
    os._exit(1)


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
        self._backlog = Backlog(self._write, self._done)

    def work(self) -> None:
        """Take parts one after the other."""
        while (part := self._pipe.recv()) is not None:
            batches = list(self._fold.batches(Part(*part), self._told))
            self._backlog.put(part.number, batches)
            self._outbox.put(_FOLDED, part.number)
        self._backlog.rest()
        self._outbox.put(_CELLS, marshal.dumps(self._fold.tally.counted()))
        self._store.close()

    def _told(self, count: int) -> None:
        self._outbox.put(_READ, count)
        self._backlog.some()

    def _done(self, number: int) -> None:
        self._outbox.put(_DONE, number)

    def _write(self, batch: list[LedgerRow]) -> None:
        with self._turn, self._store.deriving() as connection:
            self._state.require(connection)
            self._tables.load(connection, batch)
