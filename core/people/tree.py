"""The tree of units as it stands: who is below whom, and who goes on for whom.

A unit stands below its parent; a merged one below its successor, so a subtree holds
the units that were merged into it. Records stay under the unit they were made for.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.projection.effective import AMENDMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from houqin.core.model.services import Services
    from houqin.events.store import Connection

DEPARTMENT = "core.Department"
ACTIVE = "active"
#: Behind every order number somebody gave.
_LAST = 100_000


class Unit(NamedTuple):
    """What the tree knows of one unit; ids are texts, as rows and registers hold."""

    id: str
    name: str
    short: str
    state: str = ACTIVE
    parent: str | None = None
    successor: str | None = None
    kind: str = ""
    order: int | None = None

    @property
    def above(self) -> str | None:
        """The unit it stands below: the successor of a merged one."""
        return self.successor or self.parent


class Tree:
    """All units at one moment; what it is asked often it remembers."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._subtrees: dict[str, frozenset[str]] = {}

    @classmethod
    def of(cls, services: Services, connection: Connection) -> Tree:
        """The tree as the guard register has it, kept until a unit changes."""
        position = services.log.head(connection)[0]
        kept: tuple[int, Tree] | None = services.kept.get(DEPARTMENT)
        if kept is None or _changed(services, connection, kept[0], position):
            tree = cls.read(services, connection)
        else:
            tree = kept[1]
        if kept is None or kept[0] < position:
            services.kept[DEPARTMENT] = (position, tree)
        return tree

    @classmethod
    def read(cls, services: Services, connection: Connection) -> Tree:
        """The tree as this transaction sees it, its own changes too."""
        found = services.choosable(connection, DEPARTMENT)
        return cls(
            Unit(str(choice.id), state=choice.state, **choice.attributes)
            for choice in found
        )

    @cached_property
    def _below(self) -> dict[str | None, list[str]]:
        found: dict[str | None, list[str]] = {}
        for unit in sorted(self.units.values(), key=_place):
            found.setdefault(unit.above, []).append(unit.id)
        return found

    def subtree(self, unit: UUID | str) -> frozenset[str]:
        """A unit with all below it and all merged into any of them."""
        top = str(unit)
        if top not in self._subtrees:
            found, waiting = {top}, [top]
            while waiting:
                new = set(self._below.get(waiting.pop(), ())) - found
                found |= new
                waiting += new
            self._subtrees[top] = frozenset(found)
        return self._subtrees[top]

    def path(self, unit: UUID | str) -> tuple[str, ...]:
        """From the top of the tree down to the unit itself."""
        found: list[str] = []
        here: str | None = str(unit)
        while here is not None and here in self.units and here not in found:
            found.append(here)
            here = self.units[here].above
        return tuple(reversed(found))

    def children(self, unit: UUID | str | None = None) -> tuple[str, ...]:
        """The active units directly below, in their order; without a unit the top."""
        below = self._below.get(None if unit is None else str(unit), ())
        return tuple(one for one in below if self.units[one].state == ACTIVE)

    def standing(self, unit: UUID | str) -> str:
        """Who goes on for a unit: itself, or the successor at the end of mergers."""
        here, seen = str(unit), set[str]()
        while here in self.units and here not in seen:
            seen.add(here)
            here = self.units[here].successor or here
        return here

    @cached_property
    def successors(self) -> dict[str, str]:
        """Merged units, each with the one that goes on for it."""
        return {u: self.standing(u) for u in self.units if self._is_merged(u)}

    def merged(self, unit: UUID | str) -> frozenset[str]:
        """A unit and those it goes on for."""
        found, waiting = {str(unit)}, [str(unit)]
        while waiting:
            here = waiting.pop()
            new = {u for u in self._below.get(here, ()) if self._is_merged(u)} - found
            found |= new
            waiting += new
        return frozenset(found)

    def _is_merged(self, unit: str) -> bool:
        return self.units[unit].successor is not None

    def circle(self) -> list[str]:
        """Units that stand below one another in a circle; none in a tree."""
        sound: set[str | None] = {None}
        for unit in self.units:
            way: list[str] = []
            here: str | None = unit
            while here not in sound and here in self.units:
                if here in way:
                    return way[way.index(here) :]
                way.append(here)
                here = self.units[here].above
            sound.update(way)
        return []


def _place(unit: Unit) -> tuple[int, str, str]:
    return (_LAST if unit.order is None else unit.order, unit.name, unit.id)


def _changed(
    services: Services, connection: Connection, since: int, position: int
) -> bool:
    """Whether a unit may have changed; every amendment might be one of a unit."""
    if position == since:
        return False
    if position < since:
        return True
    topics = (*services.catalogue.event_topics(DEPARTMENT), *sorted(AMENDMENTS))
    found = services.log.read(connection, since + 1, 1, position, topics)
    return next(iter(found), None) is not None
