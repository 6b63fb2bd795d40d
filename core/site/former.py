"""Records by the names they had: for papers of years ago.

A car has another plate since, a driver has left, a unit was renamed; the paper says
what held on its day. Whoever held the name then is meant, else whoever ever had it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.projection.effective import resolve
from houqin.core.projection.horizon import local_day
from houqin.core.site.choosing import Offer
from houqin.core.site.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from houqin.core.model.aggregate import Aggregate
    from houqin.core.projection.effective import Effective
    from houqin.core.projection.fold import Folded
    from houqin.core.projection.ledger import Column, Ledger
    from houqin.core.site.reader import Reader


class Named(NamedTuple):
    """What a record was called from a day on, as :func:`plain` leaves it."""

    since: date
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Former:
    """A record with all its names, oldest first.

    :param gone: the day on which it left: disposed of, stopped, abolished.
    """

    offer: Offer
    named: tuple[Named, ...]
    gone: date | None

    @property
    def names(self) -> frozenset[str]:
        """All it was ever called."""
        return frozenset().union(*(each.names for each in self.named))

    def rank(self, typed: str, day: date) -> int:
        """How surely this record is meant by one of its names on a day; 0 is best.

        1: it came later, under that name. 2: it had gone by then. 3: it had the name
        at another time.
        """
        held = [each for each in self.named if each.since <= day]
        if typed not in (held[-1] if held else self.named[0]).names:
            return 3
        if self.gone is not None and self.gone < day:
            return 2
        return 0 if held else 1


class Formers:
    """The registers of a site with all names their records ever had."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str, dict[str, list[Former]]] = {}
        self._named: dict[tuple[str, str], tuple[Named, ...]] = {}

    def matching(self, aggregate: str, typed: str, day: date) -> list[Offer]:
        """The records meant by a name on a day: one, where that is clear."""
        wanted = plain(typed)
        named = self._by_name(aggregate).get(wanted, ())
        ranked = [(former.rank(wanted, day), former.offer) for former in named]
        best = min((rank for rank, _offer in ranked), default=0)
        return [offer for rank, offer in ranked if rank == best]

    def _by_name(self, aggregate: str) -> dict[str, list[Former]]:
        if aggregate not in self._known:
            known = self._known[aggregate] = {}
            for id_ in self._ids(aggregate):
                if former := self._former(aggregate, id_):
                    for name in former.names:
                        known.setdefault(name, []).append(former)
        return self._known[aggregate]

    def _ids(self, aggregate: str) -> Iterator[UUID]:
        services = self._reader.site.services
        for choice in services.choosable(self._reader.connection, aggregate):
            yield choice.id

    def _former(self, aggregate: str, record: UUID) -> Former | None:
        reader = self._reader
        cls = reader.site.declarations.aggregates[aggregate].cls
        choice = reader.site.services.find(reader.connection, aggregate, record)
        named = self._names(aggregate, record)
        if choice is None or not named:
            return None
        title = reader.title(aggregate, str(record))
        offer = Offer(str(record), title, cls.hint(choice.attributes))
        return Former(offer, named, self._gone(cls, record, choice.state))

    def _gone(self, cls: type[Aggregate], record: UUID, state: str) -> date | None:
        """When it left, where it has."""
        if state not in {*getattr(cls, "unavailable", ()), "left"}:
            return None
        effective = self._effective(record)
        workflow = cls.workflow
        if effective is None or workflow is None:
            return None
        moves = [e for e in effective.events if workflow.moves(_name(e.topic))]
        return self._day(max(event.occurred for event in moves))

    def _names(self, aggregate: str, record: UUID) -> tuple[Named, ...]:
        """Every name, through the record it is taken from: a driver's is a person's."""
        if (aggregate, str(record)) not in self._named:
            found = list(self._read(aggregate, record))
            named = tuple(sorted(found, key=lambda each: each.since))
            self._named[aggregate, str(record)] = named
        return self._named[aggregate, str(record)]

    def _read(self, aggregate: str, record: UUID) -> Iterator[Named]:
        ledger = self._reader.site.declarations.ledger_of(aggregate)
        effective = self._effective(record)
        column = ledger.column(ledger.title_column) if ledger else None
        if ledger is None or effective is None or column is None:
            return
        referred = column.type.reference
        if referred:
            folds = self._folded(ledger, effective)
            values = [folded.row.get(column.name) for _since, folded in folds]
            for value in sorted({str(value) for value in values if value}):
                yield from self._names(referred, UUID(value))
            return
        for since, folded in self._folded(ledger, effective):
            yield Named(since, frozenset(self._called(ledger, column, folded)))

    def _folded(
        self, ledger: Ledger, effective: Effective
    ) -> Iterator[tuple[date, Folded]]:
        for folded in ledger.fold(effective, ledger.per.workflow):
            yield self._day(folded.event.occurred), folded

    def _called(self, ledger: Ledger, column: Column, folded: Folded) -> Iterator[str]:
        display, stream = self._reader.display, folded.event.stream
        value = folded.row.get(column.name)
        if column.personal:
            yield plain(display.opened(stream, column.name, value))
        elif value:
            yield plain(display.text(column, value))
        cls = self._reader.site.declarations.aggregates[ledger.per.topic].cls
        yield from map(plain, cls.known_as(folded.row))

    def _effective(self, record: UUID) -> Effective | None:
        reader = self._reader
        return resolve(reader.site.log.read_stream(reader.connection, record))

    def _day(self, at: int) -> date:
        return local_day(at, self._reader.site.zone)


def _name(topic: str) -> str:
    return topic.rpartition(".")[2]
