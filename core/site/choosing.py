"""Registers as lists to choose from: what each choice is called, how it is found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from houqin.core.projection.effective import AMENDMENTS
from houqin.core.site.spelling import plain, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.model.streams import Choosable
    from houqin.core.projection.ledger import Ledger
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.reader import Reader

#: More of one register than a page of 60 KB carries twice; it is asked for instead.
MOST_ON_A_PAGE = 80
#: Of more records than these only the title is searched in.
MOST_SPELT = 5000
#: What one answer to something typed holds.
MOST_MATCHES = 30
#: How well something typed fits, best first; 0 is not at all.
LAST_DIGITS, BEGINS, CONTAINS, INSIDE = 4, 3, 2, 1


@dataclass(frozen=True)
class Offer:
    """One choice of a register: its id, how it is called and found.

    :param also: other names people know it by, a unit's full one for instance.
    :param units: the departments it belongs to.
    :param people: those whose own matter it is.
    """

    id: str
    title: str
    hint: str = ""
    also: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    @cached_property
    def keys(self) -> str:
        """Initials, a bar, full spellings and other names: what a page searches in."""
        names = [spellings(text) for text in (self.title, *self.also)]
        short = dict.fromkeys(key for initials, _ in names for key in initials)
        full = dict.fromkeys(key for _, spelt in names for key in spelt)
        others = dict.fromkeys(plain(text) for text in self.also)
        return f"{' '.join(short)}|{' '.join([*full, *others])}"

    def fits(self, typed: str) -> int:
        """How well it fits what was typed; the page's script ranks alike.

        :param typed: as :func:`plain` leaves it.
        """
        title = plain(self.title)
        if any(c.isdigit() for c in typed) and title.endswith(typed):
            return LAST_DIGITS
        initials, _, rest = self.keys.partition("|")
        if any(key.startswith(typed) for key in f"{initials} {rest}".split()):
            return BEGINS
        if typed in title or typed in plain(self.hint) or typed in rest:
            return CONTAINS
        return INSIDE if typed in initials else 0


def matching(offers: Iterable[Offer], typed: str) -> list[Offer]:
    """The offers that fit what was typed, best first, in their own order."""
    text = plain(typed)
    if not text:
        return []
    fitting = [(offer.fits(text), offer) for offer in offers]
    best = sorted((f for f in fitting if f[0]), key=lambda f: -f[0])
    return [offer for _fits, offer in best]


def settled(offers: Sequence[Offer], typed: str) -> Offer | None:
    """The one offer that was meant: the only one, or the only one of that name."""
    named = [o for o in offers if plain(o.title) == plain(typed)]
    for found in (named, offers):
        if len(found) == 1:
            return found[0]
    return None


class Offers:
    """The choices of a site's registers, kept until one of their events happens."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, list[Offer]]] = {}

    def of(self, reader: Reader, aggregate: str) -> list[Offer]:
        """Everything a form may offer of an aggregate, best first."""
        if not reader.horizon.live:
            return _read(reader, aggregate)
        position = _changed(reader, aggregate)
        kept = self._kept.get(aggregate)
        if kept is None or kept[0] != position:
            kept = self._kept[aggregate] = (position, _read(reader, aggregate))
        return kept[1]


def _changed(reader: Reader, aggregate: str) -> int:
    """The position of the last event that may change what is offered."""
    topics = sorted(AMENDMENTS | _topics(reader.site.declarations, aggregate))
    newest = "SELECT max(position) AS last FROM [event] WHERE topic = ?"
    every = " UNION ALL ".join([newest] * len(topics))
    sql = f"SELECT max(last) FROM ({every}) AS newest"  # noqa: S608 - constants
    ((position,),) = reader.connection.execute(sql, topics)
    return position or 0


def _topics(declared: Declarations, aggregate: str) -> set[str]:
    """Events of an aggregate, and of those its title or its hint is taken from."""
    topics: set[str] = set()
    seen, waiting = {""}, [aggregate]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        topics |= set(declared.event_topics(name))
        ledger = declared.ledger_of(name)
        titled = ledger.title_column if ledger else ""
        hinted = declared.aggregates[name].cls.hinted
        waiting += [_referred(ledger, titled), _referred(ledger, hinted)]
    return topics


def _referred(ledger: Ledger | None, column: str) -> str:
    """The aggregate that a ledger's column refers to."""
    found = ledger.column(column) if ledger else None
    return found.type.reference if found else ""


def _read(reader: Reader, aggregate: str) -> list[Offer]:
    cls = reader.site.declarations.aggregates[aggregate].cls
    closed = frozenset({*getattr(cls, "unavailable", ()), "left"})
    chosen = reader.site.services.choosable(reader.connection, aggregate, closed)
    reader.display.fetch(aggregate, [str(choice.id) for choice in chosen])
    beside = _beside(reader, cls, chosen)
    found = [
        (
            cls.offered(choice.attributes),
            reader.title(aggregate, choice.id),
            str(choice.id),
            choice,
        )
        for choice in chosen
    ]
    found.sort(key=lambda one: one[:3])
    return [
        Offer(
            id_,
            title,
            cls.hint(choice.attributes) or beside(choice),
            cls.known_as(choice.attributes),
            _named(choice, cls.of_units),
            _named(choice, cls.of_people),
        )
        for _rank, title, id_, choice in found
    ]


def _named(choice: Choosable, fields: Iterable[str]) -> frozenset[str]:
    """The ids in those fields; ``id`` is the record itself."""
    facts = {**choice.attributes, "id": choice.id}
    return frozenset(str(facts[name]) for name in fields if facts.get(name))


def _beside(
    reader: Reader, cls: type[Aggregate], chosen: list[Choosable]
) -> Callable[[Choosable], str]:
    """What a choice's reference is called: people and posts go by their units."""
    named = cls.hinted
    ids = {choice.attributes.get(named) for choice in chosen} - {None}
    if not ids:
        return lambda _choice: ""
    aggregate = _referred(reader.ledger_of(cls.topic), named)
    reader.display.fetch(aggregate, [str(id_) for id_ in ids])
    return lambda choice: reader.title(aggregate, choice.attributes[named])


def ids_like(reader: Reader, aggregate: str, text: str) -> list[str]:
    """Ids of records found by ``text``: title, other name, pinyin, last digits."""
    ledger = reader.ledger_of(aggregate)
    column = ledger.column(ledger.title_column) if ledger else None
    if ledger is None or column is None:
        return []
    rows = reader.ledger(ledger.name)
    if not column.personal and rows.count() > MOST_SPELT:
        return [row.key for row in rows.rows({column.name: text})]
    if column.type.kind == "reference":
        return [row.key for row in rows.rows({column.name: text})]
    cls = reader.site.declarations.aggregates[aggregate].cls
    shown, name = reader.display.title_of, column.name
    offers = [
        Offer(
            row.key,
            shown(ledger, column, row.stream, row.values[name]),
            also=cls.known_as(row.values),
        )
        for row in rows.rows()
    ]
    return [offer.id for offer in matching(offers, text)]
