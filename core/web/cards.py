"""Cards of the home page: what plugins show there, and forms of one button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from houqin.core.site import offers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from houqin.core.registry.declarations import Card


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as the home page places it."""

    name: str
    title: str
    wide: bool
    instead: str
    order: int
    body: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts; ``url`` leads to the rows."""

    title: str
    value: str
    url: str = ""
    urgent: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a form of one button, filled in where it is known."""

    name: str
    label: str
    value: str
    #: A picture, taken with the telephone or chosen.
    photo: bool = False
    #: Settled by the button, and not shown.
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Quick:
    """A command given by one button; ``back`` is the page that comes after it."""

    title: str
    action: str
    command_id: str
    back: str
    fields: Sequence[Asked] = ()
    style: str = "primary"

    @property
    def encoding(self) -> str | None:
        """How the form is sent; pictures ask for another way."""
        photo = any(asked.photo for asked in self.fields)
        return "multipart/form-data" if photo else None


def roles_of(request: Any) -> frozenset[str]:
    """The roles the person holds today, deputies' and granted ones too."""
    standing = request.standing
    return frozenset(h.role for h in standing.holdings) if standing else frozenset()


def filled_cards(request: Any) -> Iterator[tuple[Card, dict[str, Any]]]:
    """The cards of whoever is logged in that show something, in their order."""
    held = roles_of(request)
    declared = request.declared.cards.values()
    chosen = [card for card in declared if held.intersection(card.roles)]
    for card in sorted(chosen, key=lambda card: card.order):
        values = card.show(request)
        if values is not None:
            yield card, values


def cards_of(request: Any) -> list[Shown]:
    """The same as the home page places them."""
    return [_shown(request, *filled) for filled in filled_cards(request)]


def _shown(request: Any, card: Card, values: dict[str, Any]) -> Shown:
    given = {"request": request, "page": request.page, **values}
    body = request.templates.render(card.template, given)
    return Shown(card.name, card.title, card.wide, card.instead, card.order, body)


def quick(
    request: Any,
    command: str,
    ledger: str,
    record: UUID,
    *,
    ask: Sequence[str] = (),
    title: str = "",
    style: str = "primary",
    settled: Mapping[str, str] | None = None,
) -> Quick | None:
    """A command on a record as one button, if it is this person's to give now.

    :param ask: fields beside it, filled in as the command's own form would be.
    :param settled: what pressing it says, by field.
    """
    reader, person = request.reader, request.identity.id
    open_now = offers.actions(reader, record, person)
    spec = next((spec for spec in open_now if spec.name == command), None)
    if spec is None:
        return None
    known = offers.starting_values(reader, spec, record, person) if ask else {}
    fields = [
        Asked(f.name, f.title, _text(known.get(f.name)), f.kind == "files")
        for f in spec.fields
        if f.name in ask
    ]
    said = (settled or {}).items()
    fields += [Asked(name, "", value, settled=True) for name, value in said]
    action = request.to.record_command(ledger, record, command)
    return Quick(
        title or spec.title, action, str(uuid4()), request.path_qs, fields, style
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def month_of(day: date) -> tuple[date, date]:
    """The first day of a day's month, and the day itself."""
    return day.replace(day=1), day
