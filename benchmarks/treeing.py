"""The same append with the trees of the log and without them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from benchmarks.comparison import Comparison
from houqin.events import log as log_module
from houqin.events.clock import SystemClock
from houqin.events.entry import Authorship, NewEvent
from houqin.events.log import Log
from houqin.events.store import open_store
from houqin.events.transaction import Head, LogTransaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from houqin.events.leaf import Seal
    from houqin.events.store import Connection

FLOOR = 0.9
#: A frontier of twelve roots: more than a log of millions has on the average.
BEFORE = 4095
TREES = ", frontier_sha256, frontier_sm3"


class TreelessTransaction(LogTransaction):
    """Appends as a log did before it had trees: leaves, and no more."""

    def grow(self, seals: Sequence[Seal]) -> None:
        """Let the trees be."""

    def store_tree(self) -> None:
        """Move the head alone."""
        self.connection.defer(
            "UPDATE [log_head] SET position = ?, recorded = ?, epoch = ?",
            lambda: (self.position, self.recorded, self.epoch),
        )


class TreelessLog(Log):
    """A log whose head is read and written without its trees."""

    def begin(
        self, connection: Connection, author: Authorship, head: Head, now: int
    ) -> LogTransaction:
        """Return what appends to the locked head."""
        return TreelessTransaction(self, connection, author, head, now)

    def _lock(self, connection: Connection) -> tuple[Head, int]:
        now: list[Any] = []
        if connection.dialect == "postgresql":
            sql = log_module._LOCK_WITH_CLOCK.replace(TREES, "")  # noqa: SLF001 - the same statement
            ((*head, at),) = connection.execute(sql)
            now.append(at)
        else:
            sql = log_module._WHOLE_HEAD.replace(TREES, "")  # noqa: SLF001 - the same statement
            ((*head,),) = connection.execute(sql)
            now.append(self.clock.now())
        return Head(*head, b"", b""), now[0]


def treeing(folder: Path, url: str | None, rounds: int, size: int) -> Comparison:
    """One event in each transaction, as a command of an office appends it."""
    database = "PostgreSQL" if url else "SQLite"
    ours = _filled(Log, folder, url, "trees")
    bare = _filled(TreelessLog, folder, url, "treeless")
    return Comparison(
        f"tree_{database.lower()}",
        f"append one event on {database}",
        "the same without the trees",
        FLOOR,
        rounds,
        size,
        lambda number: _append(ours, number),
        lambda number: _append(bare, number),
        {"events_before": BEFORE},
    )


def _filled(kind: type[Log], folder: Path, url: str | None, name: str) -> Log:
    path = str(folder / f"{name}.db")
    store = open_store(url or path, name if url else None)
    store.create()
    log = kind(store, SystemClock())
    fill(log, BEFORE)
    return log


def fill(log: Log, count: int) -> None:
    """Append so many events of trips in one transaction, five to a record."""
    command = uuid4()
    with log.transaction(Authorship(uuid4(), command, command)) as transaction:
        streams = [uuid4() for _ in range(-(-count // 5))]
        events = [
            _event(streams[number // 5], number % 5 + 1, transaction.now)
            for number in range(count)
        ]
        done = transaction.append(events)
        places = done[0].position, done[-1].position
        transaction.record_command(command, bytes(32), *places)


def _append(log: Log, _number: int) -> None:
    command = uuid4()
    with log.transaction(Authorship(uuid4(), command, command)) as transaction:
        (done,) = transaction.append([_event(uuid4(), 1, transaction.now)])
        transaction.record_command(command, bytes(32), done.position, done.position)


def _event(stream: UUID, version: int, occurred: int) -> NewEvent:
    payload = {"odometer": 12_345 + version, "route": "行政中心至青竹镇", "tolls": 0}
    return NewEvent(
        stream, version, "vehicles.Trip.Returned", payload, occurred,
        metadata={"channel": "system"},
    )  # fmt: skip
