"""How fast a log is computed anew: a million events within thirty seconds."""

from __future__ import annotations

import os
from contextlib import ExitStack
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.comparison import Figures
from benchmarks.treeing import fill
from houqin.events import verification
from houqin.events.clock import SystemClock
from houqin.events.log import Log
from houqin.events.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.events.store import Store

#: Microseconds for an event when a million take thirty seconds.
ALLOWED = 30.0
BATCH = 50_000


def verifying(folder: Path, url: str | None, events: int) -> Figures:
    """Fill a log, then verify it with a process for each core."""
    database = "PostgreSQL" if url else "SQLite"
    path = str(folder / "verified.db")
    store = open_store(url or path, "verified" if url else None)
    store.create()
    log = Log(store, SystemClock())
    for _ in range(events // BATCH):
        fill(log, BATCH)
    jobs = os.cpu_count() or 1
    spent = _verify(store, jobs, events)
    store.close()
    each = spent / events * 1e6
    return Figures(
        f"verify_{database.lower()}",
        f"verify an event of {events:,} on {database}",
        "a million in thirty seconds",
        round(each, 1),
        ALLOWED,
        round(ALLOWED / each, 3),
        1.0,
        {"events_per_second": round(events / spent), "processes": jobs},
    )


def _verify(store: Store, jobs: int, events: int) -> float:
    start = perf_counter()
    with ExitStack() as stack:
        connection = stack.enter_context(store.reading())
        runner = stack.enter_context(verification.several(store, jobs))
        done = verification.verify(connection, runner=runner)
    assert (done.problems, done.events) == ([], events)
    return perf_counter() - start
