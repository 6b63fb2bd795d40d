"""A small log, and whatever somebody with the database in hand may do to it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from houqin.events import rows, verification
from houqin.events.clock import SteppingClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.leaf import Header, body_bytes, seal
from houqin.events.log import Log
from houqin.events.tree import ALGORITHMS, Frontier
from houqin.events.tree_nodes import StoredTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from houqin.events.store import Connection, Store
    from houqin.events.verification import Problem, SignedHead

    #: Changes something and tells the positions that are no longer as they were.
    Change = Callable[["Tampering", Connection], set[int]]

START = 1_700_000_000_000_000
EVENTS = 600
SIGNED = (200, 520)
IDENTITIES = ("originator_id", "actor", "on_behalf_of", "command", "correlation")
HASHES = ("body_sha256", "body_sm3", "leaf_sha256", "leaf_sm3")
NUMBERS = ("originator_version", "class_version", "occurred", "recorded", "causing")
SEALED = ", ".join(HASHES)


class Undone(Exception):
    """Ends the transaction of a change, so that the next finds the log whole."""


def fill(store: Store, chance: random.Random) -> None:
    """Six hundred events of fifty records, one of them erased."""

    def identity() -> UUID:
        return UUID(bytes=chance.randbytes(16))

    log = Log(store, SteppingClock(START))
    streams = {identity(): 0 for _ in range(50)}
    actors = [identity() for _ in range(5)]
    count = 0
    while count < EVENTS:
        command = identity()
        author = Authorship(chance.choice(actors), command, command)
        chosen = chance.sample(list(streams), min(chance.randint(1, 3), EVENTS - count))
        for stream in chosen:
            streams[stream] += 1
        new = [_event(stream, streams[stream], chance) for stream in chosen]
        if count == EVENTS // 2:
            new = [_erasure(chosen[0], streams[chosen[0]]), *new[1:]]
        with log.transaction(author) as transaction:
            appended = transaction.append(new)
            first, last = appended[0].position, appended[-1].position
            transaction.record_command(command, chance.randbytes(32), first, last)
        count = last


def _event(stream: UUID, version: int, chance: random.Random) -> NewEvent:
    payload = {"odometer": chance.randint(0, 10**6), "note": f"第{version}次"}
    metadata = {"channel": chance.choice(["system", "phone", "paper"])}
    return NewEvent(
        stream, version, "tests.Trip.Returned", payload, START, metadata=metadata
    )


def _erasure(stream: UUID, version: int) -> NewEvent:
    said = {"target": 1, "payload": {}, "metadata": {}}
    return NewEvent(stream, version, PAYLOAD_ERASED, said, START)


@dataclass
class Tampering:
    """A log with earlier heads that somebody outside has kept."""

    store: Store
    chance: random.Random
    heads: list[SignedHead]

    @classmethod
    def of(cls, store: Store, seed: int) -> Tampering:
        """Fill an empty store and keep what its trees were."""
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        fill(store, chance)
        with store.reading() as connection:
            heads = [
                (each.name, size, StoredTree(connection, each).root(size))
                for each in ALGORITHMS
                for size in SIGNED
            ]
        return cls(store, chance, heads)

    def problems(self, connection: Connection) -> list[Problem]:
        """What an auditor finds who kept the heads."""
        done = verification.verify(connection, sizes=SIGNED, commanded=True)
        return [*done.problems, *verification.against(done, self.heads)]

    def try_one(self, change: Change) -> str:
        """Make a change and take it back; say what is wrong if it was not found."""
        said = ""
        try:
            with self.store.writing() as connection:
                touched = change(self, connection)
                found = self.problems(connection)
                named = any(p.first <= at <= p.last for p in found for at in touched)
                if not named:
                    told = "; ".join(map(str, found[:3])) or "nothing"
                    said = f"{change.__name__} at {sorted(touched)[:5]}: found {told}"
                raise Undone  # noqa: TRY301 - ends the transaction
        except Undone:
            return said

    def some(self) -> int:
        """Any position that was there when the last head was kept."""
        return self.chance.randint(1, SIGNED[-1])


def value_of(connection: Connection, table: str, column: str, at: int) -> Any:
    """One value of a row."""
    sql = f"SELECT {column} FROM [{table}] WHERE position = ?"  # noqa: S608 - ours
    ((value,),) = connection.execute(sql, (at,))
    return bytes(value) if isinstance(value, memoryview) else value


def set_value(
    connection: Connection, table: str, column: str, at: int, value: Any
) -> None:
    """Change one value of a row."""
    sql = f"UPDATE [{table}] SET {column} = ? WHERE position = ?"  # noqa: S608 - ours
    connection.run(sql, (value, at))


def changed(value: Any, chance: random.Random) -> Any:
    """Another value of the same type."""
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 7, -1000, 86_400_000_000])
    if isinstance(value, str):
        return value + chance.choice(["x", "y"])
    kind = chance.randrange(3)
    if kind == 0 or not value:
        return value + b"\0"
    place = chance.randrange(len(value))
    if kind == 1:
        return value[:place] + value[place + 1 :]
    flipped = value[place] ^ (1 << chance.randrange(8))
    return value[:place] + bytes([flipped]) + value[place + 1 :]


def column_of_an_event(self: Tampering, connection: Connection) -> set[int]:
    """Any value of any event."""
    at, column = self.some(), self.chance.choice((*IDENTITIES, *HASHES, *NUMBERS))
    if self.chance.random() < 0.1:
        column = "topic"
    value = changed(value_of(connection, "event", column, at), self.chance)
    if column in ("originator_version", "class_version"):
        value = max(value, 0) % 60_000 + 61
    set_value(connection, "event", column, at, value)
    return {at}


def column_of_a_body(self: Tampering, connection: Connection) -> set[int]:
    """Salt, payload or metadata."""
    sql = "SELECT position FROM [body] WHERE position <= ?"
    at = self.chance.choice(connection.execute(sql, (SIGNED[-1],)))[0]
    column = self.chance.choice(["salt", "payload", "metadata"])
    value = changed(value_of(connection, "body", column, at), self.chance)
    set_value(connection, "body", column, at, value)
    return {at}


def body_removed(self: Tampering, connection: Connection) -> set[int]:
    """A body gone without an erasure."""
    sql = "SELECT position FROM [body] WHERE position <= ?"
    at = self.chance.choice(connection.execute(sql, (SIGNED[-1],)))[0]
    connection.run("DELETE FROM [body] WHERE position = ?", (at,))
    return {at}


def bodies_swapped(self: Tampering, connection: Connection) -> set[int]:
    """Two events with one another's bodies."""
    return _swap(self, connection, "body")


def events_swapped(self: Tampering, connection: Connection) -> set[int]:
    """Two events in one another's places."""
    return _swap(self, connection, "event")


def _swap(self: Tampering, connection: Connection, table: str) -> set[int]:
    sql = f"SELECT position FROM [{table}] WHERE position <= ?"  # noqa: S608 - ours
    known = [row[0] for row in connection.execute(sql, (SIGNED[-1],))]
    one, other = self.chance.sample(known, 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        set_value(connection, table, "position", before, after)
    return {one, other}


def event_removed(self: Tampering, connection: Connection) -> set[int]:
    """An event gone, with its body or without."""
    at = self.some()
    connection.run("DELETE FROM [event] WHERE position = ?", (at,))
    if self.chance.random() < 0.5:
        connection.run("DELETE FROM [body] WHERE position = ?", (at,))
    return {at}


def event_removed_and_the_rest_moved_up(
    self: Tampering, connection: Connection
) -> set[int]:
    """No gap is left, nor a wrong head."""
    at = self.some()
    for table in ("event", "body"):
        connection.run(f"DELETE FROM [{table}] WHERE position = ?", (at,))  # noqa: S608
        for step in (-1_000_000, 999_999):
            bound = at if step < 0 else -1_000_000
            connection.run(
                f"UPDATE [{table}] SET position = position + ?"  # noqa: S608 - ours
                f" WHERE position {'>' if step < 0 else '<'} ?",
                (step, bound if step < 0 else 0),
            )
    connection.run("UPDATE [log_head] SET position = position - 1")
    return {at, *range(at, EVENTS + 1)}


def event_added(self: Tampering, connection: Connection) -> set[int]:
    """One more event, sealed as it should be, behind the last."""
    header = _header(connection, self.some())._replace(
        position=EVENTS + 1,
        originator_id=self.chance.randbytes(16),
        recorded=value_of(connection, "event", "recorded", EVENTS) + 1,
    )
    rows.insert(connection, [rows.Draft(header, b"{}", b"{}")])
    if self.chance.random() < 0.5:
        sql = "UPDATE [log_head] SET position = ?, recorded = ?"
        connection.run(sql, (header.position, header.recorded))
    return {header.position}


def event_added_between(self: Tampering, connection: Connection) -> set[int]:
    """One more event in the middle, all behind it moved down, with trees that fit."""
    at = self.some()
    for table in ("event", "body"):
        for step, bound in ((1_000_000, at), (-999_999, 1_000_000)):
            connection.run(
                f"UPDATE [{table}] SET position = position + ?"  # noqa: S608 - ours
                " WHERE position >= ?",
                (step, bound),
            )
    before = at - 1 or at + 1
    header = _header(connection, before)._replace(
        position=at, originator_id=self.chance.randbytes(16), originator_version=1
    )
    rows.insert(connection, [rows.Draft(header, b"{}", b"{}")])
    connection.run("UPDATE [log_head] SET position = position + 1")
    if self.chance.random() < 0.7:
        _hash_anew(connection)
    return {at, *range(at, EVENTS + 2)}


def _header(connection: Connection, at: int) -> Header:
    sql = f"SELECT {rows.EVENT_COLUMNS} FROM [event] AS e WHERE position = ?"  # noqa: S608
    return Header(*connection.execute(sql, (at,))[0])


def head_changed(self: Tampering, connection: Connection) -> set[int]:
    """The head says something else."""
    column = self.chance.choice(
        ["position", "recorded", "frontier_sha256", "frontier_sm3"]
    )
    ((value,),) = connection.execute(f"SELECT {column} FROM [log_head]")  # noqa: S608
    value = bytes(value) if isinstance(value, memoryview) else value
    sql = f"UPDATE [log_head] SET {column} = ?"  # noqa: S608 - ours
    connection.run(sql, (changed(value, self.chance),))
    return {EVENTS} if column != "position" else set(range(EVENTS - 1001, EVENTS + 9))


def tail_cut(self: Tampering, connection: Connection) -> set[int]:
    """The last events gone, and everything else as if they had never been."""
    last = self.chance.randint(1, SIGNED[-1] - 1)
    for table in ("event", "body"):
        connection.run(f"DELETE FROM [{table}] WHERE position > ?", (last,))  # noqa: S608
    connection.run("DELETE FROM [command] WHERE last_position > ?", (last,))
    if self.chance.random() < 0.7:
        _hash_anew(connection)
    return {last + 1}


def rewritten(self: Tampering, connection: Connection) -> set[int]:
    """Another payload, with all hashes of its row as they should be."""
    at = self.some()
    if not connection.execute("SELECT 1 FROM [body] WHERE position = ?", (at,)):
        at -= 1
    _rewrite(connection, at, b'{"odometer":1}')
    return {at}


def rewritten_with_its_trees(self: Tampering, connection: Connection) -> set[int]:
    """The same by somebody who knows how the trees are made."""
    touched = rewritten(self, connection)
    _hash_anew(connection)
    return touched


def _rewrite(connection: Connection, at: int, payload: bytes) -> None:
    salt, metadata = (
        value_of(connection, "body", column, at) for column in ("salt", "metadata")
    )
    sealed = seal(_header(connection, at), body_bytes(salt, payload, metadata))
    set_value(connection, "body", "payload", at, payload)
    for column, value in zip(HASHES, sealed, strict=True):
        set_value(connection, "event", column, at, value)


def _hash_anew(connection: Connection) -> None:
    """Make every tree fit the events there are."""
    found = connection.execute(
        "SELECT position, recorded, leaf_sha256, leaf_sm3 FROM [event]"
        " ORDER BY position"
    )
    trees = [Frontier(algorithm) for algorithm in ALGORITHMS]
    for tree, leaves in zip(trees, list(zip(*found, strict=True))[2:], strict=True):
        tree.extend(map(bytes, leaves))
    connection.run("DELETE FROM [tree_node]")
    pairs = zip(*(tree.completed for tree in trees), strict=True)
    connection.run_many(
        "INSERT INTO [tree_node] (level, number, sha256, sm3) VALUES (?, ?, ?, ?)",
        [(*node, other) for node, (_, _, other) in pairs],
    )
    connection.run(
        "UPDATE [log_head] SET position = ?, recorded = ?, frontier_sha256 = ?,"
        " frontier_sm3 = ?",
        (*found[-1][:2], *(tree.packed for tree in trees)),
    )


def subtree_changed(self: Tampering, connection: Connection) -> set[int]:
    """A stored subtree that is none of these events."""
    number, kind = self.chance.randrange(2), self.chance.randrange(3)
    if kind == 0:
        connection.run("DELETE FROM [tree_node] WHERE number = ?", (number,))
    elif kind == 1:
        column = self.chance.choice(["sha256", "sm3"])
        sql = f"UPDATE [tree_node] SET {column} = ? WHERE number = ?"  # noqa: S608
        connection.run(sql, (self.chance.randbytes(32), number))
    else:
        number = 2
        connection.run(
            "INSERT INTO [tree_node] (level, number, sha256, sm3) VALUES (8, 2, ?, ?)",
            (b"\0" * 32, b"\0" * 32),
        )
    return {number * 256 + 1}


def command_moved(self: Tampering, connection: Connection) -> set[int]:
    """A command that says it did something else."""
    at = self.some()
    command = value_of(connection, "event", "command", at)
    column = self.chance.choice(["first_position", "last_position"])
    step = self.chance.choice([-1, 1])
    sql = f"UPDATE [command] SET {column} = {column} + ? WHERE id = ?"  # noqa: S608
    connection.run(sql, (step, command))
    return set(range(at - 3, at + 4))


def command_removed(self: Tampering, connection: Connection) -> set[int]:
    """A command that could be done once more."""
    at = self.some()
    command = value_of(connection, "event", "command", at)
    connection.run("DELETE FROM [command] WHERE id = ?", (command,))
    return {at}


CHANGES: list[Change] = [
    column_of_an_event, column_of_a_body, body_removed, bodies_swapped,
    events_swapped, event_removed, event_removed_and_the_rest_moved_up, event_added,
    event_added_between,
    head_changed, tail_cut, rewritten, rewritten_with_its_trees, subtree_changed,
    command_moved, command_removed,
]  # fmt: skip
#: Half of what is tried changes one value, as most mistakes do.
WEIGHTS = [6, 6, *[1] * (len(CHANGES) - 2)]


def tamper(store: Store, count: int, seed: int) -> Iterator[str]:
    """Make so many random changes, one at a time; what was not found of each, or ""."""
    tampering = Tampering.of(store, seed)
    with store.reading() as connection:
        assert tampering.problems(connection) == []
    yield from map(
        tampering.try_one, tampering.chance.choices(CHANGES, WEIGHTS, k=count)
    )
