"""动态口令 (TOTP, RFC 6238): the secret is sealed, a code is good for once."""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any

import msgspec
import pyotp
import sqlalchemy as sa

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.services import Keys
    from houqin.events.store import Connection

STEP_SECONDS = 30
DIGITS = 6
#: Codes of the half minute before and after: phones' clocks differ.
_WINDOW = (0, -1, 1)
RECOVERY_CODES = 10
_RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_RECOVERY_GROUP = 5
_FIELD = "totp"

totp_metadata = sa.MetaData()
sa.Table(
    "totp",
    totp_metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("enabled", sa.Integer, nullable=False),
    sa.Column("last_step", sa.BigInteger, nullable=False),
)
sa.Table(
    "totp_recovery",
    totp_metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("digest", sa.LargeBinary, primary_key=True),
)


def begin(connection: Connection, keys: Keys, person: UUID) -> None:
    """Make a secret that is good for nothing before one code of it was typed."""
    sealed = keys.seal(connection, person, _FIELD, pyotp.random_base32())
    text = msgspec.json.encode(sealed).decode()
    connection.run(
        "INSERT INTO [totp] (person, sealed, enabled, last_step) VALUES (?, ?, 0, 0)"
        " ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed, last_step = 0"
        " WHERE totp.enabled = 0",
        (person.bytes, text),
    )


def is_enabled(connection: Connection, person: UUID) -> bool:
    """Whether this person's second step is asked for."""
    row = _row(connection, person)
    return bool(row and row[1])


def begun(connection: Connection, keys: Keys, person: UUID) -> str:
    """The secret that is not yet confirmed, or nothing."""
    row = _row(connection, person)
    return _opened(connection, keys, person, row[0]) if row and not row[1] else ""


def uri(secret: str, account: str, issuer: str) -> str:
    """What a phone's application scans."""
    found: str = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)
    return found


def take_code(connection: Connection, keys: Keys, person: UUID, code: str) -> bool:
    """Whether a code is right now; no code, nor an older one, is taken again."""
    row = _row(connection, person)
    typed = "".join(code.split())
    if row is None or len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return False
    totp = pyotp.TOTP(_opened(connection, keys, person, row[0]))
    now = int(time.time()) // STEP_SECONDS
    for step in (now + offset for offset in _WINDOW):
        good = secrets.compare_digest(totp.at(step * STEP_SECONDS), typed)
        if good and _advance(connection, person, step):
            return True
    return False


def _advance(connection: Connection, person: UUID, step: int) -> bool:
    moved = connection.execute(
        "UPDATE [totp] SET last_step = ? WHERE person = ? AND last_step < ?"
        " RETURNING person",
        (step, person.bytes, step),
    )
    return bool(moved)


def enable(
    connection: Connection, keys: Keys, person: UUID, recovery: list[str]
) -> None:
    """Ask for the second step from here on; keep the recovery codes' digests."""
    connection.run("UPDATE [totp] SET enabled = 1 WHERE person = ?", (person.bytes,))
    _forget_recovery(connection, person)
    connection.run_many(
        "INSERT INTO [totp_recovery] (person, digest) VALUES (?, ?)",
        [(person.bytes, _digest(keys, code)) for code in recovery],
    )


def disable(connection: Connection, person: UUID) -> None:
    """No second step, no secret, no recovery codes."""
    connection.run("DELETE FROM [totp] WHERE person = ?", (person.bytes,))
    _forget_recovery(connection, person)


def new_recovery_codes() -> list[str]:
    """For when the phone is lost; each is good for once."""

    def group() -> str:
        return "".join(
            secrets.choice(_RECOVERY_ALPHABET) for _ in range(_RECOVERY_GROUP)
        )

    return [f"{group()}-{group()}" for _ in range(RECOVERY_CODES)]


def take_recovery(connection: Connection, keys: Keys, person: UUID, code: str) -> bool:
    """Use a recovery code up; whether it was there to be used."""
    found = connection.execute(
        "DELETE FROM [totp_recovery] WHERE person = ? AND digest = ? RETURNING person",
        (person.bytes, _digest(keys, code)),
    )
    return bool(found)


def recovery_left(connection: Connection, person: UUID) -> int:
    """How many recovery codes are still good."""
    found = connection.execute(
        "SELECT count(*) FROM [totp_recovery] WHERE person = ?", (person.bytes,)
    )
    return int(found[0][0])


def _forget_recovery(connection: Connection, person: UUID) -> None:
    connection.run("DELETE FROM [totp_recovery] WHERE person = ?", (person.bytes,))


def _digest(keys: Keys, code: str) -> bytes:
    return keys.digest("recovery", "".join(c for c in code.lower() if c.isalnum()))


def _row(connection: Connection, person: UUID) -> tuple[Any, ...] | None:
    found = connection.execute(
        "SELECT sealed, enabled FROM [totp] WHERE person = ?", (person.bytes,)
    )
    return found[0] if found else None


def _opened(connection: Connection, keys: Keys, person: UUID, sealed: str) -> str:
    return keys.open(connection, person, _FIELD, msgspec.json.decode(sealed))
