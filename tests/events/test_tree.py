"""The trees against the definition, published vectors and another implementation."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from houqin.events import proofs
from houqin.events.errors import OutsideTree, ProofFails
from houqin.events.leaf import LEAF_PREFIX
from houqin.events.tree import ALGORITHMS, SHA256, SM3, Frontier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.events.tree import Algorithm

VECTORS = json.loads(
    (Path(__file__).parent / "golden" / "merkle.json").read_text(encoding="utf-8")
)
#: Leaves and roots that all implementations of RFC 6962 are tried with.
EIGHT = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = st.lists(st.binary(max_size=8), max_size=70)
ALGORITHM = st.sampled_from(ALGORITHMS)


def hashed(algorithm: Algorithm, leaves: Sequence[bytes]) -> list[bytes]:
    return [algorithm.hash(LEAF_PREFIX + leaf) for leaf in leaves]


def naive(algorithm: Algorithm, leaves: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1, word for word, over the hashes of leaves."""
    if not leaves:
        return algorithm.hash(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = naive(algorithm, leaves[:split]), naive(algorithm, leaves[split:])
    return algorithm.hash(b"\x01" + left + right)


class Naive:
    """What makes proofs from nothing but the definition."""

    def __init__(self, algorithm: Algorithm, leaves: Sequence[bytes]) -> None:
        self.algorithm = algorithm
        self.leaves = leaves

    def range_root(self, begin: int, end: int) -> bytes:
        return naive(self.algorithm, self.leaves[begin:end])


def decoded(case: dict[str, Any], *names: str) -> list[bytes]:
    return [b64decode(case[name] or "") for name in names]


def holds(check: Any, *given: Any) -> bool:
    try:
        check(SHA256, *given)
    except (OutsideTree, ProofFails):
        return False
    return True


@pytest.mark.parametrize("size", range(9))
def test_the_roots_everyone_knows(size: int) -> None:
    tree = Frontier(SHA256)
    tree.extend(hashed(SHA256, [bytes.fromhex(leaf) for leaf in EIGHT[:size]]))
    assert tree.root.hex() == ROOTS[size]


def test_published_inclusion_proofs() -> None:
    wrong = []
    for case in VECTORS["inclusion"]:
        leaf, root = decoded(case, "leafHash", "root")
        path = [b64decode(each) for each in case["proof"] or []]
        given_ = (leaf, case["leafIdx"], case["treeSize"], path, root)
        if holds(proofs.check_inclusion, *given_) == case["wantErr"]:
            wrong.append(case["name"])
    assert wrong == []
    assert len(VECTORS["inclusion"]) == 98


def test_published_consistency_proofs() -> None:
    wrong = []
    for case in VECTORS["consistency"]:
        roots = decoded(case, "root1", "root2")
        path = [b64decode(each) for each in case["proof"] or []]
        given_ = (case["size1"], case["size2"], path, *roots)
        if holds(proofs.check_consistency, *given_) == case["wantErr"]:
            wrong.append(case["name"])
    assert wrong == []
    assert len(VECTORS["consistency"]) == 98


@given(ALGORITHM, LEAVES, LEAVES)
def test_a_tree_that_grows_is_the_one_defined(
    algorithm: Algorithm, before: list[bytes], after: list[bytes]
) -> None:
    leaves = hashed(algorithm, before + after)
    tree = Frontier(algorithm)
    tree.extend(leaves[: len(before)])
    assert tree.root == naive(algorithm, leaves[: len(before)])
    again = Frontier(algorithm, tree.size, tree.packed)
    again.extend(leaves[len(before) :])
    assert again.root == naive(algorithm, leaves)
    assert again.size == len(leaves)


@given(ALGORITHM, LEAVES.filter(bool), st.data())
def test_every_leaf_is_proved(
    algorithm: Algorithm, given_: list[bytes], data: st.DataObject
) -> None:
    leaves = hashed(algorithm, given_)
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    path = proofs.inclusion(Naive(algorithm, leaves), index, size)
    root = naive(algorithm, leaves[:size])
    proofs.check_inclusion(algorithm, leaves[index], index, size, path, root)
    with pytest.raises(ProofFails):
        proofs.check_inclusion(
            algorithm, algorithm.hash(b"other"), index, size, path, root
        )


@given(ALGORITHM, LEAVES.filter(bool), st.data())
def test_every_earlier_tree_is_proved(
    algorithm: Algorithm, given_: list[bytes], data: st.DataObject
) -> None:
    leaves = hashed(algorithm, given_)
    second = data.draw(st.integers(1, len(leaves)))
    first = data.draw(st.integers(1, second))
    path = proofs.consistency(Naive(algorithm, leaves), first, second)
    older, newer = naive(algorithm, leaves[:first]), naive(algorithm, leaves[:second])
    proofs.check_consistency(algorithm, first, second, path, older, newer)
    with pytest.raises(ProofFails):
        proofs.check_consistency(
            algorithm, first, second, path, algorithm.hash(b"other"), newer
        )


@given(LEAVES.filter(bool), st.data())
def test_another_implementation_agrees(
    leaves: list[bytes], data: st.DataObject
) -> None:
    other = pymerkle.InmemoryTree.init_from_entries(leaves, algorithm="sha256")
    ours = Naive(SHA256, hashed(SHA256, leaves))
    first = data.draw(st.integers(1, len(leaves)))
    tree = Frontier(SHA256)
    tree.extend(ours.leaves)
    assert tree.root == other.get_root()
    included = other.prove_inclusion(first).serialize()["path"]
    path = proofs.inclusion(ours, first - 1, len(leaves))
    assert [each.hex() for each in path] == included[1:]
    # Its consistency proofs are of another form; its roots are those ours lead to.
    path = proofs.consistency(ours, first, len(leaves))
    roots = other.get_root(first), other.get_root()
    proofs.check_consistency(SHA256, first, len(leaves), path, *roots)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_complete_subtrees_are_to_be_stored(algorithm: Algorithm) -> None:
    leaves = hashed(algorithm, [number.to_bytes(2) for number in range(600)])
    tree = Frontier(algorithm)
    tree.extend(leaves)
    assert tree.completed == [
        (8, 0, naive(algorithm, leaves[:256])),
        (8, 1, naive(algorithm, leaves[256:512])),
    ]


def test_bytes_of_another_size_are_no_frontier() -> None:
    with pytest.raises(ValueError, match="no frontier of 3 leaves"):
        Frontier(SM3, 3, b"\0" * 32)


def test_what_lies_outside_has_no_proof() -> None:
    tree = Naive(SHA256, hashed(SHA256, [b"a", b"b"]))
    for index, size in ((2, 2), (-1, 2), (0, 0)):
        with pytest.raises(OutsideTree):
            proofs.inclusion(tree, index, size)
    for first, second in ((0, 2), (3, 2)):
        with pytest.raises(OutsideTree):
            proofs.consistency(tree, first, second)
