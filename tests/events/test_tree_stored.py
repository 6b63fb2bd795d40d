"""The trees as a log keeps them, on both databases."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from uuid import uuid4

import pymerkle
import pytest

from houqin.events import proofs
from houqin.events.clock import SteppingClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.errors import OutsideTree, StoreCorrupt, TreeDamaged
from houqin.events.leaf import Header, leaf_bytes
from houqin.events.log import Log
from houqin.events.rows import EVENT_COLUMNS
from houqin.events.tree import ALGORITHMS, SHA256, Frontier
from houqin.events.tree_nodes import StoredTree
from tests.events.test_tree import naive

if TYPE_CHECKING:
    from houqin.events.store import Connection, Store
    from houqin.events.tree import Algorithm

START = 1_700_000_000_000_000


@pytest.fixture
def log(store: Store) -> Log:
    return Log(store, SteppingClock(START))


def append(log: Log, count: int) -> None:
    with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
        new = [
            NewEvent(uuid4(), 1, "tests.Thing.Done", {}, START) for _ in range(count)
        ]
        transaction.append(new)


def leaves(connection: Connection, algorithm: Algorithm) -> list[bytes]:
    sql = f"SELECT leaf_{algorithm.name} FROM [event] ORDER BY position"  # noqa: S608 - ours
    return [bytes(row[0]) for row in connection.execute(sql)]


def head(connection: Connection) -> list[Frontier]:
    sql = "SELECT position, frontier_sha256, frontier_sm3 FROM [log_head]"
    ((position, *packed),) = connection.execute(sql)
    pairs = zip(ALGORITHMS, packed, strict=True)
    return [Frontier(algorithm, position, bytes(each)) for algorithm, each in pairs]


def test_the_frontier_moves_with_the_head(log: Log) -> None:
    for count in (1, 0, 2, 3, 5, 300):
        append(log, count)
        with log.store.reading() as connection:
            for tree in head(connection):
                known = leaves(connection, tree.algorithm)
                assert tree.root == naive(tree.algorithm, known)


def test_a_refused_command_moves_no_tree(log: Log) -> None:
    append(log, 300)
    with log.store.reading() as connection:
        before = [tree.packed for tree in head(connection)]

    def fail() -> None:
        with log.transaction(Authorship(uuid4(), uuid4(), uuid4())) as transaction:
            transaction.append(
                [NewEvent(uuid4(), 1, "tests.Thing.Done", {}, START)] * 1
            )
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with log.store.reading() as connection:
        assert [tree.packed for tree in head(connection)] == before
        assert connection.execute("SELECT count(*) FROM [tree_node]") == [(1,)]


@pytest.fixture
def grown(log: Log) -> Log:
    """Six hundred events: two tiles are stored, the third is not complete."""
    for count in (3, 250, 80, 267):
        append(log, count)
    return log


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_tree_there_was_has_its_root(grown: Log, algorithm: Algorithm) -> None:
    with grown.store.reading() as connection:
        known, tree = leaves(connection, algorithm), StoredTree(connection, algorithm)
        for size in (0, 1, 7, 255, 256, 257, 511, 512, 599, 600):
            assert tree.root(size) == naive(algorithm, known[:size])
        with pytest.raises(OutsideTree):
            tree.root(601)


def test_another_implementation_agrees_with_what_a_log_keeps(grown: Log) -> None:
    """From the bytes of leaves as the contract has them, and from nothing stored."""
    sql = f"SELECT {EVENT_COLUMNS}, e.body_sha256, e.body_sm3 FROM [event] AS e"  # noqa: S608 - ours
    chance = random.Random(600)  # noqa: S311 - a repeatable choice
    sizes = {1, 255, 256, 257, 600, *(chance.randint(1, 600) for _ in range(20))}
    with grown.store.reading() as connection:
        entries = [
            leaf_bytes(Header(*row[:-2]), bytes(row[-2]), bytes(row[-1]))
            for row in connection.execute(f"{sql} ORDER BY e.position")
        ]
        other = pymerkle.InmemoryTree.init_from_entries(entries, algorithm="sha256")
        tree = StoredTree(connection, SHA256)
        for size in sizes:
            assert tree.root(size) == other.get_root(size)
            index = chance.randrange(size)
            theirs = other.prove_inclusion(index + 1, size).serialize()["path"]
            path = proofs.inclusion(tree, index, size)
            assert [each.hex() for each in path] == theirs[1:]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_log_proves_its_events(grown: Log, algorithm: Algorithm) -> None:
    with grown.store.reading() as connection:
        tree = StoredTree(connection, algorithm)
        for index, size in ((0, 1), (0, 600), (255, 256), (300, 513), (599, 600)):
            path, leaf = proofs.inclusion(tree, index, size), tree.leaf(index)
            root = tree.root(size)
            proofs.check_inclusion(algorithm, leaf, index, size, path, root)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_log_proves_what_it_was(grown: Log, algorithm: Algorithm) -> None:
    with grown.store.reading() as connection:
        tree = StoredTree(connection, algorithm)
        for first, second in ((1, 600), (256, 512), (257, 600), (600, 600)):
            path = proofs.consistency(tree, first, second)
            roots = tree.root(first), tree.root(second)
            proofs.check_consistency(algorithm, first, second, path, *roots)


def test_a_missing_hash_is_named_by_its_positions(grown: Log) -> None:
    with grown.store.writing() as connection:
        connection.run("DELETE FROM [tree_node] WHERE number = 1")
    with grown.store.reading() as connection, pytest.raises(TreeDamaged) as caught:
        StoredTree(connection, SHA256).root(600)
    assert (caught.value.first, caught.value.last) == (1, 512)


def test_nothing_is_appended_to_a_damaged_frontier(grown: Log) -> None:
    with grown.store.writing() as connection:
        connection.run("UPDATE [log_head] SET frontier_sm3 = ?", (b"\0" * 5,))
    with pytest.raises(StoreCorrupt, match="no frontier of 600 leaves"):
        append(grown, 1)
    with grown.store.reading() as connection:
        assert grown.head(connection)[0] == 600
