"""Cases one person has begun or handled, newest first, read backwards from the log."""

from __future__ import annotations

from heapq import merge
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.case import Aside, Case
from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.core.registry.declarations import Declarations
    from houqin.core.site.reader import Reader
    from houqin.events.store import Connection

#: Entries read from an index at once, and looked through for one page.
STEP = 100
MOST_WALKED = 5000

_COLUMNS = "SELECT position, originator_id, originator_version, topic FROM [event]"
# The second condition is the partial index's own.
_BY_ACTOR = f"{_COLUMNS} WHERE actor = ?"
_STARTED = f"{_BY_ACTOR} AND originator_version = 1"
_BY_BEHALF = {
    "sqlite": f"{_COLUMNS} WHERE on_behalf_of = ? AND on_behalf_of <> x'{NIL.hex}'",
    "postgresql": f"{_COLUMNS} WHERE on_behalf_of = ?"
    f" AND on_behalf_of <> '\\x{NIL.hex}'::bytea",
}
_BACKWARDS = f" AND position < ? ORDER BY position DESC LIMIT {STEP}"
_LATER = (
    "SELECT topic FROM [event] WHERE originator_id = ? AND position > ?"
    " AND (actor = ? OR on_behalf_of = ?)"
)
#: Before every event.
NEWEST = 2**62


class Act(NamedTuple):
    """What somebody did to a record last."""

    position: int
    record: UUID
    topic: str


class Acts(NamedTuple):
    """One page, and before which position the next begins."""

    found: tuple[Act, ...]
    more: int | None


def started(reader: Reader, person: UUID, before: int, size: int) -> Acts:
    """Cases that a person began, or had begun for himself (我发起的)."""
    topics = _case_topics(reader.site.declarations)
    walked = _walk(reader.connection, person, before, first=True)
    return _page(walked, size, lambda act: act.topic in topics)


def done(reader: Reader, person: UUID, before: int, size: int) -> Acts:
    """Cases that a person handled (已办), each where it was handled last."""
    topics = _handling_topics(reader.site.declarations)
    connection = reader.connection

    def shown_here(act: Act) -> bool:
        if act.topic not in topics:
            return False
        return before == NEWEST or not _later(connection, act, person, topics)

    walked = _walk(connection, person, before, first=False)
    return _page(walked, size, shown_here)


def begun(reader: Reader, person: UUID, topic: str, most: int) -> list[Act]:
    """The last records of one kind a person opened, or had opened for himself."""
    walked = islice(_walk(reader.connection, person, NEWEST, first=True), MOST_WALKED)
    return list(islice((act for act in walked if act.topic == topic), most))


def _page(walked: Iterator[Act], size: int, shown: Callable[[Act], bool]) -> Acts:
    found: dict[UUID, Act] = {}
    for count, act in enumerate(walked):
        if len(found) == size or count == MOST_WALKED:
            return Acts(tuple(found.values()), act.position + 1)
        if act.record not in found and shown(act):
            found[act.record] = act
    return Acts(tuple(found.values()), None)


def _walk(
    connection: Connection, person: UUID, before: int, *, first: bool
) -> Iterator[Act]:
    """Events a person typed, and those typed for that person."""
    typed = _STARTED if first else _BY_ACTOR
    behalf = _BY_BEHALF[connection.dialect]
    if first:
        behalf += " AND originator_version = 1"
    ways = [_index(connection, sql, person, before) for sql in (typed, behalf)]
    return merge(*ways, reverse=True)


def _index(
    connection: Connection, sql: str, person: UUID, before: int
) -> Iterator[Act]:
    while True:
        rows = connection.execute(sql + _BACKWARDS, (person.bytes, before))
        for position, stream, _version, topic in rows:
            yield Act(position, UUID(bytes=bytes(stream)), topic)
        if len(rows) < STEP:
            return
        before = rows[-1][0]


def _later(
    connection: Connection, act: Act, person: UUID, topics: frozenset[str]
) -> bool:
    """Whether a page before this one has shown the record."""
    given = (act.record.bytes, act.position, person.bytes, person.bytes)
    return any(topic in topics for (topic,) in connection.execute(_LATER, given))


def _case_topics(declarations: Declarations) -> frozenset[str]:
    """The topics of every case's events."""
    return frozenset(
        topic
        for name, spec in declarations.aggregates.items()
        if issubclass(spec.cls, Case)
        for topic in declarations.event_topics(name)
    )


def _handling_topics(declarations: Declarations) -> frozenset[str]:
    """Those that handle a case: neither open it nor stand beside its steps."""
    cls = declarations.topics.class_of
    return frozenset(
        topic
        for topic in _case_topics(declarations)
        if (found := cls(topic)) is not None
        and not issubclass(found, Aggregate.Created)
        and (not issubclass(found, Aside) or topic.endswith(".HandedOver"))
    )
