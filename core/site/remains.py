"""What a module leaves behind whose code is gone, or that is not enabled any more.

Ledgers and events are called as they were when the site last recorded something.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.model.wording import kept_wording
from houqin.core.projection.kept_ledger import kept, kept_names
from houqin.core.site.history import history
from houqin.core.site.plugins.states import standings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from houqin.core.projection.ledger import Ledger
    from houqin.core.site.history import Step
    from houqin.core.site.plugins.states import Standing
    from houqin.core.site.reader import Reader
    from houqin.core.site.site import Site
    from houqin.events.entry import RecordedEvent


class Remains:
    """Ledgers and records of one module, read without its code."""

    def __init__(self, reader: Reader, plugin: str) -> None:
        self._reader = reader
        self._log = reader.site.log
        self.plugin = plugin
        self._titles: dict[str, str] = {}
        self.topics = self._log.topics_below(reader.connection, f"{plugin}.")

    @property
    def ledgers(self) -> list[Ledger]:
        """Those of its ledgers that stand in tables, as they were described."""
        names = kept_names(self._reader.connection, self.plugin)
        found = (kept(self._reader.connection, name) for name in names)
        return [ledger for ledger in found if ledger is not None]

    def records(self, start: int, most: int) -> list[RecordedEvent]:
        """The first events of its records from a position on, oldest first."""
        return list(islice(self._first(start), most))

    def _first(self, start: int) -> Iterator[RecordedEvent]:
        if not self.topics:
            return
        connection = self._reader.connection
        for event in self._log.read(connection, start, topics=self.topics):
            if event.version == 1:
                yield event

    def has(self, record: UUID) -> bool:
        """Whether a record is one of this module's."""
        events = self._log.read_stream(self._reader.connection, record)
        return bool(events) and events[0].topic in self.topics

    def steps(self, record: UUID) -> list[Step]:
        """A record's history, in the words that were kept of its events."""
        return history(self._reader, record)

    def title(self, event: RecordedEvent) -> str:
        """What kind of record it is."""
        aggregate = event.topic.rpartition(".")[0]
        if aggregate not in self._titles:
            found = kept_wording(self._reader.connection, aggregate)
            self._titles[aggregate] = found.title or aggregate
        return self._titles[aggregate]


class Line(NamedTuple):
    """One step of one record, as it is exported."""

    record: UUID
    kind: str
    step: Step


def lines(remains: Remains) -> Iterator[Line]:
    """Every step of every record, record by record."""
    for first in remains.records(1, 10**9):
        kind = remains.title(first)
        for step in remains.steps(first.stream):
            yield Line(first.stream, kind, step)


def left_behind(site: Site) -> list[Standing]:
    """Modules whose records are here and whose pages are not."""
    there = site.declarations.plugins
    return [
        each
        for each in standings(site)
        if each.name in site.plugins and each.name not in there
    ]
