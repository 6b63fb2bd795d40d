"""What every case of a site waits for, kept by a process as the log grows.

Worklists and their counts are on every page, and nothing is written for them: what
waits follows from the log alone. A process reads it once and then only the records
that new events touch.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.model.case import Case
from houqin.core.model.waiting import all_pending
from houqin.core.projection.effective import AMENDMENTS, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from houqin.core.model.case import Colleague
    from houqin.core.model.waiting import Pending
    from houqin.core.projection.ledger import Ledger
    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.reader import Reader

#: Records of one state that are followed; an office with more waits for nobody.
MOST_FOLLOWED = 2000
#: Events read one record after another; after more everything is read anew.
MOST_BEHIND = 2000

#: Whom a thing waits for, what it is, and the record it belongs to.
Key = tuple[UUID, int]


class Line(NamedTuple):
    """One pending thing of one record."""

    record: UUID
    aggregate: str
    pending: Pending

    def waits_for(self, colleague: Colleague) -> bool:
        """Whether that colleague's worklist shows it."""
        return self.pending.waits_for(colleague)


class Post(NamedTuple):
    """A right, and the one person meant if it is one: what is looked through at once.

    Of what waits for another person or needs a right one has nowhere nothing is asked.
    """

    permission: str
    person: str

    def concerns(self, colleague: Colleague) -> bool:
        """Whether anything here may wait for that colleague."""
        if self.person not in {"", str(colleague.id)}:
            return False
        return not self.permission or bool(colleague.standing.extent(self.permission))


class Board:
    """The pending things of one site, by whom they wait for."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._position = -1
        self._lines: dict[UUID, tuple[Line, ...]] = {}
        self._groups: dict[Post | UUID, dict[Key, Line]] = {}

    def waiting_for(self, reader: Reader, colleague: Colleague) -> list[Line]:
        """What waits for that colleague, in no order."""
        with self._lock:
            self._follow(reader)
            found = list(self._groups.get(colleague.id, {}).values())
            for post, lines in self._groups.items():
                if isinstance(post, Post) and post.concerns(colleague):
                    found += [x for x in lines.values() if x.waits_for(colleague)]
            return found

    def of_record(self, reader: Reader, record: UUID) -> tuple[Line, ...]:
        """What one record waits for."""
        with self._lock:
            self._follow(reader)
            return self._lines.get(record, ())

    def _follow(self, reader: Reader) -> None:
        """Take up what has happened since; another thread may be ahead of us."""
        position = reader.position
        if position <= self._position:
            return
        for record in self._touched(reader):
            self._put(record, _read(reader, record))
        self._position = position

    def _touched(self, reader: Reader) -> Iterable[UUID]:
        """What to read again: what new events touch, or everything that waits."""
        if self._position >= 0 and reader.position - self._position <= MOST_BEHIND:
            touched = _touched_since(reader, self._position)
            if touched is not None:
                return touched
        self._lines, self._groups = {}, {}
        return _candidates(reader)

    def _put(self, record: UUID, lines: tuple[Line, ...]) -> None:
        for place, line in enumerate(self._lines.pop(record, ())):
            group = _group(line)
            del self._groups[group][record, place]
            if not self._groups[group]:
                del self._groups[group]
        if lines:
            self._lines[record] = lines
        for place, line in enumerate(lines):
            self._groups.setdefault(_group(line), {})[record, place] = line


def _group(line: Line) -> Post | UUID:
    """Whom to ask: who was handed it, or whoever has the post."""
    awaited = line.pending.awaited
    return line.pending.holder or Post(awaited.permission, awaited.person)


def _read(reader: Reader, record: UUID) -> tuple[Line, ...]:
    """What one record waits for, from its events."""
    site = reader.site
    effective = resolve(site.log.read_stream(reader.connection, record))
    spec = effective and site.declarations.aggregate_of(effective.first.topic)
    if effective is None or not spec or not issubclass(spec.cls, Case):
        return ()
    sources = site.declarations.worklist_sources.values()
    found = all_pending(site.services, reader.connection, effective, sources)
    return tuple(Line(record, spec.topic, pending) for pending in found)


def _touched_since(reader: Reader, position: int) -> set[UUID] | None:
    """Cases with new events; nothing where an event changes what others wait for."""
    declarations = reader.site.declarations
    rows = reader.connection.execute(
        "SELECT DISTINCT topic, originator_id FROM [event] WHERE position > ?"
        " AND position <= ?",
        (position, reader.position),
    )
    touched = set()
    for topic, stream in rows:
        spec = declarations.aggregate_of(topic)
        if spec is not None and spec.cls.shapes_waiting:
            return None
        if topic in AMENDMENTS or (spec and issubclass(spec.cls, Case)):
            touched.add(UUID(bytes=bytes(stream)))
    return touched


def _candidates(reader: Reader) -> Iterable[UUID]:
    """Every record that may have something pending."""
    declarations = reader.site.declarations
    found = dict.fromkeys(_in_waiting_states(reader, declarations))
    for source in declarations.worklist_sources.values():
        found |= dict.fromkeys(source.streams(reader.connection))
    return found


def _in_waiting_states(reader: Reader, declarations: Declarations) -> Iterator[UUID]:
    for spec in declarations.aggregates.values():
        ledger = declarations.ledger_of(spec.topic)
        if ledger is None or not issubclass(spec.cls, Case) or not spec.workflow:
            continue
        for state in spec.workflow.states.values():
            if state.waiting:
                yield from _in_state(reader, ledger, state.code)


def _in_state(reader: Reader, ledger: Ledger, state: str) -> Iterator[UUID]:
    """The newest records of a state; the ledger says which, the events say the rest."""
    tables = reader.site.live_source(reader.connection).tables(ledger)
    if tables is None:
        return
    order = ledger.period_column or "key"
    rows = reader.connection.execute(
        f"SELECT stream FROM [{tables.name}] WHERE state = ? AND voided = 0"  # noqa: S608 - names of ours
        f' ORDER BY "{order}" DESC LIMIT {MOST_FOLLOWED}',
        (state,),
    )
    for (stream,) in rows:
        yield UUID(stream)
