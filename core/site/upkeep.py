"""Long work on a site: who does it, how far it is, and that nobody does it twice.

One row a piece of work, seen by every process. A row whose process has died says
nothing against beginning anew.
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from uuid import UUID, uuid4

import sqlalchemy as sa

from houqin.core.projection.rebuild import GivenUp
from houqin.core.projection.rebuild_part import ReducerFailed
from houqin.core.schema.errors import Refused
from houqin.core.site.system_log import wall_now
from houqin.events.instants import MINUTE

if TYPE_CHECKING:
    from types import TracebackType

    from houqin.events.store import Connection, Store

#: Without a sign of life for so long, work on another machine counts as broken off.
SILENT = 10 * MINUTE
#: How often progress is written down.
_SECOND = 1_000_000
RUNNING, DONE, FAILED, BROKEN = "running", "done", "failed", "broken"
#: Somebody wants it ended; ended so.
CANCELLING, CANCELLED = "cancelling", "cancelled"
_MOST_SAID = 2000
#: What this process is at, on whatever site.
_held: set[UUID] = set()

upkeep_metadata = sa.MetaData()
sa.Table(
    "upkeep",
    upkeep_metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("person", sa.LargeBinary),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("process", sa.BigInteger, nullable=False),
    sa.Column("claim", sa.LargeBinary, nullable=False),
    sa.Column("started", sa.BigInteger, nullable=False),
    sa.Column("seen", sa.BigInteger, nullable=False),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("total", sa.BigInteger, nullable=False),
    sa.Column("said", sa.Text, nullable=False),
)
_COLUMNS = "name, state, person, host, process, claim, started, seen, done, total, said"


_INSERT = f"INSERT INTO [upkeep] ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants

_WANTED = "SELECT state FROM [upkeep] WHERE name = ? AND claim = ?"


class Work(NamedTuple):
    """One piece of work as it stands; times in microseconds of the wall's clock."""

    name: str
    state: str
    person: UUID | None
    host: str
    process: int
    claim: UUID
    started: int
    seen: int
    done: int
    total: int
    said: str

    @property
    def running(self) -> bool:
        """Whether somebody is at it."""
        return self.state in {RUNNING, CANCELLING}


class Job:
    """Work somebody has begun, to be done in a ``with``; tells how far it is."""

    def __init__(self, store: Store, name: str, claim: UUID) -> None:
        self.name = name
        self._store = store
        self._claim = claim
        self._told = 0
        #: What is said of it when it is done.
        self.result = ""

    def __enter__(self) -> Self:
        """Do it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say how it ended."""
        try:
            if kind is None:
                self._end(DONE, self.result)
            elif issubclass(kind, GivenUp | KeyboardInterrupt):
                self._end(CANCELLED, "")
            elif isinstance(error, ReducerFailed):
                self._end(FAILED, str(error))
            else:
                self._end(FAILED, f"{kind.__name__}: {error}")
        finally:
            _held.discard(self._claim)

    def progress(self, done: int, total: int, said: str = "") -> None:
        """Say how far it is, at most once a second.

        :raises GivenUp: when somebody has cancelled it.
        """
        now = wall_now()
        if now - self._told < _SECOND:
            return
        self._told = now
        self._set("seen = ?, done = ?, total = ?, said = ?", now, done, total, said)
        with self._store.reading() as connection:
            found = connection.execute(_WANTED, (self.name, self._claim.bytes))
        if found != [(RUNNING,)]:
            raise GivenUp

    def _end(self, state: str, said: str) -> None:
        self._set("state = ?, seen = ?, said = ?", state, wall_now(), said[:_MOST_SAID])

    def _set(self, assigned: str, *values: object) -> None:
        with self._store.writing() as connection:
            connection.run(
                f"UPDATE [upkeep] SET {assigned} WHERE name = ? AND claim = ?",  # noqa: S608 - constants
                (*values, self.name, self._claim.bytes),
            )


class Upkeep:
    """The work on one site."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _require_free(self, connection: Connection, name: str, title: str) -> None:
        known = self.all(connection).get(name)
        if known is not None and known.running:
            raise Refused(f"{title}正在进行，请等它完成")

    def begin(self, name: str, title: str, person: UUID | None = None) -> Job:
        """Take on a piece of work nobody else does at the same time.

        :raises Refused: when somebody is at it.
        """
        claim = uuid4()
        with self._store.writing() as connection:
            self._require_free(connection, name, title)
            connection.run("DELETE FROM [upkeep] WHERE name = ?", (name,))
            connection.run(_INSERT, _row(name, person, claim))
            _held.add(claim)
        return Job(self._store, name, claim)

    def cancel(self, name: str, title: str) -> None:
        """Ask whoever is at it to end it without a result.

        :raises Refused: when nobody is.
        """
        with self._store.writing() as connection:
            known = self.all(connection).get(name)
            if known is None or not known.running:
                raise Refused(f"{title}没有在进行")
            connection.run(
                "UPDATE [upkeep] SET state = ? WHERE name = ? AND claim = ?",
                (CANCELLING, name, known.claim.bytes),
            )

    def all(self, connection: Connection) -> dict[str, Work]:
        """Every piece of work that was ever begun, by name, as it last stood."""
        rows = connection.execute(f"SELECT {_COLUMNS} FROM [upkeep]")  # noqa: S608 - constants
        return {row[0]: _judged(_work(row)) for row in rows}


def _row(name: str, person: UUID | None, claim: UUID) -> tuple[Any, ...]:
    now, by = wall_now(), person.bytes if person else None
    host, process = socket.gethostname(), os.getpid()
    return (name, RUNNING, by, host, process, claim.bytes, now, now, 0, 0, "")


def _judged(work: Work) -> Work:
    if not work.running or _alive(work):
        return work
    return work._replace(state=BROKEN)


def _alive(work: Work) -> bool:
    """Whether the one who began it is still there."""
    if work.claim in _held:
        return True
    if work.host == socket.gethostname():
        return work.process != os.getpid() and _exists(work.process)
    return wall_now() - work.seen < SILENT


def _exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _work(row: tuple[Any, ...]) -> Work:
    name, state, person, host, process, claim, *rest = row
    by = UUID(bytes=bytes(person)) if person is not None else None
    return Work(name, state, by, host, process, UUID(bytes=bytes(claim)), *rest)
