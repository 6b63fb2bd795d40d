"""Every change of `make tamper`: 10,000 of a log, 2,000 of its file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from houqin.events.store import SQLiteStore
from tests.events.flipping import flip
from tests.events.tampering import tamper


def main() -> int:
    """Print what was missed; 1 if anything was."""
    parser = argparse.ArgumentParser(prog="tamper", description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = SQLiteStore(Path(folder) / "tampered.db", durable=False)
        store.create()
        start = perf_counter()
        missed = tamper(store, asked.changes, asked.seed)
        store.close()
        middle = perf_counter()
        unseen = flip(Path(folder), asked.bytes, asked.seed)
        end = perf_counter()
    lines = [
        f"{asked.changes} changes, {len(missed)} missed, {middle - start:.0f} s",
        f"{asked.bytes} bytes turned, {len(unseen)} missed, {end - middle:.0f} s",
        *missed,
        *unseen,
    ]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if missed or unseen else 0


if __name__ == "__main__":
    sys.exit(main())
