"""待办, 已办, 我发起的, 知会我的: over all modules, from what they declare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from uuid import UUID

from houqin.core.model.case import Colleague
from houqin.core.site import acted
from houqin.core.site.lines import Lines
from houqin.core.site.unsigned import awaited_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from houqin.core.model.waiting import Pending
    from houqin.core.site.acted import Acts
    from houqin.core.site.board import Line
    from houqin.core.site.lines import Item
    from houqin.core.site.reader import Reader

#: Lines of one page.
PAGE = 20
_FAR = 2**62

Listed = TypeVar("Listed")


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of one list.

    :param count: all of its lines, where that is known.
    :param more: what the next page begins after, if there is one.
    """

    items: tuple[Item, ...]
    count: int | None = None
    more: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What the navigation says."""

    waiting: int = 0
    overdue: int = 0
    unread: int = 0


class _Told(NamedTuple):
    """One record the person was told of."""

    record: UUID
    at: int
    unread: bool


def colleague_of(reader: Reader, person: UUID) -> Colleague:
    """A person as waiting asks for one."""
    return Colleague(person, reader.standing_of(person))


class Worklists:
    """The lists of one person."""

    def __init__(self, reader: Reader, colleague: Colleague) -> None:
        self._reader = reader
        self._person = colleague
        self._now = reader.site.now()

    def counts(self) -> Counts:
        """How much waits, how much of it is overdue, and what is to be read."""
        lines = self._lines()
        overdue = sum(1 for line in lines if self._overdue(line.pending))
        return Counts(len(lines), overdue, self._unread())

    def _unread(self) -> int:
        """Those that may still be seen: rights change after somebody was told."""
        unread = [told.record for told in self._told() if told.unread]
        drawn = self._drawn(unread) if unread else None
        return sum(map(drawn.shows, unread)) if drawn else 0

    def waiting(self, page: int = 1, size: int = PAGE) -> Worklist:
        """待办: overdue first, then what is due soonest, then longest waiting."""
        lines = sorted(self._lines(), key=self._urgency)
        shown, more = _cut(lines, page, size)
        drawn = Lines(self._reader, [(x.aggregate, x.record) for x in shown])
        items = [drawn.item(x.record, x.pending, self._now) for x in shown]
        return Worklist(_there(items), len(lines), more)

    def informed(self, page: int = 1, size: int = PAGE) -> Worklist:
        """知会我的: what is to be read first, then the newest."""
        told = sorted(self._told(), key=lambda t: (not t.unread, -t.at))
        shown, more = _cut(told, page, size)
        drawn = self._drawn(t.record for t in shown)
        items = [
            drawn.item(
                t.record, self._pending(t.record), self._now,
                told_at=t.at, unread=t.unread,
            )
            for t in shown
        ]  # fmt: skip
        return Worklist(_there(items), more=more)

    def to_sign(self) -> list[tuple[Item, int]]:
        """What the person is said to have agreed to on the phone, and when."""
        awaited = awaited_of(self._reader, self._person.id)
        drawn = self._drawn(record for record, _at in awaited)
        items = [
            (drawn.item(record, self._pending(record), self._now), at)
            for record, at in awaited
        ]
        return [(item, at) for item, at in items if item is not None]

    def done(self, before: int = acted.NEWEST, size: int = PAGE) -> Worklist:
        """已办: what the person handled, last first."""
        return self._acts(acted.done(self._reader, self._person.id, before, size))

    def started(self, before: int = acted.NEWEST, size: int = PAGE) -> Worklist:
        """我发起的: what the person began, last first."""
        return self._acts(acted.started(self._reader, self._person.id, before, size))

    def _acts(self, acts: Acts) -> Worklist:
        drawn = self._drawn(act.record for act in acts.found)
        items = [
            drawn.item(act.record, self._pending(act.record), self._now)
            for act in acts.found
        ]
        return Worklist(_there(items), more=acts.more)

    def _lines(self) -> list[Line]:
        return self._reader.site.board.waiting_for(self._reader, self._person)

    def _pending(self, record: UUID) -> Pending | None:
        lines = self._reader.site.board.of_record(self._reader, record)
        return lines[0].pending if lines else None

    def _overdue(self, pending: Pending) -> bool:
        return pending.due is not None and pending.due < self._now

    def _urgency(self, line: Line) -> tuple[bool, int, int, UUID]:
        pending = line.pending
        due = _FAR if pending.due is None else pending.due
        return not self._overdue(pending), due, pending.since, line.record

    def _told(self) -> list[_Told]:
        rows = self._reader.connection.execute(
            "SELECT stream, told_at, unread FROM [guard_telling] WHERE person = ?",
            (self._person.id.bytes,),
        )
        return [_Told(UUID(bytes=bytes(s)), at, bool(unread)) for s, at, unread in rows]

    def _drawn(self, records: Iterable[UUID]) -> Lines:
        reader, found = self._reader, []
        for record in records:
            first = reader.site.log.read_stream(reader.connection, record)[0]
            spec = reader.site.declarations.aggregate_of(first.topic)
            if spec is not None:
                found.append((spec.topic, record))
        return Lines(reader, found)


def _cut(
    lines: Sequence[Listed], page: int, size: int
) -> tuple[Sequence[Listed], int | None]:
    start = (max(page, 1) - 1) * size
    more = max(page, 1) + 1 if len(lines) > start + size else None
    return lines[start : start + size], more


def _there(items: Iterable[Item | None]) -> tuple[Item, ...]:
    """Without what the reader may not see."""
    return tuple(item for item in items if item is not None)
