"""Who is logged in and what they may do, kept until something that shapes it happens.

Whatever changes people, departments or grants raises the log's epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from houqin.core.site import access

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.rights import Standing
    from houqin.core.site.access import KnownPerson
    from houqin.core.site.reader import Reader

#: More people than are at work in one office at once.
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Member:
    """A person and what the person holds today."""

    person: KnownPerson
    standing: Standing


class Members:
    """The people a process has met."""

    def __init__(self) -> None:
        self._met: dict[tuple[UUID, UUID], tuple[int, KnownPerson | None]] = {}

    def find(self, reader: Reader, person: UUID) -> Member | None:
        """The person of that id, unless left."""
        known = self._person(reader, person)
        return Member(known, reader.standing_of(person)) if known else None

    def _person(self, reader: Reader, person: UUID) -> KnownPerson | None:
        epoch, key = reader.head[2], (reader.site.id, person)
        kept = self._met.get(key)
        if kept is not None and kept[0] == epoch:
            return kept[1]
        found = access.person(reader, person)
        if len(self._met) >= MOST_KEPT:
            self._met.clear()
        self._met[key] = (epoch, found)
        return found
