"""Rebuilding in spawned processes, given up, killed and gone on with."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection import rebuild, rebuild_part
from houqin.core.projection.horizon import Horizon
from houqin.core.projection.rebuild import GivenUp
from houqin.core.projection.rebuild_part import ReducerFailed
from houqin.core.projection.rebuild_process import ProcessFailed, RowRefused
from houqin.core.projection.rebuild_state import RebuildState, Superseded, Unfinished
from houqin.core.site import rebuilding, upkeep
from houqin.core.site.upkeep import BROKEN, CANCELLED, FAILED
from houqin.events.errors import StatementRefused
from houqin.events.store import PostgresStore
from tests.core import sample
from tests.core.model.struggling import struggle
from tests.core.model.test_struggling import address_of
from tests.core.projection.rebuilder import workers
from tests.core.projection.test_rebuilding import tables
from tests.core.site.test_upkeep import work

if TYPE_CHECKING:
    from uuid import UUID

    from tests.core.works import Works

METERS, READINGS = "sample.meters", "sample.readings"
COUNT = 24
HELD = 5


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few events are many here."""
    for module in (rebuild, rebuild_part):
        monkeypatch.setattr(module, "FEWEST_EVENTS", 0)
    monkeypatch.setattr(rebuild_part, "HELD", HELD)
    monkeypatch.setattr(rebuild_part, "PASSES", 100)


@pytest.fixture
def read(works: Works) -> list[UUID]:
    """Meters with readings, one of each kind of amendment among them."""
    meters = [works.meter(f"{number}号楼") for number in range(COUNT)]
    for number, meter in enumerate(meters):
        works.read(meter, 10 * number)
        works.read(meter, 10 * number + 5)
    works.correct(meters[0], 2, value=3)
    works.void(meters[1])
    works.void(meters[2], 2)
    return meters


def digests(works: Works) -> tuple[str, str]:
    return works.digest(METERS), works.digest(READINGS)


def unfinished(works: Works, ledger: str = METERS) -> Unfinished | None:
    with works.site.store.reading() as connection:
        return RebuildState(ledger, works.unit).read(connection)


def new_tables(works: Works, generation: int) -> set[str]:
    return {n for n in tables(works) if n.startswith(f"sample_meters__g{generation}")}


def half_done(works: Works, jobs: int, signalled: int = 9) -> list[int]:
    """A process that has rebuilt half of a ledger, ended so; its workers' numbers."""
    store = works.site.store
    postgres = isinstance(store, PostgresStore)
    where = (store.url, store.schema) if postgres else (str(store.path), "")  # type: ignore[attr-defined]
    command = [sys.executable, "-W", "ignore", "-m", "tests.core.projection.rebuilder"]
    process = subprocess.Popen(
        [*command, *where, METERS, str(jobs)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    spawned: list[int] = []
    for line in process.stdout:
        done, total, *found = map(int, line.split())
        spawned = found or spawned
        if done >= total // 2:
            break
    process.send_signal(signalled)
    process.wait(20)
    process.stdout.close()
    return spawned


def ended(process: int) -> bool:
    """Whether it is gone; one that had but begun sees it once it has started."""
    for _ in range(1200):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_processes_fold_what_one_folds(works: Works, read: list[UUID]) -> None:
    before = digests(works)
    told: list[tuple[str, int, int]] = []
    done = works.site.rebuild([READINGS], lambda *said: told.append(said), 2)
    assert done == {READINGS: 2}
    assert digests(works) == before
    assert told[-1] == (READINGS, 3 * COUNT, 3 * COUNT)
    works.read(read[3], 500)
    works.assert_sound()


def test_processes_work_while_others_write(works: Works, read: list[UUID]) -> None:
    over = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not over.is_set():
            works.read(read[3 + len(written) % 20], 1000 + len(written))
            written.append(1)
            over.wait(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    works.site.rebuild([METERS], jobs=2)
    over.set()
    writer.join()
    assert len(written) > 1
    assert len(works.rows("readings")) == 2 * COUNT + len(written)
    works.assert_sound()


def test_a_reducer_that_raises_in_a_process_names_the_event(
    works: Works, read: list[UUID]
) -> None:
    works.read(read[5], sample.UNREADABLE)
    head = works.head()
    works.read(read[6], 500)
    before = works.digest(METERS)
    with pytest.raises(ReducerFailed, match=f"登记序号{head}：ValueError: 987654321"):
        works.site.rebuild([METERS], jobs=2)
    assert work(works.site, METERS).state == FAILED
    assert works.digest(METERS) == before
    assert unfinished(works) is None
    assert new_tables(works, 2) == set()


def test_a_value_the_database_refuses_ends_the_rebuild(
    works: Works, read: list[UUID]
) -> None:
    works.read(read[5], 10**9 + 1)
    before = works.digest(METERS)
    for jobs in (1, 2):
        with pytest.raises((StatementRefused, OverflowError, RowRefused)):
            works.site.rebuild([METERS], jobs=jobs)
        assert unfinished(works) is None
    assert works.digest(METERS) == before
    assert new_tables(works, 2) == set()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_killed_rebuild_is_gone_on_with(
    works: Works, read: list[UUID], jobs: int
) -> None:
    before = digests(works)
    spawned = half_done(works, jobs)
    # The process that gives out the work takes part in it.
    assert len(spawned) == jobs - 1
    assert all(map(ended, spawned))
    assert work(works.site, METERS).state == BROKEN
    left = unfinished(works)
    assert left is not None
    assert not left.folded
    assert digests(works) == before
    # People go on, and the next rebuild takes in what they did.
    works.read(read[4], 500)
    live = digests(works)
    told: list[int] = []
    works.site.rebuild([METERS], lambda _name, done, _all: told.append(done), jobs)
    assert digests(works) == live
    assert unfinished(works) is None
    works.assert_sound()


def test_a_killed_worker_ends_a_rebuild_that_is_gone_on_with(
    works: Works, read: list[UUID]
) -> None:
    before = digests(works)

    def kill(_name: str, _done: int, _all: int) -> None:
        for worker in workers():
            os.kill(worker, signal.SIGKILL)

    with pytest.raises(ProcessFailed, match="has ended"):
        works.site.rebuild([METERS], kill, 2)
    assert workers() == []
    assert unfinished(works) is not None
    assert digests(works) == before
    works.site.rebuild([METERS], jobs=2)
    assert unfinished(works) is None
    assert len(works.rows("meters")) == len(read)
    works.assert_sound()


def test_what_is_written_is_not_folded_again(works: Works, read: list[UUID]) -> None:
    half_done(works, 1)
    left = unfinished(works)
    assert left is not None
    assert left.done
    # Were those parts folded again, this row would come back.
    last = rebuild_part.parts_of(left.sizes)[max(left.done)]
    assert left.done == set(range(last.number + 1))
    name = f"sample_meters__g{left.generation}"
    with works.site.store.writing() as connection:
        ((key,),) = connection.execute(
            f"SELECT min(key) FROM [{name}] WHERE key < ?",  # noqa: S608 - our own table
            (str(last.high),),
        )
        assert key is not None
        connection.run(f"DELETE FROM [{name}] WHERE key = ?", (key,))  # noqa: S608
    count = len(works.rows("meters"))
    works.site.rebuild([METERS])
    assert len(works.rows("meters")) == count - 1
    works.site.rebuild([METERS])
    works.assert_sound()
    assert len(works.rows("meters")) == count == len(read)


def test_rows_of_no_part_that_is_written_whole_are_cleared(
    works: Works, read: list[UUID]
) -> None:
    half_done(works, 1)
    with works.site.store.writing() as connection:
        connection.run("UPDATE [rebuild] SET done = ?", ("[]",))
    works.site.rebuild([METERS])
    assert len(works.rows("meters")) == len(read)
    works.assert_sound()


def test_other_reducers_begin_anew(
    works: Works, read: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    half_done(works, 1)
    base = works.site.projections.bases[METERS]
    monkeypatch.setattr(base, "fingerprint", "another")
    begun: list[Unfinished] = []
    kept = RebuildState.begin

    def begin(self: RebuildState, connection: object, work: Unfinished) -> None:
        begun.append(work)
        kept(self, connection, work)  # type: ignore[arg-type]

    monkeypatch.setattr(RebuildState, "begin", begin)
    works.site.rebuild([METERS])
    assert begun[0].done == frozenset()
    assert len(works.rows("meters")) == len(read)
    works.assert_sound()


def test_a_rebuild_taken_over_writes_no_more(works: Works, read: list[UUID]) -> None:
    assert read
    first = rebuild.Rebuild(
        works.site.log, works.site.projections,
        works.site.declarations.ledgers[METERS],
        works.site.declarations.event_topics("sample.Meter"), works.site.author,
    )  # fmt: skip

    def meanwhile(_name: str, _done: int, _all: int) -> None:
        if not taken:
            taken.append(works.site.rebuild([METERS]))

    taken: list[dict[str, int]] = []
    before = digests(works)
    with pytest.raises(Superseded, match=METERS):
        first.run(meanwhile)
    assert taken == [{METERS: 2}]
    assert digests(works) == before
    works.assert_sound()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rebuild_given_up_leaves_nothing(
    works: Works, read: list[UUID], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read
    monkeypatch.setattr(upkeep, "_SECOND", 0)
    before = digests(works)
    title = works.site.declarations.ledgers[METERS].title
    job = rebuilding.begin_rebuild(works.site, METERS)

    def cancel(_name: str, _done: int, _all: int) -> None:
        works.site.upkeep.cancel(METERS, title)

    with pytest.raises(GivenUp):
        rebuilding.rebuild(works.site, job, cancel, jobs=jobs)
    assert work(works.site, METERS).state == CANCELLED
    assert unfinished(works) is None
    assert new_tables(works, 2) == set()
    assert digests(works) == before
    works.site.rebuild([METERS])
    works.assert_sound()


def test_an_interrupt_gives_up_with_its_processes(
    works: Works, read: list[UUID]
) -> None:
    assert read
    spawned = half_done(works, 2, signal.SIGINT)
    assert len(spawned) == 1
    assert all(map(ended, spawned))
    assert unfinished(works) is None
    assert new_tables(works, 2) == set()
    assert work(works.site, METERS).state == CANCELLED


def test_another_process_writes_all_the_while(works: Works, read: list[UUID]) -> None:
    spawn = multiprocessing.get_context("spawn")
    with spawn.Manager() as manager, ProcessPoolExecutor(1, spawn) as pool:
        start = manager.Barrier(2)
        writing = pool.submit(
            struggle, address_of(works), 1, read[3:7], works.dispatcher, start
        )
        start.wait(60)
        rounds = 0
        while not writing.done() or not rounds:
            works.site.rebuild([METERS])
            rounds += 1
        assert writing.result()
    live = digests(works)
    assert works.digest(METERS, Horizon(position=works.head())) == live[0]
    works.site.rebuild([METERS, READINGS])
    assert digests(works) == live
    works.assert_sound()
