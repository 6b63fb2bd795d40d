"""Tickets: who is logged in, at which browser, until when.

A browser holds a random token and nothing else; the table holds the token's digest, so
who reads the table can log in as nobody. Times are the wall's, in microseconds.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from houqin.core.people.account_settings import Limits

if TYPE_CHECKING:
    from houqin.events.store import Connection

SECOND = 1_000_000
MINUTE = 60 * SECOND
#: How long a password is good for when the second step is still to come.
SECOND_STEP_MINUTES = 10
#: How long the list of ended logins goes back.
KEPT_DAYS = 200
_TOKEN_BYTES = 32
MOST_OF_A_BROWSER = 200

PASSWORD, PIN, EXTERNAL = "password", "pin", "external"
#: What must be done before anything else: type the code, set a password, enrol.
SECOND_STEP, RENEW, ENROL = "second", "renew", "enrol"

USUAL = Limits()

ticket_metadata = sa.MetaData()
sa.Table(
    "ticket",
    ticket_metadata,
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("id", sa.LargeBinary, nullable=False),
    sa.Column("person", sa.LargeBinary, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("issued", sa.BigInteger, nullable=False),
    sa.Column("seen", sa.BigInteger, nullable=False),
    sa.Column("ended", sa.BigInteger),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("browser", sa.Text, nullable=False),
    sa.Column("device", sa.LargeBinary),
    sa.Index("ticket_id", "id"),
    sa.Index("ticket_person", "person"),
    sa.Index("ticket_seen", "ended", "seen"),
)
_COLUMNS = "id, person, kind, stage, issued, seen, ended, address, browser, device"


def wall_now() -> int:
    """Microseconds UTC by the wall's clock, in a demonstration too."""
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Ticket:
    """One login; ``id`` is public, and the id of its :class:`Session`."""

    id: UUID
    person: UUID
    kind: str
    stage: str
    issued: int
    seen: int
    ended: int | None = None
    address: str = ""
    browser: str = ""
    device: UUID | None = None

    def idle_limit(self, limits: Limits) -> int:
        """Microseconds without a page after which it ends."""
        if self.stage == SECOND_STEP:
            return SECOND_STEP_MINUTES * MINUTE
        return limits.shared_idle if self.kind == PIN else limits.idle

    def fate(self, limits: Limits = USUAL) -> str:
        """Why it is no good any more, or nothing."""
        now = wall_now()
        if self.ended is not None:
            return "revoked"
        if not 0 <= now - self.issued + MINUTE < limits.longest + MINUTE:
            return "expired"
        return "idle" if now - self.seen >= self.idle_limit(limits) else ""


def new_token() -> str:
    """What a browser holds."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(token: str) -> bytes:
    """What the table holds: a random token needs no slow hash."""
    return hashlib.sha256(token.encode()).digest()


def keep(connection: Connection, digest: bytes, ticket: Ticket) -> None:
    """Put a new ticket in."""
    connection.run(
        f"INSERT INTO [ticket] (digest, {_COLUMNS})"  # noqa: S608 - a constant
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            digest, ticket.id.bytes, ticket.person.bytes, ticket.kind, ticket.stage,
            ticket.issued, ticket.seen, ticket.ended, ticket.address, ticket.browser,
            ticket.device.bytes if ticket.device else None,
        ),
    )  # fmt: skip


def find(connection: Connection, token: str) -> Ticket | None:
    """The ticket of a token, good or not."""
    found = _where(connection, "digest = ?", digest_of(token))
    return found[0] if found else None


def of_id(connection: Connection, id: UUID) -> Ticket | None:  # noqa: A002 - its name
    """The ticket of a public id."""
    found = _where(connection, "id = ?", id.bytes)
    return found[0] if found else None


def open_tickets(
    connection: Connection, person: UUID | None = None, limits: Limits = USUAL
) -> list[Ticket]:
    """Tickets that have not ended, of one person or of all; the newest first."""
    if person is None:
        found = _where(connection, "ended IS NULL")
    else:
        found = _where(connection, "person = ? AND ended IS NULL", person.bytes)
    good = [t for t in found if not t.fate(limits) and t.stage != SECOND_STEP]
    return sorted(good, key=lambda ticket: -ticket.issued)


def overdue(connection: Connection, limits: Limits, most: int) -> list[Ticket]:
    """Logins that ended by themselves and are not yet said to have."""
    before = wall_now() - min(limits.shared_idle, limits.idle)
    found = _where(
        connection, "ended IS NULL AND seen < ? ORDER BY seen LIMIT ?", before, most
    )
    return [t for t in found if t.fate(limits) and t.stage != SECOND_STEP]


def end(connection: Connection, id: UUID) -> None:  # noqa: A002 - its name
    """No page is shown to this ticket any more."""
    connection.run(
        "UPDATE [ticket] SET ended = ? WHERE id = ? AND ended IS NULL",
        (wall_now(), id.bytes),
    )


def touch(connection: Connection, id: UUID) -> None:  # noqa: A002 - its name
    """Somebody is still there."""
    connection.run("UPDATE [ticket] SET seen = ? WHERE id = ?", (wall_now(), id.bytes))


def settle(connection: Connection, id: UUID) -> None:  # noqa: A002 - its name
    """What had to be done first has been done."""
    connection.run("UPDATE [ticket] SET stage = '' WHERE id = ?", (id.bytes,))


def forget_old(connection: Connection) -> None:
    """Take out half logins nobody finished, and those that ended long ago."""
    now = wall_now()
    connection.run(
        "DELETE FROM [ticket] WHERE stage = ? AND seen < ?",
        (SECOND_STEP, now - SECOND_STEP_MINUTES * MINUTE),
    )
    connection.run(
        "DELETE FROM [ticket] WHERE ended < ?", (now - KEPT_DAYS * 24 * 60 * MINUTE,)
    )


def _where(connection: Connection, condition: str, *values: object) -> list[Ticket]:
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM [ticket] WHERE {condition}",  # noqa: S608 - from here
        values,
    )
    return [_ticket(row) for row in found]


def _ticket(row: tuple[Any, ...]) -> Ticket:
    values = dict(zip(_COLUMNS.split(", "), row, strict=True))
    for name in ("id", "person", "device"):
        values[name] = _uuid(values[name]) if values[name] else None
    return Ticket(**values)


def _uuid(value: bytes) -> UUID:
    return UUID(bytes=bytes(value))
