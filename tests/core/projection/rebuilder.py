"""A process that rebuilds a ledger and may be killed (see test_rebuilding_apart)."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from houqin.core.projection import rebuild, rebuild_part
from houqin.core.site.site import Site
from houqin.events.store import open_store
from tests.core.works import sampled
from tests.office import KEY


def workers() -> list[int]:
    """The processes that this one has spawned and that are there."""
    me = os.getpid()
    found = Path(f"/proc/{me}/task/{me}/children").read_text("ascii").split()
    return [
        int(child)
        for child in found
        if b"houqin.core.spawned" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def told(_name: str, done: int, total: int) -> None:
    """Say how far it is and who works, and go no further than half."""
    sys.stdout.write(f"{done} {total} {' '.join(map(str, workers()))}\n")
    sys.stdout.flush()
    if done >= total // 2:
        time.sleep(60)


def main() -> None:
    """Rebuild one ledger of a store: address, schema, ledger, number of processes."""
    address, schema, ledger, jobs = sys.argv[1:]
    rebuild.FEWEST_EVENTS = rebuild_part.FEWEST_EVENTS = 0
    rebuild_part.HELD, rebuild_part.PASSES = 5, 100
    site = Site("rebuilder", open_store(address, schema or None), sampled(), KEY)
    site.rebuild([ledger], told, jobs=int(jobs))


if __name__ == "__main__":
    main()
