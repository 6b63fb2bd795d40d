"""Passwords (argon2id), outside the log: a hash is no event."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.events.store import Connection

credential_metadata = sa.MetaData()
sa.Table(
    "credential",
    credential_metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False),
)

_hasher = PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash to verify against when there is no such person: same time either way."""
    return _hasher.hash("nobody has this password")


def keep(connection: Connection, person: UUID, password: str) -> None:
    """Set a person's password."""
    connection.run(
        "INSERT INTO [credential] (person, hash) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
        (person.bytes, _hasher.hash(password)),
    )


def verify(connection: Connection, person: UUID | None, password: str) -> bool:
    """Whether this is the person's password."""
    found = []
    if person is not None:
        found = connection.execute(
            "SELECT hash FROM [credential] WHERE person = ?", (person.bytes,)
        )
    known = found[0][0] if found else _nobody()
    try:
        _hasher.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(found)
