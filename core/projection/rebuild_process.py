"""Processes that fold parts of a rebuild; spawned, for a server has threads."""

from __future__ import annotations

import gc
import marshal
import os
import signal
import threading
from multiprocessing import connection as pipes
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from houqin.core.projection.live import ROW_ERRORS
from houqin.core.projection.rebuild_part import Part, PartFold, ReducerFailed
from houqin.core.projection.rebuild_state import RebuildState
from houqin.core.projection.rebuild_tables import RebuildTables

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

_READ, _ROWS, _DONE, _CELLS, _FAILED, _REDUCER, _REFUSED = range(7)
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


class Crew:
    """The processes of one rebuild.

    On PostgreSQL each writes what it has folded; SQLite has one writer, which is here.
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
        self._task = Task(
            rebuild.ledger.name,
            tuple(rebuild.topics),
            work.upto,
            rebuild.total,
            work.generation,
            rebuild.state.claim,
        )

    def fold(self, parts: Sequence[Part], tally: Tally) -> Unfinished:
        """Let processes fold the parts, in any order, and count their cells."""
        context = get_context("spawn")
        waiting = list(reversed(parts))
        processes, ends = [], []
        try:
            for _number in range(min(self._rebuild.jobs, len(parts))):
                here, there = context.Pipe()
                process = context.Process(
                    target=work, args=(there, self._elsewhere, self._task), daemon=True
                )
                process.start()
                there.close()
                processes.append(process)
                ends.append(here)
                here.send(waiting.pop() if waiting else None)
            self._listen(ends, waiting, tally)
        finally:
            for end in ends:
                end.close()
            for process in processes:
                process.kill()
                process.join()
        return self._work

    def _listen(self, ends: list[Pipe], waiting: list[Part], tally: Tally) -> None:
        busy = list(ends)
        while busy:
            self._rebuild.told(0)
            for end in _ready(busy):
                kind, said = _received(end)
                self._take(kind, said)
                if kind == _DONE:
                    end.send(waiting.pop() if waiting else None)
                elif kind == _CELLS:
                    tally.merge(marshal.loads(said))  # noqa: S302 - our own process
                    busy.remove(end)

    def _take(self, kind: int, said: Any) -> None:
        if kind == _READ:
            self._rebuild.told(said)
        elif kind == _ROWS:
            self._rebuild.write(self._tables, marshal.loads(said))  # noqa: S302 - our own process
        elif kind == _DONE:
            self._work = self._rebuild.part_done(self._work, said)
        elif kind == _REDUCER:
            raise ReducerFailed(*said)
        elif kind == _REFUSED:
            raise RowRefused(said)
        elif kind == _FAILED:
            raise ProcessFailed(said)


def _ready(busy: list[Pipe]) -> list[Pipe]:
    return cast("list[Pipe]", pipes.wait(busy, _LOOK))


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
    # Nothing here refers to itself, and looking for it takes a tenth of the time.
    gc.disable()
    try:
        _Hand(pipe, elsewhere, task).work()
    except ReducerFailed as failed:
        pipe.send((_REDUCER, failed.args))
    except ROW_ERRORS as error:
        pipe.send((_REFUSED, f"{type(error).__name__}: {error}"))
    except Exception as error:  # noqa: BLE001 - told to the one who waits
        pipe.send((_FAILED, f"{type(error).__name__}: {error}"))


def _end_with_parent() -> NoReturn:
    """Nobody is left to write for when the parent was killed."""
    if (parent := parent_process()) is not None:
        parent.join()
    os._exit(1)


class _Hand:
    """One process at work."""

    def __init__(self, pipe: Pipe, elsewhere: Elsewhere, task: Task) -> None:
        self._pipe = pipe
        log, projections = elsewhere()
        self._store = log.store
        base = projections.bases[task.ledger]
        self._fold = PartFold(log, base, task.topics, task.upto, task.events)
        self._state = RebuildState(task.ledger, task.claim)
        self._tables = RebuildTables(
            projections.tables(base.ledger, task.generation, self._store.schema)
        )

    def work(self) -> None:
        """Take parts one after the other."""
        write = self._send if self._store.dialect == "sqlite" else self._write
        while (part := self._pipe.recv()) is not None:
            for batch in self._fold.batches(Part(*part), self._told):
                write(batch)
            self._pipe.send((_DONE, part.number))
        self._pipe.send((_CELLS, marshal.dumps(self._fold.tally.counted())))
        self._store.close()

    def _told(self, count: int) -> None:
        self._pipe.send((_READ, count))

    def _send(self, batch: Sequence[tuple[Any, ...]]) -> None:
        self._pipe.send((_ROWS, marshal.dumps(list(batch))))

    def _write(self, batch: Sequence[tuple[Any, ...]]) -> None:
        with self._store.writing() as connection:
            self._state.require(connection)
            self._tables.load(connection, batch)
