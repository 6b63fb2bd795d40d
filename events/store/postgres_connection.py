"""One transaction on a pooled connection of a PostgreSQL server."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import psycopg
from psycopg.pq import TransactionStatus

from houqin.events.store.connection import Connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from houqin.events.store.connection import Errors, Parameters, Row, Write
    from houqin.events.store.pools import Raw
    from houqin.events.store.postgres import PostgresStore

_PUT_OFF = "put_off"
TOGETHER = 8
"""Statements that are sent as one, and cost client and server a message each less."""


class PutOff(NamedTuple):
    """What is written with the commit, and what is done where it is refused."""

    write: Callable[[], None]
    otherwise: Callable[[], None]
    errors: Errors


class PostgresConnection(Connection):
    """A transaction that begins with its first statement.

    Each wait for the server costs as much as several statements: a hastened
    transaction waits for rows it asks for, and for its commit.
    """

    dialect: ClassVar[str] = "postgresql"

    def __init__(self, store: PostgresStore, raw: Raw, begin: str) -> None:
        self.schema: str | None = store.schema
        self._store = store
        self._raw = raw
        self._texts = store.texts
        self._numbered = store.numbered
        self._begin: str | None = begin
        self._depth = 0
        self._pipelines = ExitStack()
        self._pipeline: psycopg.Pipeline | None = None
        self._hastened = False
        self._deferred: list[tuple[str, Callable[[], Sequence[Any]]]] = []
        self._put_off: PutOff | None = None
        self._asked = False

    def execute(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        self._settle()
        try:
            self._open()
            if self._pipeline is not None:
                text, statements = self._numbered[sql], self._raw.statements
                rows = statements.ask(self._pipeline, text, params)
                if rows is not None:
                    return rows
            return self._asked_of_psycopg(self._texts[sql], params)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def run(self, sql: str, params: Sequence[Any] = ()) -> None:
        try:
            self._open()
            if not self._sent(sql, params):
                self._raw.execute(self._texts[sql], params, binary=True)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def _sent(self, sql: str, params: Sequence[Any]) -> bool:
        statements, pipeline = self._raw.statements, self._pipeline
        if pipeline is None:
            return False
        return statements.send(pipeline, self._numbered[sql], params)

    def run_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with nullcontext() if self._pipeline else self.pipeline():
            for row in rows:
                self.run(sql, row)

    def run_together(self, statements: Iterable[Write]) -> None:
        single = [(sql, row) for sql, rows in statements for row in rows]
        for start in range(0, len(single), TOGETHER):
            *others, (last, _) = part = single[start : start + TOGETHER]
            before = ", ".join(f"w{n} AS ({sql})" for n, (sql, _) in enumerate(others))
            values = [value for _, row in part for value in row]
            self.run(f"WITH {before} {last}" if before else last, values)

    def load(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        self._settle()
        names = ", ".join(f'"{name}"' for name in columns)
        sql = self._texts[f"COPY [{table}] ({names}) FROM STDIN"]
        try:
            # There is no COPY in a pipeline.
            self._wait()
            self._open()
            with self._raw.cursor() as cursor, cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def defer(self, sql: str, params: Callable[[], Sequence[Any]]) -> None:
        self._deferred.append((sql, params))

    def driver(self, sql: str, params: Parameters = ()) -> list[Row]:
        self._settle()
        try:
            self._open()
            return self._asked_of_psycopg(sql, params)
        except psycopg.Error as error:
            raise self._store.failure(error, sql) from error

    def _asked_of_psycopg(self, sql: str, params: Parameters) -> list[Row]:
        return _rows(self._raw.execute(sql, params or None, binary=True))

    @contextmanager
    def pipeline(self) -> Iterator[None]:
        outer = self._pipeline
        try:
            self._open()
            if outer is not None:
                # Within another psycopg waits for what was sent before.
                self._raw.statements.flush()
            with self._raw.pipeline() as self._pipeline:
                yield
                self._raw.statements.flush()
            self._raw.statements.confirm()
        except psycopg.Error as error:
            raise self._store.failure(error, "pipeline") from error
        finally:
            self._pipeline = outer

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        self._settle()
        name = f"s{self._depth}"
        self._depth += 1
        try:
            with self.pipeline():
                self.run(f"SAVEPOINT {name}")
                yield
                self.run(f"RELEASE SAVEPOINT {name}")
        except BaseException:
            self._forget_prepared()
            # It fails only where the transaction is lost with its savepoints.
            with suppress(psycopg.Error):
                self._raw.execute(f"ROLLBACK TO SAVEPOINT {name}")
            raise
        finally:
            self._depth -= 1

    def hasten(self) -> None:
        if not self._hastened:
            self._pipeline = self._pipelines.enter_context(self._raw.pipeline())
            self._hastened = True

    def put_off(
        self, write: Callable[[], None], otherwise: Callable[[], None], errors: Errors
    ) -> None:
        self._settle()
        self._put_off = PutOff(write, otherwise, errors)

    def commit(self) -> None:
        """Send what was put off, what was deferred and the commit, and wait once.

        :raises StoreFaulty: when nobody knows whether the server heard it.
        """
        self._asked = False
        put_off, self._put_off = self._put_off, None
        if self._begin is not None and not (put_off or self._deferred):
            return
        try:
            self._send_rest(put_off)
        except Exception as error:
            failure = self._not_committed(error)
            if put_off is None or not isinstance(failure, put_off.errors):
                raise failure from error
            if not self._undone():
                raise failure from error
            put_off.otherwise()
            self.commit()

    def roll_back(self) -> None:
        """Undo everything; a lost connection has done so already."""
        with suppress(psycopg.Error):
            self._wait()
        self._raw.statements.forget_unsure()
        with suppress(psycopg.Error):
            self._raw.rollback()

    def _open(self) -> None:
        """Begin, in one round trip with the first statement where that is hastened."""
        if self._begin is not None:
            begin, self._begin = self._begin, None
            self._run_plain(begin)

    def _run_plain(self, sql: str) -> None:
        if self._pipeline is None:
            self._raw.execute(sql, prepare=False)
        else:
            self._raw.statements.send_plain(self._pipeline, sql)

    def _wait(self) -> None:
        """Wait for what was sent; the first error of it is raised."""
        if self._hastened:
            self._hastened, self._pipeline = False, None
            self._raw.statements.flush()
            self._pipelines.close()
            self._raw.statements.confirm()

    def _settle(self) -> None:
        """Write what was put off before anything else is read."""
        if self._put_off is None:
            return
        put_off, self._put_off = self._put_off, None
        # What was refused before it is not its fault.
        with self.pipeline():
            pass
        try:
            with self.savepoint():
                put_off.write()
        except put_off.errors:
            put_off.otherwise()

    def _send_rest(self, put_off: PutOff | None) -> None:
        self.hasten()
        for sql, params in self._deferred:
            self.run(sql, params())
        if put_off is not None:
            # Last: there is no such savepoint where anything else was refused.
            self.run(f"SAVEPOINT {_PUT_OFF}")
            put_off.write()
        self._asked = True
        self._run_plain("COMMIT")
        self._wait()

    def _forget_prepared(self) -> None:
        """Prepare everything anew: psycopg takes for prepared what a pipeline was to.

        The server has skipped whatever came after the statement that it refused. Only
        the rollback of a whole transaction makes psycopg forget.
        """
        self._raw.statements.forget_unsure()
        self._raw._prepared.clear()  # noqa: SLF001 - there is no public way

    def _not_committed(self, error: Exception) -> Exception:
        """What went wrong, once the server has said where the transaction stands."""
        with suppress(psycopg.Error):
            self._wait()
        status = self._raw.info.transaction_status
        if self._asked and (
            status is TransactionStatus.UNKNOWN
            or (status is TransactionStatus.IDLE and _outside(error))
        ):
            return self._store.unknown(error)
        if isinstance(error, psycopg.Error):
            return self._store.failure(error, "COMMIT")
        return error

    def _undone(self) -> bool:
        """Whether what was put off was refused, and all before it stands."""
        self._forget_prepared()
        try:
            self._raw.execute(f"ROLLBACK TO SAVEPOINT {_PUT_OFF}")
        except psycopg.Error:
            return False
        return True


def _outside(error: Exception) -> bool:
    """Whether something outside the statement was wrong: the line, the disk."""
    return isinstance(error, psycopg.OperationalError)


def _rows(cursor: psycopg.Cursor[Row]) -> list[Row]:
    try:
        return cursor.fetchall()
    except psycopg.ProgrammingError:
        # It was not one that returns rows; in a pipeline that is known only now.
        if cursor.pgresult is None or cursor.description is not None:
            raise
        return []
