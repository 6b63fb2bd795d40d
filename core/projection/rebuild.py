"""Rebuild a ledger into a new generation while people work, then swap the pointer.

A rebuild whose process died goes on with the parts that are not written; one that
failed or was given up leaves nothing.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from houqin.core.garbage import uncollected
from houqin.core.projection.beside import Beside
from houqin.core.projection.catching_up import CatchUp
from houqin.core.projection.cells_apart import CellsApart
from houqin.core.projection.live import ROW_ERRORS, Pointer
from houqin.core.projection.loading import write_rows
from houqin.core.projection.rebuild_part import (
    BATCH,
    FEWEST_EVENTS,
    PartFold,
    ReducerFailed,
    parts_of,
    sizes_for,
)
from houqin.core.projection.rebuild_process import Crew, RowRefused
from houqin.core.projection.rebuild_state import (
    RebuildState,
    Superseded,
    Unfinished,
)
from houqin.core.projection.rebuild_tables import RebuildTables
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from houqin.core.projection.beside import Told
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.live import Projections
    from houqin.core.projection.rebuild_part import Part
    from houqin.core.projection.rebuild_process import Elsewhere
    from houqin.core.projection.rebuild_tables import Step
    from houqin.core.projection.tally import Tally
    from houqin.events.entry import Authorship
    from houqin.events.log import Log
    from houqin.events.store import Connection

    #: Told (ledger, events done, about how many in all); raises to give it up.
    Progress = Callable[[str, int, int], None]


class GivenUp(Exception):
    """Somebody does not want this work done any more."""


def _untold(_count: int) -> None:
    """Nobody asks how far it is."""


#: What ends a rebuild for good. After anything else (a lost connection, a full disk,
#: a killed process) the next one goes on with it.
ENDING = (ReducerFailed, RowRefused, *ROW_ERRORS, GivenUp, KeyboardInterrupt)


class Rebuild:
    """One ledger's way from the log to its next generation.

    :param jobs: processes that fold; one folds here.
    :param helping: this process is one of several that fold, and saves the second that
        another takes to start. A server has pages to show meanwhile.
    :param elsewhere: makes this site's ledgers in another process.
    """

    def __init__(
        self,
        log: Log,
        projections: Projections,
        ledger: Ledger,
        topics: Sequence[str],
        author: Callable[[], Authorship],
        *,
        jobs: int = 1,
        helping: bool = False,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.log = log
        self.projections = projections
        self.base = projections.bases[ledger.name]
        self.ledger = ledger
        self.topics = topics
        self.author = author
        self.jobs = jobs
        self.helping = helping
        self.elsewhere = elsewhere
        self._state = RebuildState(ledger.name, uuid4())
        self._done = self._total = 0
        self._progress: Progress | None = None

    def run(self, progress: Progress | None = None) -> int:
        """Fold everything, catch up, swap.

        :returns: the new generation's number.
        :raises ReducerFailed: when an event cannot be folded; nothing is changed then.
        """
        self._progress = progress
        with self.log.store.reading() as connection:
            self._total = self.log.roughly(connection, self.topics)
        work = self._begin()
        if work is None:
            return 1
        try:
            # It was kept for whoever still read it when it was replaced.
            self._finish_beside(work, work.generation - 2)
        except ENDING:
            self._give_up(work)
            raise
        return work.generation

    def _finish_beside(self, work: Unfinished, left: int) -> None:
        """Finish while an old generation goes, which waits for the disk mostly."""
        if self.jobs == 1:
            self._drop(left)
            self._finish(work)
            return
        with Beside(partial(self._drop, left)):
            self._finish(work)

    def _begin(self) -> Unfinished | None:
        with self.log.transaction(self.author()) as transaction:
            connection = transaction.connection
            pointer = self.projections.pointers(connection).get(self.ledger.name)
            if pointer is None and not self._total:
                self.projections.begin(transaction, self.ledger)
                return None
            # Without a pointer a writer may make the first generation at any moment.
            generation = (pointer.generation if pointer else 1) + 1
            work = self._state.read(connection)
            if work is None or not self._goes_on(connection, work, generation):
                work = self._anew(connection, generation, transaction.position)
            self._state.begin(connection, work)
        return work

    def _goes_on(
        self, connection: Connection, work: Unfinished, generation: int
    ) -> bool:
        """Whether what another process has written may stand.

        An erasure since then has taken rows away that it had written.
        """
        mine = generation, self.base.fingerprint
        if (work.generation, work.definition) != mine:
            return False
        since = self.log.read(connection, work.upto + 1, topics=[PAYLOAD_ERASED])
        return next(since, None) is None

    def _anew(self, connection: Connection, generation: int, head: int) -> Unfinished:
        tables = self._tables(connection, generation)
        tables.drop(connection)
        tables.create(connection)
        plain = self.ledger.plain is not None
        sizes = sizes_for(self._total, self.jobs, helping=self.helping, plain=plain)
        return Unfinished(generation, self.base.fingerprint, head, sizes)

    def _tables(self, connection: Connection, generation: int) -> RebuildTables:
        return RebuildTables(
            self.projections.tables(self.ledger, generation, connection.schema)
        )

    def _finish(self, work: Unfinished) -> None:
        if not work.folded:
            work = self._fold(work)
        self._told(self._total - self._done)
        with self.log.store.reading() as connection:
            tables = self._tables(connection, work.generation)

        def moved(connection: Connection, position: int) -> None:
            self._state.require(connection)
            self._state.keep(connection, work._replace(upto=position))

        catch_up = CatchUp(self.log, self.base, work.upto)
        catch_up.near(tables.made, moved, lambda _count: self._told(0))
        self._swap(work, catch_up)

    def _fold(self, work: Unfinished) -> Unfinished:
        fold = PartFold(self.log, self.base, self.topics, work.upto, self._total)
        with self.log.store.reading() as connection:
            tables = self._tables(connection, work.generation)
        todo = [p for p in parts_of(work.sizes) if p.number not in work.done]
        self._take_over(work, tables, todo, fold.tally)
        if self.elsewhere and self.jobs > 1 and self._total > FEWEST_EVENTS:
            crew = Crew(self, self.elsewhere, work, tables)
            work = crew.fold(todo, fold)
        else:
            with uncollected() if self.helping else nullcontext():
                work = self._fold_here(work, tables, todo, fold)
        self._complete(tables, fold.tally)
        work = work._replace(folded=True)
        with self.log.store.deriving() as connection:
            self._state.keep(connection, work)
        return work

    def _take_over(
        self,
        work: Unfinished,
        tables: RebuildTables,
        todo: Sequence[Part],
        tally: Tally,
    ) -> None:
        """Count what another process has written, and clear what it has half."""
        for part in parts_of(work.sizes):
            if part in todo:
                while self._cleared(tables, part):
                    self._told(0)
            else:
                for rows in tables.written(self.log.store, part, BATCH):
                    tally.add(rows)
        done = sum(work.sizes[number] for number in work.done)
        self._told(self._total * done // sum(work.sizes))

    def _cleared(self, tables: RebuildTables, part: Part) -> bool:
        with self.log.store.deriving() as connection:
            self._state.require(connection)
            return tables.clear(connection, part, BATCH)

    def _fold_here(
        self,
        work: Unfinished,
        tables: RebuildTables,
        todo: Sequence[Part],
        fold: PartFold,
    ) -> Unfinished:
        for part in todo:
            for batch in fold.batches(part, self._told):
                write_rows(self.log.store, self._state, tables, batch)
            work = self.part_done(work, part.number)
        return work

    def part_done(self, work: Unfinished, number: int) -> Unfinished:
        """Write down that a part is written."""
        work = work._replace(done=work.done | {number})
        with self.log.store.deriving() as connection:
            self._state.keep(connection, work)
        return work

    @property
    def total(self) -> int:
        """About how many events there are to fold."""
        return self._total

    @property
    def state(self) -> RebuildState:
        """Whose claim processes write under."""
        return self._state

    def _told(self, count: int) -> None:
        self._done = min(self._done + count, self._total)
        if self._progress:
            self._progress(self.ledger.name, self._done, self._total)

    told = _told

    def _complete(self, tables: RebuildTables, tally: Tally) -> None:
        """Cells and indexes, each in a short transaction of its own."""
        if self.jobs == 1:
            self._take_steps(tables.completing(tally.cells()), self._told)
            return
        store, cells = self.log.store, tally.cells()
        if not isinstance(store, SQLiteStore):
            with Beside(partial(self._take_steps, tables.counting(cells))):
                self._take_steps(tables.indexing(), self._told)
            return
        with store.apart() as room:
            apart = CellsApart(room, tables.made, cells)
            with Beside(apart.fill):
                self._take_steps(tables.indexing(self.jobs), self._told)
            with store.writing_from(room) as connection:
                self._state.require(connection)
                apart.copy(connection)

    def _take_steps(self, steps: Iterable[Step], told: Callable[[int], None]) -> None:
        for step in steps:
            with self.log.store.deriving() as connection:
                self._state.require(connection)
                step(connection)
            self.log.store.give_way()
            told(0)

    def _swap(self, work: Unfinished, catch_up: CatchUp) -> None:
        with self.log.transaction(self.author()) as transaction:
            connection = transaction.connection
            self._state.require(connection)
            tables = self.projections.tables(
                self.ledger, work.generation, connection.schema
            )
            changes = catch_up.changes(connection, transaction.position)
            changes.flush(connection, tables)
            pointer = Pointer(work.generation, self.base.definition, None, None)
            self.projections.point(transaction, self.ledger.name, pointer)
            self._state.end(connection)

    def _drop(self, generation: int, told: Told = _untold) -> None:
        """Take away one that nobody reads any more, while nobody waits for the head."""
        with self.log.store.reading() as connection:
            tables = self._tables(connection, generation)
        for step in tables.dropping():
            told(0)
            with self.log.store.deriving() as connection:
                step(connection)

    def _give_up(self, work: Unfinished) -> None:
        """Leave nothing behind, unless another process has taken it over."""
        with self.log.store.deriving() as connection:
            try:
                self._state.require(connection)
            except Superseded:
                return
            self._tables(connection, work.generation).drop(connection)
            self._state.end(connection)
