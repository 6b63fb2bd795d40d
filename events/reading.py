"""Reading the log in short statements, however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from houqin.events import erasure
from houqin.events.entry import ERASED, NIL
from houqin.events.rows import (
    LEAN_COLUMNS,
    NARROW_COLUMNS,
    RECORDED,
    Identities,
    recorded_events,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection
    from houqin.events.store.connection import Row

    #: Which columns of the log: all (`RECORDED`), or those of rows.py's names.
    Columns = Literal["whole", "lean", "narrow"]

BATCH = 2000
"""Events taken into memory at once."""

TOPIC_WINDOW = 10_000
"""Positions looked through at once where few of them count."""

COUNTED = 100_000
"""Positions of a log that is counted whole."""

SAMPLES, SAMPLE = 64, 1000
"""Windows of a longer one that are counted, and their positions."""

_STREAM = f"{RECORDED} WHERE e.originator_id = ?"
_BETWEEN = " WHERE e.position BETWEEN ? AND ?"
_RANGE = f"{RECORDED}{_BETWEEN}"
_SAME_WINDOW = " AND b.position BETWEEN ? AND ?"
# PostgreSQL merges the two tables by position then, and has nothing to sort.
_IN_ORDER = (
    "SELECT set_config('enable_bitmapscan', 'off', TRUE),"
    " set_config('enable_nestloop', 'off', TRUE)"
)
_JOINED = RECORDED.partition(" FROM ")[2]
_COLUMNS = {
    "whole": RECORDED,
    "lean": f"SELECT {LEAN_COLUMNS} FROM {_JOINED}",  # noqa: S608 - constants
    "narrow": f"SELECT {NARROW_COLUMNS} FROM {_JOINED}",  # noqa: S608 - constants
}
_LAST = "SELECT position FROM [log_head]"
_COUNT = "SELECT count(*) FROM [event] AS e"
_RECORDED_AT = "SELECT recorded FROM [event] WHERE position = ?"
_VERSION = "SELECT max(originator_version) FROM [event] WHERE originator_id = ?"
# Without it SQLite sorts all events of a topic for every batch.
_BY_STREAM = RECORDED.replace("[event] AS e", "[event] AS e INDEXED BY event_stream")


def read_stream(
    connection: Connection, stream: UUID, upto_position: int | None = None
) -> list[RecordedEvent]:
    """Return a stream's events in version order."""
    sql, params = _STREAM, [stream.bytes]
    if upto_position is None:
        rows = connection.execute(f"{sql} ORDER BY e.originator_version", params)
    else:
        rows = connection.execute(
            f"{sql} AND e.position <= ? ORDER BY e.originator_version",
            [*params, upto_position],
        )
    return _decoded(connection, rows, Identities())


def last_version(connection: Connection, stream: UUID) -> int:
    """Return a stream's greatest version; 0 if it has no event."""
    ((version,),) = connection.execute(_VERSION, (stream.bytes,))
    return version or 0


def read(
    connection: Connection,
    start: int,
    limit: int | None,
    stop: int | None,
    topics: Sequence[str],
) -> Iterator[RecordedEvent]:
    """Yield events by ranges of positions."""
    last = _last(connection, stop)
    window = TOPIC_WINDOW if topics else BATCH
    sql = f"{_RANGE}{_among(topics)} ORDER BY e.position"
    ids = Identities()
    left = last if limit is None else limit
    first = max(start, 1)
    while first <= last and left > 0:
        if not topics:
            window = min(window, left)
        final = min(first + window - 1, last)
        rows = connection.execute(sql, (first, final, *topics))
        events = _decoded(connection, rows, ids)
        yield from events[:left]
        left -= len(events)
        first = final + 1


def read_streams(
    connection: Connection,
    topics: Sequence[str],
    stop: int | None,
    low: UUID | None,
    high: UUID | None,
) -> Iterator[RecordedEvent]:
    """Yield events by ranges of the key (stream, version)."""
    start = RECORDED if connection.dialect == "postgresql" else _BY_STREAM
    bound = " AND e.originator_id < ?" if high is not None else ""
    sql = (
        f"{start} WHERE (e.originator_id, e.originator_version) > (?, ?){bound}"
        f" AND e.position <= ?{_among(topics)}"
        f" ORDER BY e.originator_id, e.originator_version LIMIT {BATCH}"
    )
    rest = [_last(connection, stop), *topics]
    if high is not None:
        rest.insert(0, high.bytes)
    ids = Identities()
    key = (low or NIL).bytes, -1
    while True:
        rows = connection.execute(sql, (*key, *rest))
        yield from _decoded(connection, rows, ids)
        if len(rows) < BATCH:
            return
        key = rows[-1][1], rows[-1][2]


def rows_between(
    connection: Connection,
    first: int,
    final: int,
    topics: Sequence[str],
    low: UUID,
    high: UUID | None,
    *,
    dense: bool,
    columns: Columns,
) -> list[Row]:
    """Return undecoded rows of a range of positions and a range of streams, in order.

    :param dense: most events of the positions have one of the topics.
    """
    bound = " AND e.originator_id < ?" if high is not None else ""
    keys = [low.bytes] if high is None else [low.bytes, high.bytes]
    select, among, window = _COLUMNS[columns], _among(topics), [first, final]
    if dense and connection.dialect == "sqlite":
        # It would go topic by topic through the index and sort what it finds, which
        # takes a third longer.
        among = among.replace("e.topic", "+e.topic")
    elif dense:
        # It would look for the body of each event, and go through all events of these
        # streams for each window, which takes the longer the longer the log is.
        connection.execute(_IN_ORDER)
        select, window = f"{select}{_SAME_WINDOW}", window * 2
    start = f"{select}{_BETWEEN} AND e.originator_id >= ?{bound}"
    sql = f"{start}{among} ORDER BY e.position"
    return connection.execute(sql, (*window, *keys, *topics))


def streams_with(
    connection: Connection,
    topics: Sequence[str],
    stop: int,
    low: UUID,
    high: UUID | None,
) -> set[bytes]:
    """Return which of a range of streams have an event of these topics."""
    bound = " AND e.originator_id < ?" if high is not None else ""
    sql = (
        "SELECT DISTINCT e.originator_id FROM [event] AS e"  # noqa: S608 - constants
        f" WHERE e.position <= ? AND e.originator_id >= ?{bound}{_among(topics)}"
    )
    keys = [low.bytes] if high is None else [low.bytes, high.bytes]
    return {found for (found,) in connection.execute(sql, (stop, *keys, *topics))}


def roughly(connection: Connection, topics: Sequence[str]) -> int:
    """Count in the index of topics alone; of a long log, in a sample of its windows.

    PostgreSQL took half a second to count a million. It is 0 only where there is none.
    """
    last, among = _last(connection, None), _among(topics)
    if last <= COUNTED:
        ((found,),) = connection.execute(f"{_COUNT} WHERE TRUE{among}", topics)
        return int(found)
    # SQLite would rather go through the index of topics for each window.
    sqlite = connection.dialect == "sqlite"
    here = among.replace("e.topic", "+e.topic") if sqlite else among
    sql = f"{_COUNT}{_BETWEEN}{here}"
    seen = 0
    for number in range(SAMPLES):
        first = 1 + number * (last - SAMPLE) // (SAMPLES - 1)
        ((found,),) = connection.execute(sql, (first, first + SAMPLE - 1, *topics))
        seen += found
    some = f"SELECT 1 FROM [event] AS e WHERE TRUE{among} LIMIT 1"  # noqa: S608 - constants
    return max(seen * last // (SAMPLES * SAMPLE), len(connection.execute(some, topics)))


def topics_below(connection: Connection, prefix: str) -> list[str]:
    """Return the topics that begin so, from the index of topics alone."""
    sql = (
        "SELECT DISTINCT e.topic FROM [event] AS e"
        " WHERE substr(e.topic, 1, ?) = ? ORDER BY e.topic"
    )
    return [topic for (topic,) in connection.execute(sql, (len(prefix), prefix))]


def position_at(connection: Connection, recorded_before: int) -> int:
    """Search by halves: recorded times grow with the position."""
    below, above = 0, _last(connection, None) + 1
    while above - below > 1:
        middle = (below + above) // 2
        ((recorded,),) = connection.execute(_RECORDED_AT, (middle,))
        if recorded < recorded_before:
            below = middle
        else:
            above = middle
    return below


def _decoded(
    connection: Connection, rows: Iterable[Row], ids: Identities
) -> list[RecordedEvent]:
    """Events of rows, each erased body replaced by what its erasure says."""
    events = recorded_events(rows, ids)
    if any(event.payload is ERASED for event in events):
        return erasure.substituted(connection, events)
    return events


def _last(connection: Connection, stop: int | None) -> int:
    last: int = connection.execute(_LAST)[0][0]
    return last if stop is None else min(stop, last)


def _among(topics: Sequence[str]) -> str:
    if not topics:
        return ""
    return f" AND e.topic IN ({', '.join('?' * len(topics))})"
