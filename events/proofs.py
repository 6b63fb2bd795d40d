"""Proofs that a leaf is in a tree, and that one tree begins with another.

Made as RFC 6962 §2.1.1 and §2.1.2 say, checked as RFC 9162 §2.1.3.2 and §2.1.4.2 do:
a proof is the list of hashes in their order, and whoever checks one has no log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from houqin.events.errors import OutsideTree, ProofFails
from houqin.events.leaf import HASH_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.events.tree import Algorithm

    Proof = Sequence[bytes]


class Ranges(Protocol):
    """What knows the root over a range of leaves."""

    def range_root(self, begin: int, end: int) -> bytes:
        """Return the root over the leaves begin <= index < end."""


def inclusion(tree: Ranges, index: int, size: int) -> list[bytes]:
    """Prove that the leaf at an index, from 0, is in the tree of a size."""
    if not 0 <= index < size:
        raise OutsideTree(index, size)
    path: list[bytes] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _left(end - begin)
        if index < middle:
            path.append(tree.range_root(middle, end))
            end = middle
        else:
            path.append(tree.range_root(begin, middle))
            begin = middle
    return path[::-1]


def consistency(tree: Ranges, first: int, second: int) -> list[bytes]:
    """Prove that the tree of size `second` begins with that of size `first`."""
    if not 0 < first <= second:
        raise OutsideTree(first, second)
    path: list[bytes] = []
    begin, end = 0, second
    while first < end:
        middle = begin + _left(end - begin)
        if first <= middle:
            path.append(tree.range_root(middle, end))
            end = middle
        else:
            path.append(tree.range_root(begin, middle))
            begin = middle
    if begin:
        # The whole of the first tree is known to who checks; a part of it is not.
        path.append(tree.range_root(begin, end))
    return path[::-1]


def _left(size: int) -> int:
    """The leaves left of where a tree of more than one is parted."""
    return 1 << (size - 1).bit_length() - 1


def check_inclusion(
    algorithm: Algorithm, leaf: bytes, index: int, size: int, proof: Proof, root: bytes
) -> None:
    """Raise ProofFails unless the leaf's hash is at the index of that tree."""
    if not 0 <= index < size:
        raise OutsideTree(index, size)
    if len(leaf) != HASH_SIZE:
        raise ProofFails("the leaf's hash is none")
    place, last, found = index, size - 1, leaf
    for other in proof:
        if not last:
            raise ProofFails("the proof is too long")
        if place & 1 or place == last:
            found = algorithm.node(other, found)
            place, last = _ascend(place, last)
        else:
            found = algorithm.node(found, other)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofFails("the proof is too short")
    if found != root:
        raise ProofFails("the leaf leads to another root")


def check_consistency(
    algorithm: Algorithm,
    first: int,
    second: int,
    proof: Proof,
    first_root: bytes,
    second_root: bytes,
) -> None:
    """Raise ProofFails unless the second tree begins with the first."""
    if not 0 < first <= second:
        raise OutsideTree(first, second)
    if first == second:
        if proof or first_root != second_root:
            raise ProofFails("trees of one size differ")
        return
    hashes = list(proof)
    if not first & (first - 1):
        hashes.insert(0, first_root)
    if not hashes:
        raise ProofFails("the proof is too short")
    older, newer = _both_roots(algorithm, first - 1, second - 1, hashes)
    if older != first_root:
        raise ProofFails("the proof leads to another first root")
    if newer != second_root:
        raise ProofFails("the proof leads to another second root")


def _both_roots(
    algorithm: Algorithm, place: int, last: int, hashes: Proof
) -> tuple[bytes, bytes]:
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = hashes[0]
    for other in hashes[1:]:
        if not last:
            raise ProofFails("the proof is too long")
        if place & 1 or place == last:
            older = algorithm.node(other, older)
            newer = algorithm.node(other, newer)
            place, last = _ascend(place, last)
        else:
            newer = algorithm.node(newer, other)
        place, last = place >> 1, last >> 1
    if last:
        raise ProofFails("the proof is too short")
    return older, newer


def _ascend(place: int, last: int) -> tuple[int, int]:
    """Go up as long as a node has no sibling on its right."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last
