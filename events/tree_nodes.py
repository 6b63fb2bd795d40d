"""The trees of a log as they are stored, at any size they ever had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.events.errors import OutsideTree, TreeDamaged
from houqin.events.tree import TILE, spans

if TYPE_CHECKING:
    from houqin.events.store import Connection
    from houqin.events.tree import Algorithm

_LEAVES = "SELECT leaf_{} FROM [event] WHERE position BETWEEN ? AND ? ORDER BY position"
_NODES = (
    "SELECT {} FROM [tree_node] WHERE level = ? AND number BETWEEN ? AND ?"
    " ORDER BY number"
)
_HEAD = "SELECT position FROM [log_head]"


class StoredTree:
    """One of the trees, from the hashes beside the events and the rows above them.

    It says what was stored, not whether that is right: `verification` does.
    """

    def __init__(self, connection: Connection, algorithm: Algorithm) -> None:
        self.connection = connection
        self.algorithm = algorithm
        self._leaves = _LEAVES.format(algorithm.name)
        self._nodes = _NODES.format(algorithm.name)

    @property
    def size(self) -> int:
        """The number of leaves now."""
        size: int = self.connection.execute(_HEAD)[0][0]
        return size

    def leaf(self, index: int) -> bytes:
        """Return the hash of one leaf."""
        return self.subtree(0, index)

    def subtree(self, level: int, index: int) -> bytes:
        """Return the root of a complete subtree."""
        count = 1 << level % TILE
        first = index * count
        if level < TILE:
            rows = self.connection.execute(self._leaves, (first + 1, first + count))
        else:
            stored = level - level % TILE
            last = first + count - 1
            rows = self.connection.execute(self._nodes, (stored, first, last))
        if len(rows) != count:
            raise TreeDamaged((index << level) + 1, (index + 1) << level)
        return self.algorithm.merged([bytes(row[0]) for row in rows])

    def range_root(self, begin: int, end: int) -> bytes:
        """Return the root over the leaves begin <= index < end; see `spans`."""
        return self.algorithm.joined(
            [self.subtree(*span) for span in spans(begin, end)]
        )

    def root(self, size: int) -> bytes:
        """Return the root the tree had when it had `size` leaves.

        Raises OutsideTree when it never had so many.
        """
        if not 0 <= size <= self.size:
            raise OutsideTree(size, self.size)
        return self.range_root(0, size)
