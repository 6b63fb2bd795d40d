"""登录凭条: a one-time code, printed for a person who has no password or lost it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import sqlalchemy as sa

from houqin.core.people.tickets import wall_now

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.services import Keys
    from houqin.events.store import Connection

#: Nothing that looks like something else on paper.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _IN_A_GROUP = 4, 4
_PURPOSE = "slip"

slip_metadata = sa.MetaData()
sa.Table(
    "login_slip",
    slip_metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("until", sa.BigInteger, nullable=False),
)


def new_code() -> str:
    """Four groups of four: nobody guesses it in the days it is good for."""
    groups = (
        "".join(secrets.choice(_ALPHABET) for _ in range(_IN_A_GROUP))
        for _ in range(_GROUPS)
    )
    return "-".join(groups)


def plain(code: str) -> str:
    """A code however it was typed."""
    return "".join(c for c in code.upper() if c.isalnum())


def keep(
    connection: Connection, keys: Keys, person: UUID, code: str, lasting: int
) -> None:
    """Keep a code's digest; an older slip of the person is good no more."""
    connection.run(
        "INSERT INTO [login_slip] (person, digest, until) VALUES (?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE"
        " SET digest = excluded.digest, until = excluded.until",
        (person.bytes, keys.digest(_PURPOSE, plain(code)), wall_now() + lasting),
    )


def fits(connection: Connection, keys: Keys, person: UUID | None, code: str) -> bool:
    """Whether this is the person's code, and still good."""
    who = person.bytes if person else b""
    found = connection.execute(
        "SELECT 1 FROM [login_slip] WHERE person = ? AND digest = ? AND until > ?",
        (who, keys.digest(_PURPOSE, plain(code)), wall_now()),
    )
    return bool(found)


def take(connection: Connection, keys: Keys, person: UUID, code: str) -> bool:
    """Use a code up; whether it was there to be used."""
    found = connection.execute(
        "DELETE FROM [login_slip] WHERE person = ? AND digest = ? RETURNING person",
        (person.bytes, keys.digest(_PURPOSE, plain(code))),
    )
    return bool(found)
