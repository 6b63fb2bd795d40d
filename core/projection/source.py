"""Where rows are read from: the live generation, or a horizon's temporary one."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from houqin.core.projection.effective import resolve
from houqin.core.projection.streams import streams_of
from houqin.core.projection.tables import LedgerTables
from houqin.core.projection.writing import WriteSet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from houqin.core.projection.horizon import Limits
    from houqin.core.projection.ledger import Ledger
    from houqin.core.projection.live import Projections
    from houqin.events.log import Log
    from houqin.events.store import Connection

#: Folded horizons a process keeps; an as-of page folds once, then pages and sorts.
KEPT_HORIZONS = 24


#: A statement's text and its parameters, as the driver takes them.
Compiled = tuple[str, Any]


class RowSource(Protocol):
    """Tables of ledgers, and a way to run a statement against them."""

    def tables(self, ledger: Ledger) -> LedgerTables | None:
        """The ledger's tables, or nothing while it has no row."""
        ...

    def run(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        """Run a query built on those tables."""
        ...

    def compile(self, statement: sa.Select[Any]) -> Compiled:
        """The driver's own text and parameters of a query, to be kept."""
        ...

    def fetch(self, compiled: Compiled) -> list[tuple[Any, ...]]:
        """Run what was compiled before."""
        ...


class Compiler:
    """Compiles SQLAlchemy statements to the driver's own text, parameters inline."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self.dialect = dialect

    def __call__(self, statement: Any) -> Compiled:
        compiled = statement.compile(
            dialect=self.dialect, compile_kwargs={"render_postcompile": True}
        )
        values = compiled.params
        if compiled.positional:
            return str(compiled), [values[name] for name in compiled.positiontup]
        return str(compiled), values


class LiveSource:
    """The current generations, read within the reader's own transaction."""

    def __init__(
        self, projections: Projections, connection: Connection, compiler: Compiler
    ) -> None:
        self._projections = projections
        self._connection = connection
        self._compile = compiler
        self.pointers = projections.pointers(connection)

    def tables(self, ledger: Ledger) -> LedgerTables | None:
        """The generation the pointer names."""
        pointer = self.pointers.get(ledger.name)
        if pointer is None:
            return None
        schema = self._connection.schema
        return self._projections.tables(ledger, pointer.generation, schema)

    def run(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        """Run it on the reader's connection."""
        return self.fetch(self.compile(statement))

    def compile(self, statement: sa.Select[Any]) -> Compiled:
        """In the dialect of the site's store."""
        return self._compile(statement)

    def fetch(self, compiled: Compiled) -> list[tuple[Any, ...]]:
        """Run it on the reader's connection."""
        return self._connection.driver(*compiled)


class _TemporaryConnection:
    """The part of a store's connection that a write set needs."""

    dialect = "sqlite"
    schema = None

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._driver = driver

    def run_many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        self._driver.executemany(sql, rows)


class HorizonStore:
    """Temporary generations of one site, in a private database of this process.

    They are derived, so they need neither the site's store nor its lock, and a site
    opened for reading only has its as-of views all the same.
    """

    def __init__(self) -> None:
        self._driver = sqlite3.connect("", check_same_thread=False)
        self._lock = threading.RLock()
        # What an erasure takes away is overwritten when its table goes.
        self._driver.execute("PRAGMA secure_delete=ON")
        self._kept: OrderedDict[tuple[Any, ...], LedgerTables] = OrderedDict()
        self._epoch = 0
        # A reader may still hold what is kept no more; its tables go when it has gone.
        self._gone: deque[tuple[str, str]] = deque()
        self._serial = 0
        self._compile = Compiler(sqlite.dialect(paramstyle="qmark"))

    def tables(
        self,
        projections: Projections,
        ledger: Ledger,
        limits: Limits,
        streams: Callable[[], Any],
        epoch: int,
    ) -> LedgerTables:
        """Fold the ledger within ``limits`` unless that has been done.

        :param epoch: the log's, as the reader has it; an erasure raises it, and what
            was folded before is dropped.
        """
        key = (ledger.name, *limits)
        with self._lock:
            if epoch > self._epoch:
                self._epoch = epoch
                self._kept.clear()
            if epoch < self._epoch:
                return self._fold(projections, ledger, limits, streams)
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            tables = self._fold(projections, ledger, limits, streams)
            self._kept[key] = tables
            while len(self._kept) > KEPT_HORIZONS:
                self._kept.popitem(last=False)
            return tables

    def _fold(
        self,
        projections: Projections,
        ledger: Ledger,
        limits: Limits,
        streams: Callable[[], Any],
    ) -> LedgerTables:
        self._drop_gone()
        self._serial += 1
        tables = LedgerTables(ledger, self._serial)
        names = (tables.name, tables.cells_name)
        weakref.finalize(tables, self._gone.append, names).atexit = False
        changes = WriteSet(projections.bases[ledger.name])
        for stream in streams():
            changes.change(None, resolve(stream, limits))
        for ddl in (*_create(tables.rows), *_create(tables.cells)):
            self._driver.execute(str(ddl.compile(dialect=sqlite.dialect())))
        changes.flush(_TemporaryConnection(self._driver), tables)  # type: ignore[arg-type]  # enough of one
        self._driver.commit()
        return tables

    def _drop_gone(self) -> None:
        while self._gone:
            for name in self._gone.popleft():
                self._driver.execute(f"DROP TABLE IF EXISTS [{name}]")

    def compile(self, statement: sa.Select[Any]) -> Compiled:
        """In the dialect of this private database."""
        return self._compile(statement)

    def fetch(self, compiled: Compiled) -> list[tuple[Any, ...]]:
        """Run a query on the temporary tables."""
        with self._lock:
            return self._driver.execute(*compiled).fetchall()


def _create(table: sa.Table) -> list[Any]:
    return [sa.schema.CreateTable(table), *map(sa.schema.CreateIndex, table.indexes)]


class HorizonSource:
    """Ledgers folded within one horizon."""

    def __init__(
        self,
        store: HorizonStore,
        projections: Projections,
        log: Log,
        connection: Connection,
        limits: Limits,
        topics: Callable[[str], Sequence[str]],
    ) -> None:
        self._store = store
        self._projections = projections
        self._log = log
        self._connection = connection
        self._topics = topics
        self._tables: dict[str, LedgerTables] = {}
        last, _recorded, self._epoch = log.head(connection)
        head = min(last, limits.position)
        if limits.recorded_before < 2**62:
            known = log.position_at(connection, limits.recorded_before)
            head = min(head, known)
        # A knowledge date is a position; naming it so lets equal horizons share.
        self.limits = limits._replace(position=head, recorded_before=2**62)

    def tables(self, ledger: Ledger) -> LedgerTables | None:
        """Fold the ledger, or find it folded."""
        if ledger.name not in self._tables:
            self._tables[ledger.name] = self._folded(ledger)
        return self._tables[ledger.name]

    def _folded(self, ledger: Ledger) -> LedgerTables:
        aggregate = ledger.per.topic

        def streams() -> Any:
            return streams_of(
                self._log,
                self._connection,
                aggregate,
                self._topics(aggregate),
                self.limits.position,
            )

        return self._store.tables(
            self._projections, ledger, self.limits, streams, self._epoch
        )

    def run(self, statement: sa.Select[Any]) -> list[tuple[Any, ...]]:
        """Run it on the temporary tables."""
        return self.fetch(self.compile(statement))

    def compile(self, statement: sa.Select[Any]) -> Compiled:
        """In the dialect of the temporary tables."""
        return self._store.compile(statement)

    def fetch(self, compiled: Compiled) -> list[tuple[Any, ...]]:
        """Run it on the temporary tables."""
        return self._store.fetch(compiled)
