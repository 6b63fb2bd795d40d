"""Merkle trees over the leaves of a log, as RFC 6962 §2.1 defines them.

    root of nothing = H("") · of one leaf = its hash H(0x00 · leaf)
    of more = H(0x01 · left · right), left being the largest power of two below all

One tree is hashed with SHA-256, a second one with SM3. A tree that grows needs its
frontier alone: the roots of the complete subtrees it consists of, the largest first,
one for each bit of its size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from houqin.events.leaf import HASH_SIZE, sha256, sm3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from houqin.events.leaf import Seal

    #: Level and index of a complete subtree, and its root: (0, 4) is the fifth leaf.
    Node = tuple[int, int, bytes]

PREFIX = b"\x01"
TILE = 8
"""Roots are stored at every eighth level: one row for 256 leaves, one for 65,536.
Those between are computed from at most 256 others."""


class Algorithm(NamedTuple):
    """A hash of 32 bytes, with the name its columns end with."""

    name: str
    title: str
    hash: Callable[[bytes], bytes]

    def node(self, left: bytes, right: bytes) -> bytes:
        """Return the root over two subtrees."""
        return self.hash(PREFIX + left + right)

    def joined(self, roots: Sequence[bytes]) -> bytes:
        """Return the root over neighbouring subtrees, each smaller than the last."""
        if not roots:
            return self.hash(b"")
        *others, root = roots
        for other in reversed(others):
            root = self.node(other, root)
        return root

    def merged(self, roots: Sequence[bytes]) -> bytes:
        """Return the root over 2^n subtrees of one size."""
        while len(roots) > 1:
            pairs = zip(roots[::2], roots[1::2], strict=True)
            roots = [self.node(left, right) for left, right in pairs]
        return roots[0]


SHA256 = Algorithm("sha256", "SHA-256", sha256)
SM3 = Algorithm("sm3", "SM3", sm3)
ALGORITHMS = (SHA256, SM3)


def spans(begin: int, end: int) -> list[tuple[int, int]]:
    """Level and index of the complete subtrees a range consists of, in order.

    `begin` must be a multiple of the least power of two that holds the range, as all
    ranges are that RFC 6962 speaks of.
    """
    found = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        found.append((level, begin >> level))
        begin += 1 << level
    return found


class Frontier:
    """A tree that grows; ValueError if the bytes cannot be the frontier of its size."""

    __slots__ = ("_packed", "_tail", "algorithm", "completed", "size")

    def __init__(
        self, algorithm: Algorithm, size: int = 0, packed: bytes = b""
    ) -> None:
        if len(packed) != HASH_SIZE * size.bit_count():
            raise ValueError(f"{len(packed)} bytes are no frontier of {size} leaves")
        self.algorithm = algorithm
        self.size = size
        #: Roots completed since the tree was opened that are to be stored.
        self.completed: list[Node] = []
        # An append touches the last root or two; the rest stays as it was read.
        self._packed = packed
        self._tail: list[bytes] = []

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add leaves by their hashes."""
        tail, size, hash_ = self._tail, self.size, self.algorithm.hash
        for leaf in leaves:
            node, level, index = leaf, 0, size
            # One carry of a binary counter: equal subtrees become one.
            while index & 1:
                node = hash_(PREFIX + (tail.pop() if tail else self._last()) + node)
                level += 1
                index >>= 1
                if not level % TILE:
                    self.completed.append((level, index, node))
            tail.append(node)
            size += 1
        self.size = size

    def _last(self) -> bytes:
        root = self._packed[-HASH_SIZE:]
        self._packed = self._packed[:-HASH_SIZE]
        return root

    @property
    def packed(self) -> bytes:
        """The frontier as `log_head` keeps it."""
        return self._packed + b"".join(self._tail)

    @property
    def roots(self) -> list[bytes]:
        """The roots of the subtrees, the largest first."""
        packed = self.packed
        starts = range(0, len(packed), HASH_SIZE)
        return [packed[start : start + HASH_SIZE] for start in starts]

    @property
    def root(self) -> bytes:
        """The root of the whole tree."""
        return self.algorithm.joined(self.roots)


class Trees:
    """Both trees of a log as they grow in one transaction."""

    def __init__(self, size: int, packed_sha256: bytes, packed_sm3: bytes) -> None:
        self.sha256 = Frontier(SHA256, size, packed_sha256)
        self.sm3 = Frontier(SM3, size, packed_sm3)

    def extend(self, seals: Sequence[Seal]) -> None:
        """Add the leaves of events."""
        self.sha256.extend([seal.leaf_sha256 for seal in seals])
        self.sm3.extend([seal.leaf_sm3 for seal in seals])

    @property
    def packed(self) -> tuple[bytes, bytes]:
        """Both frontiers as `log_head` keeps them."""
        return self.sha256.packed, self.sm3.packed

    def completed(self) -> list[tuple[int, int, bytes, bytes]]:
        """The rows of `tree_node` that are new."""
        pairs = zip(self.sha256.completed, self.sm3.completed, strict=True)
        return [(*node, other) for node, (_, _, other) in pairs]
