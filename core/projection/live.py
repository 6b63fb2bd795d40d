"""Ledgers kept inside the append transaction, and the pointers to their tables."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.projection.kept_ledger import keep
from houqin.core.projection.rollup import rollups_of
from houqin.core.projection.tables import LedgerTables
from houqin.core.projection.writing import BaseLedger, WriteSet
from houqin.events.errors import StatementRefused
from houqin.events.schema import create_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from uuid import UUID
    from zoneinfo import ZoneInfo

    from houqin.core.projection.effective import Effective
    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.ledger import Ledger
    from houqin.events.store import Connection
    from houqin.events.transaction import LogTransaction

logger = logging.getLogger(__name__)

#: A refusal of one row: that ledger's fault, nobody else's. Anything else (a lost
#: connection, a lock, a full disk) aborts the command.
ROW_ERRORS = (StatementRefused, OverflowError)


class Change(NamedTuple):
    """What one command did to one stream, before and after."""

    aggregate: str
    before: Effective | None
    after: Effective | None


class Pointer(NamedTuple):
    """Which generation of a ledger is read and written, and whether it stands."""

    generation: int
    definition: str
    stopped_at: int | None
    error: str | None


def _first_of(
    transaction: LogTransaction, ledger: Ledger, changes: Sequence[Change]
) -> int:
    """The first event of the transaction that is about one of a ledger's records."""
    streams = [
        (after or before).first.stream.bytes  # type: ignore[union-attr]  # one there is
        for aggregate, before, after in changes
        if aggregate == ledger.per.topic
    ]
    marks = ", ".join("?" * len(streams))
    ((first,),) = transaction.connection.execute(
        "SELECT min(position) FROM [event] WHERE position > ?"  # noqa: S608 - marks only
        f" AND originator_id IN ({marks})",
        (transaction.before, *streams),
    )
    return int(first or transaction.position)


class Projections:
    """Every base ledger of a site: live writing, pointers, stops."""

    def __init__(
        self, ledgers: Sequence[Ledger], kpis: Sequence[Kpi], zone: ZoneInfo
    ) -> None:
        rollups = rollups_of(ledgers)
        self.bases = {
            x.name: BaseLedger(x, kpis, zone, rollups)
            for x in ledgers
            if x not in rollups
        }
        self._by_aggregate: dict[str, list[BaseLedger]] = {}
        for base in self.bases.values():
            self._by_aggregate.setdefault(base.ledger.per.topic, []).append(base)
        #: Told of a ledger that stands still, once the command's commit stands.
        self.when_stopped: list[Callable[[Ledger, Pointer], None]] = []
        self._epoch = -1
        self._pointers: dict[str, Pointer] = {}
        self._tables: dict[tuple[str, int, str | None], LedgerTables] = {}

    def tables(
        self, ledger: Ledger, generation: int, schema: str | None
    ) -> LedgerTables:
        """The tables of one generation, described once."""
        key = (ledger.name, generation, schema)
        if key not in self._tables:
            self._tables[key] = LedgerTables(ledger, generation, schema)
        return self._tables[key]

    def project(self, transaction: LogTransaction, changes: Iterable[Change]) -> None:
        """Bring every ledger up to what the transaction has appended.

        A ledger whose reducer or whose row fails is stopped at this position; the
        event is kept and the other ledgers go on.
        """
        connection, changes = transaction.connection, list(changes)
        self._refresh(connection, transaction.epoch)
        sets = self._compute(transaction, changes)
        if not sets:
            return
        tables = {s.base.ledger.name: self._ready(transaction, s) for s in sets}

        def write() -> None:
            # Each stream has its own rows, and is in the changes once.
            connection.run_together(
                [
                    statement
                    for each in sets
                    for statement in each.statements(
                        connection, tables[each.base.ledger.name]
                    )
                ]
            )

        apart = partial(self._flush_apart, transaction, sets, tables, changes)
        connection.put_off(write, apart, ROW_ERRORS)

    def _compute(
        self, transaction: LogTransaction, changes: Sequence[Change]
    ) -> list[WriteSet]:
        sets: dict[str, WriteSet] = {}
        failed: set[str] = set()
        for aggregate, before, after in changes:
            for base in self._by_aggregate.get(aggregate, ()):
                name = base.ledger.name
                pointer = self._pointers.get(name)
                if name in failed or (pointer and pointer.stopped_at is not None):
                    continue
                try:
                    sets.setdefault(name, WriteSet(base)).change(before, after)
                except Exception as error:  # noqa: BLE001 - any reducer's fault
                    failed.add(name)
                    self._stop(transaction, base.ledger, error, changes)
        return [s for name, s in sets.items() if name not in failed and not s.empty]

    def _flush_apart(
        self,
        transaction: LogTransaction,
        sets: list[WriteSet],
        tables: dict[str, LedgerTables],
        changes: Sequence[Change],
    ) -> None:
        """After a failure, one by one, so that only the guilty ledger stops."""
        for each in sets:
            ledger = each.base.ledger
            try:
                with transaction.connection.savepoint():
                    each.flush(transaction.connection, tables[ledger.name])
            except ROW_ERRORS as error:
                self._stop(transaction, ledger, error, changes)

    def _stop(
        self,
        transaction: LogTransaction,
        ledger: Ledger,
        error: Exception,
        changes: Sequence[Change],
    ) -> None:
        """Let a ledger stand where it stood before this command.

        Resuming it later goes on from there; the definition it was made by stays.
        """
        at = _first_of(transaction, ledger, changes)
        said = f"{type(error).__name__}: {error}"[:500]
        logger.error("ledger %s stopped at %d", ledger.name, at, exc_info=error)
        if ledger.name not in self._pointers:
            self.begin(transaction, ledger)
        pointer = self._pointers[ledger.name]
        stopped = pointer._replace(stopped_at=at, error=said)
        self.point(transaction, ledger.name, stopped)
        for told in self.when_stopped:
            transaction.afterwards.append(partial(told, ledger, stopped))

    def _ready(self, transaction: LogTransaction, each: WriteSet) -> LedgerTables:
        ledger = each.base.ledger
        pointer = self._pointers.get(ledger.name)
        generation = pointer.generation if pointer else self.begin(transaction, ledger)
        return self.tables(ledger, generation, transaction.connection.schema)

    def begin(self, transaction: LogTransaction, ledger: Ledger) -> int:
        """Make the first generation, empty; tables come into being at the first row.

        :returns: its number.
        """
        self.create(transaction.connection, ledger, 1)
        definition = self.bases[ledger.name].definition
        pointer = Pointer(1, definition, None, None)
        self.point(transaction, ledger.name, pointer)
        return 1

    def create(self, connection: Connection, ledger: Ledger, generation: int) -> None:
        """Create the tables of one generation."""
        tables = self.tables(ledger, generation, connection.schema)
        create_tables(connection, tables.metadata)

    def point(self, transaction: LogTransaction, name: str, pointer: Pointer) -> None:
        """Point a ledger elsewhere, and let every other writer know by the epoch."""
        transaction.connection.run(
            "INSERT INTO [projection]"
            " (ledger, generation, definition, stopped_at, error)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (ledger) DO UPDATE SET generation ="
            " excluded.generation, definition = excluded.definition, stopped_at ="
            " excluded.stopped_at, error = excluded.error",
            (name, *pointer),
        )
        keep(transaction.connection, self.bases[name].ledger)
        transaction.raise_epoch()
        self._epoch = -1
        self._pointers = {**self._pointers, name: pointer}

    def purge(self, connection: Connection, aggregate: str, stream: UUID) -> None:
        """Take a stream's rows out of tables that live writing does not reach.

        A rebuild leaves the generation before, an interrupted one the next; both may
        hold a text that has been erased, and so may a stopped ledger.
        """
        for base in self._by_aggregate.get(aggregate, ()):
            pointer = self._pointers.get(base.ledger.name)
            here = pointer.generation if pointer else 1
            stopped = [here] if pointer and pointer.stopped_at is not None else []
            for generation in (here - 1, here + 1, *stopped):
                tables = self.tables(base.ledger, generation, connection.schema)
                # There may be no such table.
                with suppress(StatementRefused), connection.savepoint():
                    connection.run(tables.purge, (str(stream),))

    def _refresh(self, connection: Connection, epoch: int) -> None:
        if epoch != self._epoch:
            self._pointers = self.pointers(connection)
            self._epoch = epoch

    @staticmethod
    def pointers(connection: Connection) -> dict[str, Pointer]:
        """Read all pointers, in the reader's or writer's own transaction."""
        rows = connection.execute(
            "SELECT ledger, generation, definition, stopped_at, error FROM [projection]"
        )
        return {row[0]: Pointer(*row[1:]) for row in rows}
