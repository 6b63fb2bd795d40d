"""Rights: who may do what, and to which records.

A permission map says for each permission which clauses grant it: an OR of ANDs of
small predicates. A predicate answers with an :class:`Extent`, the records it reaches;
``and`` narrows it and ``or`` widens it, so one map serves buttons, rows and commands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import and_, or_
from typing import Self
from uuid import UUID


class Permission(StrEnum):
    """Base of a plugin's enum of rights: a code, and what people call the right."""

    title: str  # type: ignore[assignment]  # shadows str.title on purpose

    def __new__(cls, code: str, title: str) -> Self:
        """Keep the title beside the code that is the value."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.title = title
        return member


@dataclass(frozen=True, slots=True)
class Part:
    """Records of some departments, of everyone or of the person alone.

    :param units: ids of the departments; nothing for all and for records of none.
    :param own: only records that name the person.
    """

    units: frozenset[str] | None = None
    own: bool = False

    def __and__(self, other: Part) -> Part:
        """What both reach."""
        if self.units is None or other.units is None:
            units = other.units if self.units is None else self.units
        else:
            units = self.units & other.units
        return Part(units, self.own or other.own)

    def covers(self, units: Collection[str], *, own: bool) -> bool:
        """Whether a record of those departments is reached."""
        return (own or not self.own) and (
            self.units is None or not self.units.isdisjoint(units)
        )


@dataclass(frozen=True, slots=True)
class Extent:
    """Which records a right reaches: any of its parts."""

    parts: frozenset[Part]

    def __and__(self, other: Extent) -> Extent:
        """What both reach."""
        pairs = (a & b for a in self.parts for b in other.parts)
        return Extent(frozenset(p for p in pairs if p.units is None or p.units))

    def __or__(self, other: Extent) -> Extent:
        """What either reaches."""
        whole = Part()
        parts = self.parts | other.parts
        return EVERYTHING if whole in parts else Extent(parts)

    def __bool__(self) -> bool:
        """Whether it reaches anything."""
        return bool(self.parts)

    @property
    def whole(self) -> bool:
        """Whether it reaches every record."""
        return Part() in self.parts

    def covers(self, units: Collection[str], *, own: bool) -> bool:
        """Whether a record of those departments, perhaps one's own, is reached."""
        return any(part.covers(units, own=own) for part in self.parts)


NOTHING = Extent(frozenset())
EVERYTHING = Extent(frozenset({Part()}))


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that a person has today.

    :param units: the department subtree it was granted on, or nothing for the site.
    :param source: the grant, deputy or letter it comes from; nothing for one's post.
    """

    role: str
    units: frozenset[str] | None = None
    source: UUID | None = None


class Standing:
    """What a person holds on one day; rights are worked out when they are asked for.

    :param level: the site's protection level, 2 or 3 (GB/T 22239-2019).
    :param letter: the letter an outside auditor reads under; such a one only reads.
    """

    def __init__(
        self,
        person: UUID,
        holdings: Iterable[Holding],
        permissions: PermissionMap,
        level: int,
        letter: UUID | None = None,
    ) -> None:
        self.person = person
        self.holdings = tuple(holdings)
        self.level = level
        self.letter = letter
        self._permissions = permissions
        self._extents: dict[str, Extent] = {}
        self._rights: frozenset[str] | None = None

    def less(self, withheld: frozenset[str]) -> Standing:
        """The same without some rights, as a login by PIN gives them."""
        if not withheld:
            return self
        rest = {p: c for p, c in self._permissions.items() if p not in withheld}
        return Standing(self.person, self.holdings, rest, self.level, self.letter)

    def like(self, other: Standing) -> bool:
        """Whether another standing of this person gives the same rights."""
        return (self.holdings, self.level, self.letter) == (
            other.holdings, other.level, other.letter,
        )  # fmt: skip

    def extent(self, permission: str) -> Extent:
        """The records this right reaches; denied unless the map says otherwise."""
        if permission not in self._extents:
            clauses = self._permissions.get(permission, ())
            self._extents[permission] = permitted(self, clauses)
        return self._extents[permission]

    @property
    def rights(self) -> frozenset[str]:
        """Every right that reaches something."""
        if self._rights is None:
            self._rights = frozenset(p for p in self._permissions if self.extent(p))
        return self._rights


def nobody() -> Standing:
    """Whoever is not logged in: nothing is seen, nothing may be done."""
    return Standing(UUID(int=0), (), {}, 0)


Predicate = Callable[[Standing], Extent]
Clause = tuple[Predicate, ...]
#: Permission -> clauses; any clause grants it, all predicates of a clause must hold.
PermissionMap = Mapping[str, tuple[Clause, ...]]


def permitted(standing: Standing, clauses: Iterable[Clause]) -> Extent:
    """What the clauses grant: an OR of ANDs."""
    return reduce(
        or_,
        (reduce(and_, (p(standing) for p in clause), EVERYTHING) for clause in clauses),
        NOTHING,
    )


@dataclass(frozen=True, slots=True)
class Role:
    """Holds a role, on the departments it was granted for."""

    code: str

    def __call__(self, standing: Standing) -> Extent:
        """The subtrees of every holding of the role."""
        held = (h.units for h in standing.holdings if h.role == self.code)
        parts = frozenset(Part(units) for units in held if units is None or units)
        return EVERYTHING if Part() in parts else Extent(parts)


@dataclass(frozen=True, slots=True)
class Own:
    """Only records that name the person: own trips, own applications."""

    def __call__(self, _standing: Standing) -> Extent:
        """Whatever department it is of."""
        return Extent(frozenset({Part(own=True)}))


@dataclass(frozen=True, slots=True)
class Level:
    """Only on sites of that protection level."""

    level: int

    def __call__(self, standing: Standing) -> Extent:
        """Everything or nothing."""
        return EVERYTHING if standing.level == self.level else NOTHING


@dataclass(frozen=True, slots=True)
class Anybody:
    """Whoever holds any role and is no outside auditor."""

    def __call__(self, standing: Standing) -> Extent:
        """Everything or nothing."""
        return EVERYTHING if standing.holdings and not standing.letter else NOTHING


own = Own()
anybody = Anybody()
