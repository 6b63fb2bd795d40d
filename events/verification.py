"""Whether the log is what it was when it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.events import erasure
from houqin.events.leaf import (
    Header,
    Seal,
    body_bytes,
    leaf_bytes,
    leaf_hashes,
    sha256,
    sm3,
)
from houqin.events.rows import EVENT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from houqin.events.store import Connection
    from houqin.events.store.connection import Row

BATCH = 2000
HEADER_SIZE = len(Header._fields)
SEALED_SIZE = HEADER_SIZE + len(Seal._fields)

_ROWS = (
    f"SELECT {EVENT_COLUMNS}, e.body_sha256, e.body_sm3, e.leaf_sha256, e.leaf_sm3,"  # noqa: S608 - constants
    " b.salt, b.payload, b.metadata"
    " FROM [event] AS e LEFT JOIN [body] AS b ON b.position = e.position"
    f" WHERE e.position > ? ORDER BY e.position LIMIT {BATCH}"
)
_HEAD = "SELECT position, recorded FROM [log_head]"
_STRAY_BODIES = (
    "SELECT position FROM [body] WHERE position NOT IN (SELECT position FROM [event])"
    " ORDER BY position"
)


def problems(connection: Connection, erased: Collection[int]) -> Iterator[str]:
    """Yield a line for each thing that is wrong."""
    position, recorded = 0, 0
    said = {*erasure.erased_positions(connection)}
    erased = said.union(erased)
    for row in _rows(connection):
        if row[0] != position + 1:
            yield f"positions {position + 1} to {row[0] - 1} are missing"
        header = Header(*row[:HEADER_SIZE])
        position = header.position
        if header.recorded <= recorded:
            yield f"position {position}: recorded no later than the one before"
        recorded = header.recorded
        for problem in _event_problems(header, row, erased):
            yield f"position {position}: {problem}"
        if position in said and row[SEALED_SIZE] is not None:
            yield f"position {position}: its body is there although it was erased"
    head = connection.execute(_HEAD)
    if head != [(position, recorded)]:
        yield f"the head says {head}, the last event {(position, recorded)}"
    for (stray,) in connection.execute(_STRAY_BODIES):
        yield f"position {stray}: a body without an event"


def _rows(connection: Connection) -> Iterator[Row]:
    last = 0
    while rows := connection.execute(_ROWS, (last,)):
        yield from rows
        last = rows[-1][0]


def _event_problems(header: Header, row: Row, erased: Collection[int]) -> Iterator[str]:
    seal = Seal(*row[HEADER_SIZE:SEALED_SIZE])
    salt, payload, metadata = row[SEALED_SIZE:]
    if salt is None:
        if header.position not in erased:
            yield "its body is gone without an erasure"
    else:
        body = body_bytes(salt, payload, metadata)
        if (sha256(body), sm3(body)) != (seal.body_sha256, seal.body_sm3):
            yield "its body differs from the hashes"
    leaf = leaf_bytes(header, seal.body_sha256, seal.body_sm3)
    if leaf_hashes(leaf) != (seal.leaf_sha256, seal.leaf_sm3):
        yield "its header differs from the hashes"
