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
    # Everybody knows it: a demonstration's, good on the machine itself only.
    sa.Column("known", sa.Integer, nullable=False),
)

_hasher = PasswordHasher()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash to verify against when there is no such person: same time either way."""
    return _hasher.hash("nobody has this password")


def hashed(secret: str) -> str:
    """A salted, slow hash."""
    return _hasher.hash(secret)


def fits(stored: str | None, secret: str) -> bool:
    """Whether a secret fits its hash; without one it takes as long to say no."""
    try:
        _hasher.verify(stored or _nobody(), secret)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def keep(connection: Connection, person: UUID, password: str) -> None:
    """Set a person's password, which only that person knows."""
    connection.run(
        "INSERT INTO [credential] (person, hash, known) VALUES (?, ?, 0)"
        " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, known = 0",
        (person.bytes, hashed(password)),
    )


def verify(connection: Connection, person: UUID | None, password: str) -> bool:
    """Whether this is the person's password."""
    return fits(stored_hash(connection, person), password)


def stored_hash(connection: Connection, person: UUID | None) -> str | None:
    """The hash of a person's password, if there is one."""
    if person is None:
        return None
    found = connection.execute(
        "SELECT hash FROM [credential] WHERE person = ?", (person.bytes,)
    )
    return str(found[0][0]) if found else None


def is_known(connection: Connection, person: UUID) -> bool:
    """Whether everybody knows this person's password."""
    found = connection.execute(
        "SELECT known FROM [credential] WHERE person = ?", (person.bytes,)
    )
    return bool(found and found[0][0])


def mark_known(connection: Connection) -> None:
    """Say of every password there is that everybody knows it."""
    connection.run("UPDATE [credential] SET known = 1")


def nobody_has_one(connection: Connection) -> bool:
    """Whether the site has no password at all."""
    return not connection.execute("SELECT 1 FROM [credential] LIMIT 1")


def is_outdated(stored: str) -> bool:
    """Whether passwords are hashed otherwise today."""
    try:
        return _hasher.check_needs_rehash(stored)
    except InvalidHashError:
        return True


def renew(connection: Connection, person: UUID, stored: str, password: str) -> None:
    """Hash a password as today, unless it has changed meanwhile."""
    connection.run(
        "UPDATE [credential] SET hash = ? WHERE person = ? AND hash = ?",
        (hashed(password), person.bytes, stored),
    )
