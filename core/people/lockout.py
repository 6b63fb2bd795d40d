"""Wrong attempts, counted per person and per address; the table is capped.

Who types a login that nobody has is counted and locked out just the same, so that
lock-out tells no more than the answer does. Times are the wall's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from houqin.core.people.tickets import wall_now

if TYPE_CHECKING:
    from houqin.events.store import Connection

MOST_KEPT = 20_000
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

lockout_metadata = sa.MetaData()
sa.Table(
    "login_failure",
    lockout_metadata,
    sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
    sa.Column("subject", sa.LargeBinary, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("failed", sa.BigInteger, nullable=False),
    sa.Index("login_failure_subject", "subject", "failed"),
    sa.Index("login_failure_address", "address", "failed"),
)
sa.Table(
    "lockout",
    lockout_metadata,
    sa.Column("subject", sa.LargeBinary, primary_key=True),
    sa.Column("until", sa.BigInteger, nullable=False),
)


def locked_until(connection: Connection, subject: bytes) -> int:
    """When a lock-out ends; zero where there is none."""
    found = connection.execute(
        "SELECT until FROM [lockout] WHERE subject = ?", (subject,)
    )
    until = int(found[0][0]) if found else 0
    return until if until > wall_now() else 0


def locked(connection: Connection) -> dict[bytes, int]:
    """Every lock-out there is, and when it ends."""
    found = connection.execute(
        "SELECT subject, until FROM [lockout] WHERE until > ?", (wall_now(),)
    )
    return {bytes(subject): int(until) for subject, until in found}


def failures_from(connection: Connection, address: str, within: int) -> int:
    """Wrong attempts of whomever from an address, in so many microseconds."""
    found = connection.execute(
        "SELECT count(*) FROM [login_failure] WHERE address = ? AND failed > ?",
        (address, wall_now() - within),
    )
    return int(found[0][0])


def counted(connection: Connection, subject: bytes) -> bool:
    """Whether any wrong attempt of a subject is kept."""
    found = connection.execute(
        "SELECT 1 FROM [login_failure] WHERE subject = ? LIMIT 1", (subject,)
    )
    return bool(found)


def note(connection: Connection, subject: bytes, address: str, within: int) -> int:
    """Keep one more wrong attempt; how many of the subject's there are now."""
    now = wall_now()
    ((number,),) = connection.execute(
        "INSERT INTO [login_failure] (subject, address, failed)"
        " VALUES (?, ?, ?) RETURNING id",
        (subject, address, now),
    )
    connection.run("DELETE FROM [login_failure] WHERE id <= ?", (number - MOST_KEPT,))
    found = connection.execute(
        "SELECT count(*) FROM [login_failure] WHERE subject = ? AND failed > ?",
        (subject, now - within),
    )
    return int(found[0][0])


def lock(connection: Connection, subject: bytes, lasting: int) -> None:
    """Lock out; what was counted so far has had its effect."""
    now = wall_now()
    forget(connection, subject)
    connection.run("DELETE FROM [lockout] WHERE until < ?", (now,))
    connection.run(
        "INSERT INTO [lockout] (subject, until) VALUES (?, ?)"
        " ON CONFLICT (subject) DO UPDATE SET until = excluded.until",
        (subject, now + lasting),
    )


def unlock(connection: Connection, subject: bytes) -> None:
    """Let in again."""
    forget(connection, subject)
    connection.run("DELETE FROM [lockout] WHERE subject = ?", (subject,))


def forget(connection: Connection, subject: bytes) -> None:
    """Whoever gets in has made no mistakes."""
    connection.run("DELETE FROM [login_failure] WHERE subject = ?", (subject,))
