"""Two at once dispatch one car for overlapping hours: exactly one succeeds."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from houqin.events.store import PostgresStore, SQLiteStore
from tests.core.model.rivals import Dispatch, dispatch, run

if TYPE_CHECKING:
    from tests.office import Office

PAIRS = 200


@pytest.fixture
def pairs(office: Office) -> list[tuple[Dispatch, Dispatch]]:
    """Pairs of dispatches of one car each, at hours that overlap."""
    cars = [str(office.car()) for _ in range(4)]
    drivers = [str(office.driver(f"师傅{n}")) for n in range(8)]
    found = []
    for number in range(PAIRS):
        day = f"2023-{4 + number // 100:02}-{1 + number // 4 % 25:02}"
        lane = number % 4
        pair = []
        for half, hours in enumerate((("09:00", "12:00"), ("11:00", "15:00"))):
            request = office.request(f"{day} {hours[0]}", f"{day} {hours[1]}", by=None)
            office.do("core.agree", record=request)
            office.do("core.agree", record=request)
            driver = drivers[2 * lane + half]
            pair.append(
                Dispatch(office.dispatcher, uuid4(), str(request), cars[lane], driver)
            )
        found.append((pair[0], pair[1]))
    return found


def assert_one_each(office: Office, first: list[bool], second: list[bool]) -> None:
    assert len(first) == len(second) == PAIRS
    assert [a + b for a, b in zip(first, second, strict=True)] == [1] * PAIRS
    with office.site.reader() as reader:
        trips = list(reader.ledger("vehicles.trips").rows())
    assert len(trips) == PAIRS
    serials = sorted(row.values["serial"] for row in trips)
    assert serials == [f"派2023-{n:05}" for n in range(1, PAIRS + 1)]
    office.assert_sound()


def test_two_threads_dispatch_one_car(
    office: Office, pairs: list[tuple[Dispatch, Dispatch]]
) -> None:
    step = threading.Barrier(2)
    taken: dict[int, list[bool]] = {0: [], 1: []}

    def work(half: int) -> None:
        for pair in pairs:
            step.wait(60)
            taken[half].append(dispatch(office.site, pair[half]))

    threads = [threading.Thread(target=work, args=(half,)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_one_each(office, taken[0], taken[1])


def test_two_processes_dispatch_one_car(
    office: Office, pairs: list[tuple[Dispatch, Dispatch]]
) -> None:
    store = office.site.store
    if isinstance(store, PostgresStore):
        address = (store.url, store.schema)
    else:
        assert isinstance(store, SQLiteStore)
        address = (str(store.path), None)
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, ProcessPoolExecutor(2, spawn) as pool:
        step = manager.Barrier(2)
        halves = [
            pool.submit(run, address, [pair[half] for pair in pairs], step)
            for half in (0, 1)
        ]
        first, second = (half.result(120) for half in halves)
    assert_one_each(office, first, second)
