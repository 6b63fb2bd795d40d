"""Every change of `make tamper`: 10,000 of a log on each database, 2,000 of a file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from houqin.events.store import PostgresStore, SQLiteStore
from tests.events.flipping import flip
from tests.events.tampering import tamper
from tests.serving import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Tries after which it says where it is.
OFTEN = 500


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def missed(title: str, count: int, tries: Iterator[str]) -> int:
    """Go through all tries; how many were missed."""
    begun, found = perf_counter(), 0
    for number, said in enumerate(tries, 1):
        if said:
            found += 1
            say(f"{title}: missed {said}")
        if number % OFTEN == 0 and number < count:
            say(f"{title}: {number} of {count}, {perf_counter() - begun:.0f} s")
    say(f"{title}: {count} tried, {found} missed, {perf_counter() - begun:.0f} s")
    return found


def main() -> int:
    """Say what was missed; 1 if anything was."""
    parser = argparse.ArgumentParser(prog="tamper", description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    changes, seed = asked.changes, asked.seed
    with tempfile.TemporaryDirectory() as folder, own_server() as url:
        file = SQLiteStore(Path(folder) / "tampered.db", durable=False)
        found = 0
        for store in (file, PostgresStore(url, "tampered")):
            store.create()
            title = f"changes on {store.dialect}"
            found += missed(title, changes, tamper(store, changes, seed))
            store.close()
        turned = flip(Path(folder), asked.bytes, seed)
        found += missed("bytes of the SQLite file", asked.bytes, turned)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
