"""A log's file with one byte turned: found out, or its events are what they were."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from houqin.events.errors import LogError
from houqin.events.store import SQLiteStore
from tests.events.tampering import Tampering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DUMPS = (
    "SELECT * FROM event ORDER BY position",
    "SELECT * FROM body ORDER BY position",
)


def dump(path: Path) -> Any:
    """Every event with its body, as SQLite itself reads them; None if it cannot."""
    try:
        with closing(sqlite3.connect(path)) as raw:
            return [raw.execute(sql).fetchall() for sql in _DUMPS]
    except sqlite3.DatabaseError:
        return None


def flip(folder: Path, count: int, seed: int) -> Iterator[str]:
    """Turn so many random bytes, one at a time; what was missed of each, or ""."""
    path = folder / "log.db"
    store = SQLiteStore(path, durable=False)
    store.create()
    tampering = Tampering.of(store, seed)
    store.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole, events = path.read_bytes(), dump(path)
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
    for _ in range(count):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        _write(path, whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        missed = not _found(tampering, path) and dump(path) != events
        yield f"byte {place}, bit {bit}" if missed else ""


def _write(path: Path, content: bytes) -> None:
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(content)


def _found(tampering: Tampering, path: Path) -> bool:
    store = SQLiteStore(path, durable=False)
    try:
        with closing(store), store.reading() as connection:
            return bool(tampering.problems(connection))
    except LogError:
        return True
