"""A person by name: names are sealed, so all of them are looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from houqin.core.projection.horizon import LIVE
from houqin.core.site.reader import Reader

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.site import Site
    from houqin.events.store import Connection

#: What may be a login or a number is never looked for among names: how long the
#: answer takes would tell which logins there are.
_LOGIN_LIKE = re.compile(r"[\x00-\x7f]*")


class NamesakesFound(LookupError):
    """Several people have this name."""


def person_of_name(site: Site, connection: Connection, name: str) -> UUID | None:
    """The one person of that name who has not left.

    :raises NamesakesFound: when there are several.
    """
    if _LOGIN_LIKE.fullmatch(name):
        return None
    people = [
        found.id
        for found in site.services.choosable(connection, "core.Person")
        if found.state != "left"
    ]
    reader = Reader(site, connection, LIVE)
    reader.display.fetch("core.Person", map(str, people))
    named = [person for person in people if reader.person_name(person) == name.strip()]
    if len(named) > 1:
        raise NamesakesFound(name)
    return named[0] if named else None
