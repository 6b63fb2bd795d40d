"""Who is logged in and what they may do, kept as long as the log stands still.

Both follow from the log alone, so what was read at a position holds until the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houqin.core.site import access

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.access import KnownPerson
    from houqin.core.site.reader import Reader

#: More people than are at work in one office at once.
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Member:
    """A person and everything the person may do."""

    person: KnownPerson
    rights: frozenset[str]


class Members:
    """The members a process has met."""

    def __init__(self) -> None:
        self._met: dict[tuple[UUID, UUID], tuple[int, Member | None]] = {}

    def find(self, reader: Reader, person: UUID) -> Member | None:
        """The person of that id, unless left."""
        position = reader.site.log.head(reader.connection)[0]
        key = (reader.site.id, person)
        kept = self._met.get(key)
        if kept is not None and kept[0] == position:
            return kept[1]
        found = _read(reader, person)
        if len(self._met) >= MOST_KEPT:
            self._met.clear()
        self._met[key] = (position, found)
        return found


def _read(reader: Reader, person: UUID) -> Member | None:
    known = access.person(reader, person)
    if known is None:
        return None
    services = reader.site.services
    rights = services.permissions(reader.connection, person)
    return Member(known, frozenset(rights))
