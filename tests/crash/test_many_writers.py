"""Sixteen processes on PostgreSQL, eight on SQLite: nothing lost, nothing doubled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from houqin.events.store import PostgresStore
from tests.core.works import Works, sampled
from tests.crash.crowd import VALUE
from tests.crash.test_killed_writers import events_by_command
from tests.office import open_site
from tests.unmeasured import unmeasured

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.events.store import Store

CROWD = Path(__file__).with_name("crowd.py")
PROCESSES = {"sqlite": 8, "postgresql": 16}
COMMANDS = 40


@pytest.mark.slow
def test_many_processes_share_aggregates(new_store: Callable[..., Store]) -> None:
    store = new_store()
    works = Works(open_site(store, sampled()))
    meter = works.meter()
    processes = PROCESSES[store.dialect]
    url = store.url if isinstance(store, PostgresStore) else store.name
    with works.site.reader() as reader:
        before = reader.position
    given = (url, store.schema or "", str(processes), str(COMMANDS), str(meter))
    crowd = subprocess.Popen(
        [sys.executable, CROWD, *given],
        env=unmeasured(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    rebuilds = 0
    while crowd.poll() is None:
        # Ledgers that all of them write to are made anew, one after the other.
        works.site.rebuild([("sample.meters", "sample.readings")[rebuilds % 2]])
        rebuilds += 1
    seconds, errors = crowd.communicate()
    assert crowd.returncode == 0, errors
    assert rebuilds > 1
    with works.site.store.reading() as connection:
        stream = works.site.log.read_stream(connection, meter)
        head = works.site.log.head(connection)[0]
    slips = processes * COMMANDS // 4
    reads = processes * COMMANDS - slips
    assert [event.version for event in stream] == list(range(1, reads + 2))
    assert {event.payload["value"] for event in stream[1:]} == {VALUE}
    assert head == before + reads + 3 * slips
    found = events_by_command(works)
    assert len(found) == 1 + processes * COMMANDS
    print(  # noqa: T201 - figures for docs/durability.md
        f"{store.dialect}: {processes} processes gave {processes * COMMANDS} commands"
        f" in {seconds.strip()} s, {rebuilds} rebuilds meanwhile",
        file=sys.stderr,
    )
    works.assert_sound()
