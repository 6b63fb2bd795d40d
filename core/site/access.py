"""Who is logging in, and who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.people import passwords

if TYPE_CHECKING:
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site
    from houqin.events.store import Connection

#: Longer than any password; hashing an endless one would be an attack.
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as pages show one."""

    id: UUID
    name: str
    department: str
    department_id: str
    roles: tuple[str, ...]


def authenticate(site: Site, login: str, password: str) -> UUID | None:
    """The person of that login and password, if there is one who has not left."""
    if len(password) > MOST_CHARACTERS or len(login) > MOST_CHARACTERS:
        return None
    with site.store.reading() as connection:
        person = person_of_login(connection, login)
        return person if passwords.verify(connection, person, password) else None


def person_of_login(connection: Connection, login: str) -> UUID | None:
    """The person who logs in by that name, if there is one who has not left."""
    found = connection.execute(
        "SELECT stream FROM [guard_claim] WHERE guard = ? AND value = ?",
        ("core.logins", login.strip().lower()),
    )
    return UUID(bytes=bytes(found[0][0])) if found else None


def person(reader: Reader, id: UUID) -> KnownPerson | None:  # noqa: A002 - its name
    """The person of that id, unless left."""
    found = reader.site.services.find(reader.connection, "core.Person", id)
    if found is None or found.state == "left":
        return None
    department = str(found.attributes.get("department", ""))
    return KnownPerson(
        id,
        reader.person_name(id),
        reader.title("core.Department", department) if department else "",
        department,
        tuple(found.attributes.get("roles", ())),
    )
