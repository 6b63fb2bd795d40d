"""One description of a field's type, for forms, events, ledger columns and pages.

A quantity is an integer in a declared unit and scale: 0.01 L is scale 2, money is
fen (0.01 yuan), a distance is whole kilometres. Nothing here is a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from houqin.core.schema.masks import Mask

_Marker = TypeVar("_Marker")


class Choice(StrEnum):
    """A closed list of codes with Chinese titles; codes are stored, titles shown.

    ``PETROL = "petrol", "汽油"``
    """

    title: str  # type: ignore[assignment]  # shadows str.title on purpose

    def __new__(cls, code: str, title: str) -> Self:
        """Keep the title beside the code that is the value."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.title = title
        return member


#: Kinds that are stored and compared as integers.
INTEGRAL = frozenset({"integer", "quantity", "money", "instant", "boolean"})


@dataclass(frozen=True, slots=True)
class FieldType:
    """How a value is stored, typed and shown. See the constructors below."""

    kind: str
    unit: str = ""
    scale: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    reference: str = ""
    #: How much of a personal value pages show.
    mask: str = ""
    #: The field that names the person a personal value is about.
    of: str = ""
    #: Plain text that says who somebody is: in no digest, erased with the person.
    identifying: bool = False
    #: The record tab whose picture a list of rectangles is drawn on.
    picture: str = ""

    @property
    def integral(self) -> bool:
        """Whether the stored value is an integer."""
        return self.kind in INTEGRAL

    @property
    def numeric(self) -> bool:
        """Whether the value can be added up."""
        return self.kind in {"integer", "quantity", "money"}


def text(*, identifying: bool = False) -> FieldType:
    """One line of text.

    :param identifying: a login, a number: it goes when the person is erased.
    """
    return FieldType("text", identifying=identifying)


def long_text() -> FieldType:
    """Several lines of text."""
    return FieldType("longtext")


def integer(unit: str = "") -> FieldType:
    """A whole number of ``unit``."""
    return FieldType("integer", unit=unit)


def quantity(unit: str, scale: int) -> FieldType:
    """An integer number of 10^-scale ``unit``."""
    return FieldType("quantity", unit=unit, scale=scale)


def money() -> FieldType:
    """An amount in fen, shown in yuan."""
    return FieldType("money", unit="元", scale=2)


def instant() -> FieldType:
    """A point in time: microseconds UTC in rows, RFC 3339 in payloads."""
    return FieldType("instant")


def day() -> FieldType:
    """A local date, ``YYYY-MM-DD``."""
    return FieldType("date")


def month() -> FieldType:
    """A local month, ``YYYY-MM``; only roll-ups have such columns."""
    return FieldType("month")


def year() -> FieldType:
    """A local year, ``YYYY``; only roll-ups have such columns."""
    return FieldType("year")


def boolean() -> FieldType:
    """Yes or no."""
    return FieldType("boolean")


def choice(options: type[Choice]) -> FieldType:
    """One code of a closed list."""
    return FieldType("choice", choices=tuple((o.value, o.title) for o in options))


def ref(aggregate: str) -> FieldType:
    """The id of a record of that aggregate, for example ``vehicles.Vehicle``."""
    return FieldType("reference", reference=aggregate)


def refs(aggregate: str) -> FieldType:
    """Several ids of records of that aggregate."""
    return FieldType("references", reference=aggregate)


def ticks(aggregate: str) -> FieldType:
    """A list of records of that aggregate, each with a tick; see attendance.py."""
    return FieldType("ticks", reference=aggregate)


def anything() -> FieldType:
    """The id of a record of whatever aggregate; nothing is bound by it."""
    return FieldType("record")


def personal(mask: Mask = "all", of: str = "") -> FieldType:
    """Text about a person, sealed under a key of that person's own.

    :param mask: how much of it pages show; see masks.py.
    :param of: the field of the same event that names the person; without one the
        record itself is the person.
    """
    return FieldType("personal", mask=mask, of=of)


def secret() -> FieldType:
    """A password: never in an event, a hash of a command, or a page."""
    return FieldType("secret")


def files() -> FieldType:
    """Attachments: a list of ``{"digest", "name", "type", "size"}``."""
    return FieldType("files")


def lines() -> FieldType:
    """A list of sub-forms."""
    return FieldType("lines")


def regions(picture: str) -> FieldType:
    """A list of rectangles on a picture; see regions.py.

    :param picture: the record tab that shows it; the form's lines are drawn on it.
    """
    return FieldType("lines", picture=picture)


@dataclass(frozen=True, slots=True)
class Copied:
    """A field that core fills from the record another field names.

    ``energy: Annotated[str, Copied("vehicle", "energy")]`` takes the attribute
    ``energy`` of the register of vehicles when the event is decided, and again when
    ``vehicle`` is corrected.
    """

    source: str
    attribute: str


def marker(annotations: tuple[Any, ...], kind: type[_Marker]) -> _Marker | None:
    """Return the first of ``annotations`` that is a ``kind``."""
    return next((a for a in annotations if isinstance(a, kind)), None)


@dataclass(frozen=True, slots=True)
class Fixed:
    """A field no correction may name: serial numbers, steps, links of records."""


def roles() -> FieldType:
    """A list of role codes."""
    return FieldType("roles")


def role() -> FieldType:
    """One role code."""
    return FieldType("role")


def state() -> FieldType:
    """The record's state, which the workflow fills."""
    return FieldType("state")
