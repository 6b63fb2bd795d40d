"""系统日志: what happens to the system rather than to a record, beside the log.

Refused logins, pages asked for without a right, faults, rebuilds: no events of the
office, kept at least six months (网络安全法 21 条) and as long as the parameter says.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from houqin.core.schema import types
from houqin.events.instants import MINUTE
from houqin.events.schema import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from houqin.events.store import Connection, Store

_DAY = 24 * 60 * MINUTE
#: The longest month there is: six months are never cut short.
_MONTH = 31 * _DAY
#: The same from the same place within so long is one line, counted.
ONE_LINE = 10 * MINUTE
MOST_TEXT = 500

system_log_metadata = sa.MetaData()
sa.Table(
    "system_log",
    system_log_metadata,
    sa.Column("id", Position, primary_key=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("person", sa.LargeBinary),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("times", sa.BigInteger, nullable=False),
    sa.Index("system_log_at", "at"),
)


class Kind(types.Choice):
    """What a line is about."""

    LOGIN = "login", "登录失败"
    DENIED = "denied", "无权访问"
    FAULT = "fault", "系统故障"
    REBUILD = "rebuild", "重新生成台账"
    CHECK = "check", "台账核对"
    SETTINGS = "settings", "参数设置"
    STARTED = "started", "系统启动"
    AUDIT = "audit", "存证和核验"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to write down."""

    kind: Kind
    text: str
    person: UUID | None = None
    address: str = ""


class Line(NamedTuple):
    """One line as it is read: first and last time, in wall time, and how often."""

    id: int
    at: int
    last: int
    kind: str
    person: UUID | None
    text: str
    address: str
    times: int


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which lines; times are microseconds UTC, the end exclusive."""

    kind: str = ""
    people: tuple[UUID, ...] | None = None
    since: int | None = None
    before: int | None = None


def wall_now() -> int:
    """The machine's own time: a demonstration's log tells when it really was."""
    return time.time_ns() // 1000


_COLUMNS = "id, at, last, kind, person, text, address, times"
_AGAIN = (
    "SELECT id FROM [system_log] WHERE at > ? AND kind = ? AND text = ?"
    " AND address = ? AND person IS NULL ORDER BY id DESC LIMIT 1"
)
_AGAIN_BY = _AGAIN.replace("person IS NULL", "person = ?")


class SystemLog:
    """The lines of one site.

    :param months: how long lines are kept, read in the write's own transaction.
    """

    def __init__(self, store: Store, months: Callable[[Connection], int]) -> None:
        self._store = store
        self._months = months
        self._pruned = -1

    def write(self, entries: Iterable[Entry], now: int | None = None) -> None:
        """Write lines down, and once a day let go of what is too old."""
        at = wall_now() if now is None else now
        with self._store.writing() as connection:
            for entry in entries:
                _write(connection, entry, at)
            if self._pruned != at // _DAY:
                self.prune(connection, at)
                self._pruned = at // _DAY

    def prune(self, connection: Connection, now: int) -> None:
        """Let go of what is older than the parameter says."""
        limit = now - self._months(connection) * _MONTH
        connection.run("DELETE FROM [system_log] WHERE last < ?", (limit,))

    def read(
        self,
        connection: Connection,
        choosing: Choosing,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Line]:
        """The chosen lines, the newest first."""
        where, values = _where(choosing)
        sql = f"SELECT {_COLUMNS} FROM [system_log]{where} ORDER BY last DESC, id DESC"  # noqa: S608 - constants
        if limit is not None:
            sql += f" LIMIT {limit:d} OFFSET {offset:d}"
        return [_line(row) for row in connection.execute(sql, values)]


def _write(connection: Connection, entry: Entry, at: int) -> None:
    text = entry.text[:MOST_TEXT].replace("\x00", "")
    person = entry.person.bytes if entry.person else None
    key = (at - ONE_LINE, entry.kind.value, text, entry.address)
    again = (
        connection.execute(_AGAIN, key)
        if person is None
        else connection.execute(_AGAIN_BY, (*key, person))
    )
    if again:
        connection.run(
            "UPDATE [system_log] SET times = times + 1, last = ? WHERE id = ?",
            (at, again[0][0]),
        )
        return
    connection.run(
        "INSERT INTO [system_log] (at, last, kind, person, text, address, times)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        (at, at, entry.kind.value, person, text, entry.address),
    )


def _where(choosing: Choosing) -> tuple[str, list[object]]:
    parts: list[str] = []
    values: list[object] = []
    if choosing.kind:
        parts.append("kind = ?")
        values.append(choosing.kind)
    if choosing.people is not None:
        marks = ", ".join("?" * len(choosing.people)) or "NULL"
        parts.append(f"person IN ({marks})")
        values += [person.bytes for person in choosing.people]
    if choosing.since is not None:
        parts.append("last >= ?")
        values.append(choosing.since)
    if choosing.before is not None:
        parts.append("at < ?")
        values.append(choosing.before)
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def _line(row: tuple[object, ...]) -> Line:
    id_, at, last, kind, person, *rest = row
    known = UUID(bytes=bytes(person)) if person is not None else None  # type: ignore[call-overload]  # bytes in either driver
    return Line(id_, at, last, kind, known, *rest)  # type: ignore[arg-type]  # as selected
