"""A range of the log computed anew, row by row: what verification is made of.

Ranges begin where a subtree of `LEVEL` begins, so the trees of each are computed by
themselves, in whatever process, and put together afterwards.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from houqin.events import erasure
from houqin.events.errors import LogError
from houqin.events.leaf import (
    HASH_SIZE,
    SALT_SIZE,
    Header,
    body_bytes,
    leaf_bytes,
    leaf_hashes,
    sha256,
    sm3,
)
from houqin.events.rows import EVENT_COLUMNS
from houqin.events.tree import ALGORITHMS, Frontier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from houqin.events.store import Connection
    from houqin.events.store.connection import Row

LEVEL = 16
SIZE = 1 << LEVEL
BATCH = 2000
MOST = 200
"""Problems of a range that are named; whoever broke more broke everything."""

HEADER = len(Header._fields)
_IDENTITIES = (1, 7, 8, 9, 10)
_IDENTITY_SIZE = 16
#: What a value of another type or size than was written comes to.
_UNREADABLE = (struct.error, TypeError, ValueError, AttributeError, OverflowError)

_ROWS = (
    f"SELECT {EVENT_COLUMNS}, e.body_sha256, e.body_sm3, e.leaf_sha256, e.leaf_sm3,"  # noqa: S608 - constants
    " b.salt, b.payload, b.metadata, c.id, c.first_position, c.last_position"
    " FROM [event] AS e LEFT JOIN [body] AS b ON b.position = e.position"
    " LEFT JOIN [command] AS c ON c.id = e.command"
    f" WHERE e.position BETWEEN ? AND ? ORDER BY e.position LIMIT {BATCH}"
)
_NODES = (
    "SELECT level, number, sha256, sm3 FROM [tree_node]"
    " WHERE level <= ? AND number BETWEEN ? >> level AND ? >> level"
    " ORDER BY level, number"
)


class Problem(NamedTuple):
    """One thing that does not hold, at positions `first` to `last`."""

    code: str
    first: int
    last: int

    def __str__(self) -> str:
        where = (
            f"position {self.first}"
            if self.first == self.last
            else f"positions {self.first} to {self.last}"
        )
        return f"{where}: {SAID[self.code]}"


SAID = {
    "missing": "no events",
    "order": "recorded no later than the one before",
    "body": "its body differs from the hashes",
    "gone": "its body is gone without an erasure",
    "back": "its body is there although it was erased",
    "stray": "a body without an event",
    "header": "its header differs from the hashes",
    "unreadable": "its row cannot be read",
    "version": "its version does not follow the one before",
    "command": "it is not where its command says",
    "commandless": "the command that recorded it is gone",
    "tree": "the stored trees are not those of the events",
    "head": "the head is not at the last event",
    "store": "the database cannot read it",
    "cut": "the log ends before what was signed",
    "root": "not what was signed",
    "signature": "not signed with a key of this log",
}


@dataclass(slots=True)
class Examined:
    """What a range came to.

    :ivar commands: events that stand where their command says.
    :ivar gone: positions without a body, which no erasure explains.
    :ivar trees: the roots of the range's subtrees, SHA-256 and SM3, by the size asked
        for and by the position of the last event; none from a gap on.
    """

    first: int = 0
    last: int = 0
    first_recorded: int = 0
    recorded: int = 0
    events: int = 0
    commands: int = 0
    whole: bool = True
    problems: list[Problem] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    trees: dict[int, tuple[list[bytes], ...]] = field(default_factory=dict)

    def tell(self, code: str, first: int, last: int | None = None) -> None:
        """Note a problem."""
        if len(self.problems) < MOST:
            self.problems.append(Problem(code, first, last or first))


def examine(
    connection: Connection, start: int, stop: int, sizes: Collection[int]
) -> Examined:
    """Compute the rows from position `start` to `stop` and what they add up to."""
    found = Examined()
    trees = [Frontier(algorithm) for algorithm in ALGORITHMS]
    wanted = sorted(size for size in sizes if start <= size <= stop)
    for rows in _batches(connection, found, start, stop):
        _examine_rows(found, rows)
        _grow(found, trees, rows, start - 1, wanted)
    if found.gone:
        # Of the same snapshot as the rows: somebody may be erasing meanwhile.
        explained = erased(connection)
        found.gone = [position for position in found.gone if position not in explained]
    if found.whole and found.last:
        found.trees[found.last] = _roots(trees)
        _compare(connection, found, trees, start - 1)
    return found


def erased(connection: Connection) -> set[int]:
    """Positions whose bodies are gone by an erasure that can be read."""
    try:
        return set(erasure.erased_positions(connection))
    except (*_UNREADABLE, KeyError):
        # The body that cannot be read is named where it stands.
        return set()


def _batches(
    connection: Connection, found: Examined, start: int, stop: int
) -> Iterator[list[Row]]:
    while start <= stop:
        try:
            rows = connection.execute(_ROWS, (start, stop))
        except LogError:
            last = min(start + BATCH - 1, stop)
            yield from _one_by_one(connection, found, start, last)
            start = last + 1
            continue
        if not rows:
            return
        yield rows
        if rows[-1][0] < start:
            # A damaged page gives rows in another order, for ever.
            found.tell("store", start)
            found.whole = False
            return
        start = rows[-1][0] + 1


def _one_by_one(
    connection: Connection, found: Examined, start: int, stop: int
) -> Iterator[list[Row]]:
    """Pass over the rows the database itself cannot read."""
    for position in range(start, stop + 1):
        try:
            rows = connection.execute(_ROWS, (position, position))
        except LogError:
            found.whole = False
            found.tell("store", position)
            if len(found.problems) == MOST:
                return
        else:
            if rows:
                yield rows


def _examine_rows(found: Examined, rows: list[Row]) -> None:
    for row in rows:
        position = row[0]
        if not found.first:
            found.first = position
        elif position != found.last + 1:
            found.tell("missing", found.last + 1, position - 1)
            found.whole = False
        found.last = position
        found.events += 1
        try:
            _examine_row(found, row, position)
        except _UNREADABLE:
            found.tell("unreadable", position)


def _examine_row(found: Examined, row: Row, position: int) -> None:
    (
        body_sha256, body_sm3, leaf_sha256, leaf_sm3, salt, payload, metadata,
        command, first, last,
    ) = row[HEADER:]  # fmt: skip
    recorded = row[6]
    if not found.recorded:
        found.first_recorded = recorded
    elif recorded <= found.recorded:
        found.tell("order", position)
    found.recorded = recorded
    if salt is None:
        found.gone.append(position)
        whole = len(body_sha256) == len(body_sm3) == HASH_SIZE
    else:
        body = body_bytes(salt, payload, metadata)
        sealed = sha256(body) == body_sha256 and sm3(body) == body_sm3
        whole = sealed and len(salt) == SALT_SIZE
    if not whole:
        found.tell("body", position)
    header = Header(*row[:HEADER])
    leaf = leaf_bytes(header, body_sha256, body_sm3)
    if leaf_hashes(leaf) != (leaf_sha256, leaf_sm3) or not _exact(row):
        found.tell("header", position)
    if header.originator_version < 1:
        found.tell("version", position)
    if command is not None:
        if first is not None and first <= position <= last:
            found.commands += 1
        else:
            found.tell("command", position)


def _exact(row: Row) -> bool:
    """A leaf holds sixteen bytes of an identity, whatever more the row may have."""
    return all(len(row[place]) == _IDENTITY_SIZE for place in _IDENTITIES)


def _grow(
    found: Examined,
    trees: list[Frontier],
    rows: list[Row],
    before: int,
    wanted: list[int],
) -> None:
    """Add the leaves of a batch, stopping at the sizes that are asked for."""
    if not found.whole or rows[0][0] != before + trees[0].size + 1:
        found.whole = False
        return
    done = 0
    while done < len(rows):
        upto = len(rows)
        if wanted:
            upto = min(upto, wanted[0] - before - trees[0].size + done)
        for tree, column in zip(trees, (HEADER + 2, HEADER + 3), strict=True):
            tree.extend([_hash(row[column]) for row in rows[done:upto]])
        done = upto
        if wanted and before + trees[0].size == wanted[0]:
            found.trees[wanted.pop(0)] = _roots(trees)


def _hash(value: object) -> bytes:
    """A hash as stored; what is none has been named as a problem already."""
    return value if isinstance(value, bytes) else b""


def _roots(trees: list[Frontier]) -> tuple[list[bytes], ...]:
    return tuple(tree.roots for tree in trees)


def _compare(
    connection: Connection, found: Examined, trees: list[Frontier], before: int
) -> None:
    """Name the subtrees that are stored otherwise than these rows have them."""
    ours = {
        (level, (before >> level) + number): (root, other)
        for (level, number, root), (_, _, other) in zip(
            trees[0].completed, trees[1].completed, strict=True
        )
    }
    rows = connection.execute(_NODES, (LEVEL, before, found.last - 1))
    stored = {
        (level, number): tuple(roots)
        for level, number, *roots in rows
        if (number + 1) << level <= found.last
    }
    for level, number in sorted(ours.keys() | stored.keys()):
        if ours.get((level, number)) != stored.get((level, number)):
            found.tell("tree", (number << level) + 1, (number + 1) << level)
