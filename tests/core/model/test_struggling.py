"""Many processes on shared records: no lost update, no gap, no duplicate."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from houqin.events.store import PostgresStore, SQLiteStore
from tests.core.model.struggling import ROUNDS, struggle

if TYPE_CHECKING:
    from uuid import UUID

    from tests.core.works import Works

PROCESSES = {"postgresql": 16, "sqlite": 8}


def address_of(works: Works) -> tuple[str, str | None]:
    store = works.site.store
    if isinstance(store, PostgresStore):
        return store.url, store.schema
    assert isinstance(store, SQLiteStore)
    return str(store.path), None


def switches(works: Works, meter: UUID) -> list[str]:
    with works.site.store.reading() as connection:
        events = works.site.log.read_stream(connection, meter)
    assert [event.version for event in events] == list(range(1, len(events) + 1))
    names = [event.topic.rpartition(".")[2] for event in events]
    return [name for name in names if name.startswith("Switched")]


@pytest.mark.slow
def test_many_processes_work_on_the_same_records(works: Works, database: str) -> None:
    count = PROCESSES[database]
    meters = [works.meter(f"{number}号楼") for number in range(4)]
    before = works.head()
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, ProcessPoolExecutor(count, spawn) as pool:
        start = manager.Barrier(count)
        working = [
            pool.submit(
                struggle, address_of(works), number, meters, works.dispatcher, start
            )
            for number in range(count)
        ]
        acknowledged = [id_ for each in working for id_ in each.result(180)]
    with works.site.store.reading() as connection:
        found = works.site.log.read(connection, before + 1)
        recorded = [(event.position, event.command) for event in found]
    # Each acknowledged command is there once, and nothing else is.
    assert [position for position, _command in recorded] == [
        before + 1 + number for number in range(len(recorded))
    ]
    assert sorted(command for _position, command in recorded) == sorted(acknowledged)
    # Places are each process's own, so every move was taken.
    assert len(acknowledged) >= count * ROUNDS
    # Whoever switches has seen what was switched before.
    for meter in meters:
        done = switches(works, meter)
        assert done[:1] in ([], ["SwitchedOff"])
        assert all(one != other for one, other in pairwise(done))
    works.assert_sound()
