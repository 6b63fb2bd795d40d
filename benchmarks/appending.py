"""Append and projections of decided events against a bare INSERT of the same bytes."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import psycopg

from benchmarks.comparison import Comparison
from houqin.core.projection.effective import Effective, resolve
from houqin.core.projection.live import Change
from houqin.events.entry import Authorship, NewEvent, RecordedEvent
from houqin.plugins.vehicles.aggregates import Trip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.county import County, Prepared

#: Names of what the pragma gives as a number.
SYNCHRONOUS = ("OFF", "NORMAL", "FULL", "EXTRA")

POSTGRES = "PostgreSQL"

_ROW_BYTES = (
    "SELECT length(e.originator_id) * 5 + length(e.topic) + length(e.body_sha256) * 4"
    " + 8 * 6 + length(b.salt) + length(b.payload) + length(b.metadata)"
    " FROM [event] AS e JOIN [body] AS b USING (position) WHERE e.topic = ? LIMIT 1"
)


class Decided(NamedTuple):
    """A departure that needs nothing but to be written."""

    prepared: Prepared
    loaded: list[RecordedEvent]
    before: Effective | None


def appending(
    county: County, prepared: Sequence[Prepared], rounds: int, size: int
) -> Comparison:
    """One departure in each transaction, decided before it begins."""
    decided = [_load(county, each) for each in prepared]
    bare: Bare | BareServer
    if county.url:
        bare, where, floor = BareServer(county.url, _row_bytes(county)), POSTGRES, 0.35
    else:
        path = county.path.with_name("bare.db")
        bare, where, floor = Bare(path, _row_bytes(county)), "SQLite", 0.4
    return Comparison(
        f"append {where}",
        f"append and project a decided event, {where}",
        "BEGIN, INSERT, COMMIT of as many bytes",
        floor,
        rounds,
        size,
        lambda number: append(county, decided[number]),
        bare.insert,
        {"row_bytes": bare.size, **bare.settings},
    )


def _row_bytes(county: County) -> int:
    """What an event as small as a departure holds, with its body."""
    with county.site.store.reading() as connection:
        ((found,),) = connection.execute(_ROW_BYTES, (f"{Trip.topic}.CostRecorded",))
    return int(found)


def _load(county: County, each: Prepared) -> Decided:
    with county.site.store.reading() as connection:
        events = county.site.log.read_stream(connection, each.trip)
    return Decided(each, events, resolve(events))


def append(county: County, decided: Decided) -> None:
    """Write the departure and bring the ledgers up to it."""
    each, loaded, before = decided
    command = uuid4()
    author = Authorship(each.driver, command, command)
    with county.site.log.transaction(author) as transaction:
        departed = NewEvent(
            each.trip,
            loaded[-1].version + 1,
            f"{Trip.topic}.Departed",
            {"odometer": each.odometer},
            transaction.now,
            metadata={"channel": "system"},
        )
        recorded = transaction.append([departed])
        change = Change(Trip.topic, before, resolve([*loaded, *recorded]))
        county.site.projections.project(transaction, [change])


class Bare:
    """One table and one statement, with the settings of a site's file."""

    def __init__(self, path: Path, size: int) -> None:
        self.size = size
        self._bytes = os.urandom(size)
        self._raw = sqlite3.connect(path, isolation_level=None)
        self._raw.execute("PRAGMA journal_mode=WAL")
        self._raw.execute("PRAGMA synchronous=FULL")
        self._raw.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, bytes BLOB)")

    @property
    def settings(self) -> dict[str, object]:
        """The two settings that decide what a commit waits for."""
        return settings_of(self._raw)

    def insert(self, _number: int) -> None:
        """Write one row and wait for the disk."""
        self._raw.execute("BEGIN IMMEDIATE")
        self._raw.execute("INSERT INTO row (bytes) VALUES (?)", (self._bytes,))
        self._raw.execute("COMMIT")


class BareServer:
    """The same on PostgreSQL, by the driver that a site uses."""

    def __init__(self, url: str, size: int) -> None:
        self.size = size
        self._bytes = os.urandom(size)
        self._raw = psycopg.connect(url, autocommit=True)
        self._raw.execute("CREATE TABLE bare_row (id bigserial PRIMARY KEY, b bytea)")

    @property
    def settings(self) -> dict[str, object]:
        """What decides how a commit waits for the disk."""
        names = ("synchronous_commit", "fsync")
        rows = [self._raw.execute(f"SHOW {name}").fetchone() for name in names]  # type: ignore[call-overload]  # no literal
        return {name: row[0] for name, row in zip(names, rows, strict=True) if row}

    def insert(self, _number: int) -> None:
        """Write one row and wait for the disk."""
        with self._raw.transaction():
            self._raw.execute("INSERT INTO bare_row (b) VALUES (%s)", (self._bytes,))


def settings_of(raw: sqlite3.Connection) -> dict[str, object]:
    """What decides how a commit waits for the disk."""
    ((journal,),) = raw.execute("PRAGMA journal_mode")
    ((synchronous,),) = raw.execute("PRAGMA synchronous")
    return {"journal_mode": journal, "synchronous": SYNCHRONOUS[synchronous]}
