"""Where followers keep how far they are, and what was put aside (搁置任务)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from houqin.core.model.follower import Undelivered
from houqin.core.site.system_log import wall_now
from houqin.events.canonical import decode, encode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.follower import Kept
    from houqin.events.store import Connection

_MOST_SAID = 500

follower_metadata = sa.MetaData()
sa.Table(
    "follower",
    follower_metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.BigInteger, nullable=False),
    sa.Column("next_try", sa.BigInteger, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
)
sa.Table(
    "follower_parked",
    follower_metadata,
    sa.Column("follower", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("parked", sa.BigInteger, nullable=False),
    sa.Column("tries", sa.BigInteger, nullable=False),
    sa.Column("due", sa.BigInteger, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
)
sa.Table(
    "follower_kept",
    follower_metadata,
    sa.Column("follower", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

_STATE = "SELECT position, tries, next_try, error FROM [follower] WHERE name = ?"
_BEGIN = (
    "INSERT INTO [follower] (name, position, tries, next_try, error)"
    " VALUES (?, ?, 0, 0, '') ON CONFLICT (name) DO NOTHING"
)
_MOVE = (
    "UPDATE [follower] SET position = ?, tries = 0, next_try = 0, error = ''"
    " WHERE name = ? AND position < ?"
)
_FAIL = "UPDATE [follower] SET tries = ?, next_try = ?, error = ? WHERE name = ?"
_PARKED = (
    "SELECT follower, position, parked, tries, due, error FROM [follower_parked]"
    " ORDER BY follower, position"
)
_DUE = (
    "SELECT position, tries FROM [follower_parked]"
    " WHERE follower = ? AND due = 1 ORDER BY position LIMIT 1"
)
_PARK = (
    "INSERT INTO [follower_parked] (follower, position, parked, tries, due, error)"
    " VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT (follower, position) DO UPDATE SET"
    " tries = excluded.tries, due = 0, error = excluded.error"
)
_DONE = "DELETE FROM [follower_parked] WHERE follower = ? AND position = ?"
_ROW = "SELECT content FROM [follower_kept] WHERE follower = ? AND key = ?"
_ROWS = "SELECT key, content FROM [follower_kept] WHERE follower = ? ORDER BY key"
_KEEP = (
    "INSERT INTO [follower_kept] (follower, key, content) VALUES (?, ?, ?)"
    " ON CONFLICT (follower, key) DO UPDATE SET content = excluded.content"
)
_DROP = "DELETE FROM [follower_kept] WHERE follower = ? AND key = ?"
_ASIDE = "SELECT 1 FROM [follower_parked] WHERE follower = ? AND position = ?"
_RESUME = "UPDATE [follower_parked] SET due = 1 WHERE follower = ?"


class State(NamedTuple):
    """How far a follower is.

    :param position: the last event it is done with.
    :param tries: failures with the next one; ``next_try`` in microseconds, wall time.
    """

    position: int
    tries: int
    next_try: int
    error: str


class Parked(NamedTuple):
    """An event put aside; ``due`` is 1 once somebody had it resumed."""

    follower: str
    position: int
    parked: int
    tries: int
    due: int
    error: str


def state_of(connection: Connection, name: str) -> State | None:
    """How far a follower is; nothing before its first look at the log."""
    rows = connection.execute(_STATE, (name,))
    return State(*rows[0]) if rows else None


def still_ahead(connection: Connection, name: str, position: int) -> bool:
    """Whether an event is not done with; it stays so until this transaction ends."""
    rows = connection.execute(_for_update(connection, _STATE), (name,))
    return bool(rows) and rows[0][0] < position


def still_aside(connection: Connection, name: str, position: int) -> bool:
    """Whether an event is still put aside; it stays so until this transaction ends."""
    sql = _for_update(connection, _ASIDE)
    return bool(connection.execute(sql, (name, position)))


def _for_update(connection: Connection, sql: str) -> str:
    # On SQLite whoever writes is alone.
    return f"{sql} FOR UPDATE" if connection.dialect == "postgresql" else sql


def row_of(connection: Connection, name: str, key: str) -> dict[str, Any] | None:
    """The row a follower keeps under a key."""
    rows = connection.execute(_ROW, (name, key))
    return decode(bytes(rows[0][0])) if rows else None


def rows_of(connection: Connection, name: str) -> dict[str, dict[str, Any]]:
    """Everything a follower keeps, by its keys."""
    return {
        key: decode(bytes(content))
        for key, content in connection.execute(_ROWS, (name,))
    }


def keep(connection: Connection, name: str, kept: Iterable[Kept]) -> None:
    """Write the rows a follower keeps."""
    for key, values in kept:
        if values is None:
            connection.run(_DROP, (name, key))
        else:
            connection.run(_KEEP, (name, key, encode(values)))


def parked_in(connection: Connection) -> list[Parked]:
    """Everything put aside."""
    return [Parked(*row) for row in connection.execute(_PARKED)]


def due_of(connection: Connection, name: str) -> tuple[int, int] | None:
    """Position and tries of the first event that is to be resumed."""
    rows = connection.execute(_DUE, (name,))
    return (rows[0][0], rows[0][1]) if rows else None


def begin(connection: Connection, name: str, position: int) -> None:
    """Let a follower begin after a position, unless it has begun."""
    connection.run(_BEGIN, (name, position))


def move(connection: Connection, name: str, position: int) -> None:
    """A follower is done with everything up to a position."""
    connection.run(_MOVE, (position, name, position))


def fail(
    connection: Connection, name: str, tries: int, wait: int, error: Exception
) -> None:
    """The next event failed again."""
    later = wall_now() + wait * 1_000_000
    connection.run(_FAIL, (tries, later, said_of(error), name))


def park(
    connection: Connection, name: str, position: int, tries: int, error: Exception
) -> None:
    """Put an event aside until somebody has it resumed."""
    row = (name, position, wall_now(), tries, said_of(error))
    connection.run(_PARK, row)


def unpark(connection: Connection, name: str, position: int) -> None:
    """An event put aside is done with."""
    connection.run(_DONE, (name, position))


def resume(connection: Connection, name: str) -> None:
    """Have everything a follower put aside tried again, once each."""
    connection.run(_RESUME, (name,))


def said_of(error: Exception) -> str:
    """What is kept of a failure, in one line."""
    said = isinstance(error, Undelivered)
    text = str(error) if said else f"{type(error).__name__}: {error}"
    text = text.replace("\x00", "")
    return " ".join(text.split())[:_MOST_SAID]
