"""Who holds what today, kept by a process until something that shapes rights happens.

Whatever changes people, departments or grants raises the log's epoch, so an ordinary
command asks nothing of the database about rights.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from houqin.core.model.rights import Holding, Standing
from houqin.core.people.roles import ADMINISTRATORS, LETTER, UNIT, auditor
from houqin.core.people.tree import Tree
from houqin.core.projection.horizon import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.model.services import Services
    from houqin.events.store import Connection

#: The parameter that says which level of GB/T 22239-2019 the site keeps.
LEVEL = "core.protection_level"


class Roster:
    """The standings of one site's people."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._kept = _Kept(-1)

    def standing(
        self, connection: Connection, person: UUID, now: int, epoch: int
    ) -> Standing:
        """What a person holds at an instant, as the log of that epoch says."""
        kept, today = self._at(epoch), local_day(now, self._services.zone).isoformat()
        if (person, today) not in kept.known:
            reading = _Reading(self._services, connection, kept)
            kept.known[person, today] = reading.standing(person, today)
        return kept.known[person, today]

    def _at(self, epoch: int) -> _Kept:
        """What is kept of that epoch; of an older one than the newest nothing is.

        Whoever decides before the lock reads an older snapshot than others beside it.
        """
        kept = self._kept
        if epoch == kept.epoch:
            return kept
        found = _Kept(epoch)
        if epoch > kept.epoch:
            self._kept = found
        return found


@dataclass(slots=True)
class _Kept:
    """The standings and the departments of one epoch."""

    epoch: int
    known: dict[tuple[UUID, str], Standing] = field(default_factory=dict)
    tree: Tree | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads standings of one epoch from a snapshot of it."""

    _services: Services
    _connection: Connection
    _kept: _Kept

    def standing(self, person: UUID, today: str) -> Standing:
        """What a person holds on a day."""
        services, connection = self._services, self._connection
        found = self._and_alike(self._held(connection, person, today))
        letters = [h.source for h in found if h.role == auditor.code]
        day = date.fromisoformat(today)
        level = int(services.setting(connection, self._kept.epoch, LEVEL, day))
        letter = letters[0] if letters else None
        return Standing(person, found, services.catalogue.permissions, level, letter)

    def _and_alike(self, held: Iterator[Holding]) -> list[Holding]:
        """A role of a module's may be like one that core knows."""
        roles, found = self._services.catalogue.roles, []
        for each in held:
            found.append(each)
            if each.role in roles and (like := roles[each.role].like):
                found.append(Holding(like, each.units, each.source))
        return found

    def _held(
        self, connection: Connection, person: UUID, today: str
    ) -> Iterator[Holding]:
        """By post, by grant, as deputy, by letter."""
        yield from self._by_post(connection, person)
        granted = connection.execute(
            "SELECT kind, role, scope, principal, stream FROM [guard_holding]"
            " WHERE person = ? AND since <= ? AND until >= ? ORDER BY stream",
            (str(person), today, today),
        )
        if granted and not self._is_there(connection, person):
            return
        for kind, role, scope, principal, stream in granted:
            source = UUID(bytes=bytes(stream))
            if kind == "core.Deputy":
                yield from self._as_deputy(connection, UUID(principal), today, source)
            else:
                held = role or auditor.code
                yield Holding(held, self._subtree(connection, scope), source)

    def _by_post(self, connection: Connection, person: UUID) -> Iterator[Holding]:
        found = self._services.find(connection, "core.Person", person)
        if found is None or found.state == "left":
            return
        catalogue = self._services.catalogue
        for role in found.attributes.get("roles", []):
            reach = catalogue.reach_of(role)
            if reach == UNIT:
                department = str(found.attributes.get("department", ""))
                yield Holding(role, self._subtree(connection, department))
            elif reach != LETTER:
                yield Holding(role)

    def _as_deputy(
        self, connection: Connection, principal: UUID, today: str, source: UUID
    ) -> Iterator[Holding]:
        """What the principal holds by post or grant; no administrator's role."""
        yield from (
            Holding(h.role, h.units, source)
            for h in self._own(connection, principal, today)
            if h.role not in ADMINISTRATORS
        )

    def _own(
        self, connection: Connection, person: UUID, today: str
    ) -> Iterator[Holding]:
        yield from self._by_post(connection, person)
        granted = connection.execute(
            "SELECT role, scope FROM [guard_holding] WHERE person = ?"
            " AND kind = 'core.Grant' AND since <= ? AND until >= ? ORDER BY stream",
            (str(person), today, today),
        )
        for role, scope in granted:
            yield Holding(role, self._subtree(connection, scope))

    def _is_there(self, connection: Connection, person: UUID) -> bool:
        found = self._services.find(connection, "core.Person", person)
        return found is not None and found.state != "left"

    def _subtree(
        self, connection: Connection, department: str
    ) -> frozenset[str] | None:
        if not department:
            return None
        if self._kept.tree is None:
            self._kept.tree = Tree.read(self._services, connection)
        return self._kept.tree.subtree(department)
