"""Which rows of a ledger a person sees, as a condition of every query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from houqin.core.projection.ledger import Ledger

#: The name of the record itself among the fields that say whose it is.
ITSELF = "id"


@dataclass(frozen=True, slots=True)
class Seen:
    """One part of what is seen: rows of departments, or all; perhaps only own ones."""

    units: frozenset[str] | None
    own: bool


@dataclass(frozen=True, slots=True)
class Visibility:
    """The rows one person sees: those of any part."""

    person: str
    parts: frozenset[Seen]

    @property
    def whole(self) -> bool:
        """Whether every row is seen."""
        return Seen(None, own=False) in self.parts

    def condition(self, ledger: Ledger, expression: Callable[[str], Any]) -> Any:
        """The condition for a ledger's rows.

        :param expression: the SQL expression of a column's name.
        """
        units = [
            expression(name)
            for name in _columns(ledger, getattr(ledger.per, "of_units", ()))
        ]
        people = [
            expression(name)
            for name in _columns(ledger, getattr(ledger.per, "of_people", ()))
        ]
        seen = [self._part(part, units, people) for part in self.parts]
        return sa.or_(sa.false(), *seen)

    def _part(self, part: Seen, units: list[Any], people: list[Any]) -> Any:
        narrowed = []
        if part.units is not None:
            ids = sorted(part.units)
            narrowed.append(sa.or_(sa.false(), *(u.in_(ids) for u in units)))
        if part.own:
            mine = (p == self.person for p in people)
            narrowed.append(sa.or_(sa.false(), *mine))
        return sa.and_(sa.true(), *narrowed)


@dataclass(frozen=True, slots=True)
class Veil:
    """What a sensitive record shows to others (敏感任务只显示“公务”).

    :param marked: the field that says the record is sensitive.
    :param fields: the fields that are covered.
    :param lifted_by: the right that sees through it.
    """

    marked: str
    fields: tuple[str, ...]
    lifted_by: str
    shown: str = "公务"


class Veiled:
    """A veil over one ledger for one person: covered in rows, filters and sorting."""

    def __init__(self, veil: Veil, lifted: Visibility, ledger: Ledger) -> None:
        self._veil = veil
        self._lifted = lifted
        self._ledger = ledger
        stored = {column.name for column in ledger.stored}
        self.columns = frozenset(veil.fields) & stored if veil.marked in stored else ()

    def over(self, name: str, columns: Any) -> Any:
        """A column's expression, covered where the row is sensitive."""
        column = columns[name]
        if name not in self.columns:
            return column
        seen = self._lifted.condition(self._ledger, lambda other: columns[other])
        marked = sa.and_(columns[self._veil.marked] == 1, sa.not_(seen))
        declared = self._ledger.column(name)
        # A sealed value is opened when shown; 公务 is none.
        shown = sa.null() if declared and declared.personal else self._veil.shown
        return sa.case((marked, shown), else_=column).label(name)


def _columns(ledger: Ledger, names: Iterable[str]) -> list[str]:
    """Columns of this ledger that hold those fields."""
    found = []
    for name in names:
        column = ledger.column(name)
        if name == ITSELF:
            found.append("stream")
        elif column is not None and column.stored:
            found.append(name)
    return found
