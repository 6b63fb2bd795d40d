"""Short numbers for shared PCs, and what a login by one may not do."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from houqin.core.model.permission import CorePermission
from houqin.core.people.passwords import fits, hashed

if TYPE_CHECKING:
    from houqin.events.store import Connection

SHORTEST, LONGEST = 4, 6
RULE = "PIN码为4至6位数字，不能是同一个数字或连续的数字"
#: Who has one of these administers something.
ADMINISTERING = frozenset(
    map(
        str,
        (
            CorePermission.ORGANISE, CorePermission.MAINTAIN, CorePermission.CONFIGURE,
            CorePermission.OVERSEE, CorePermission.GRANT, CorePermission.AUTHORISE,
            CorePermission.ERASE,
        ),
    )
)  # fmt: skip
#: Rights that want a password: nobody runs the site from the drivers' room.
WITHHELD = ADMINISTERING | {
    str(CorePermission.AMEND),
    str(CorePermission.DEPUTISE),
    str(CorePermission.SEE_ERASURES),
    str(CorePermission.SEE_GRANTS),
    str(CorePermission.SEE_PERSONAL),
}

pin_metadata = sa.MetaData()
sa.Table(
    "pin",
    pin_metadata,
    sa.Column("person", sa.LargeBinary, primary_key=True),
    sa.Column("hash", sa.Text, nullable=False),
)


def weakness(pin: str) -> str:
    """What is wrong with a PIN, or nothing."""
    digits = pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST
    steps = {int(b) - int(a) for a, b in pairwise(pin)} if digits else {0}
    return "" if digits and steps not in ({0}, {1}, {-1}) else RULE


def keep(connection: Connection, person: UUID, pin: str) -> None:
    """Set a person's PIN."""
    connection.run(
        "INSERT INTO [pin] (person, hash) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
        (person.bytes, hashed(pin)),
    )


def remove(connection: Connection, person: UUID) -> None:
    """No PIN any more."""
    connection.run("DELETE FROM [pin] WHERE person = ?", (person.bytes,))


def has_one(connection: Connection, person: UUID) -> bool:
    """Whether this person has a PIN."""
    return bool(_stored(connection, person))


def verify(connection: Connection, person: UUID, pin: str) -> bool:
    """Whether this is the person's PIN."""
    return fits(_stored(connection, person), pin)


def holders(connection: Connection) -> set[UUID]:
    """Everybody who has a PIN."""
    found = connection.execute("SELECT person FROM [pin]")
    return {UUID(bytes=bytes(row[0])) for row in found}


def _stored(connection: Connection, person: UUID) -> str | None:
    found = connection.execute(
        "SELECT hash FROM [pin] WHERE person = ?", (person.bytes,)
    )
    return str(found[0][0]) if found else None
