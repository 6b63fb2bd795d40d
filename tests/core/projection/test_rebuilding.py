"""Generations, the epoch, and rebuilding while people work."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from houqin.core.projection import catching_up, rebuild_part
from houqin.core.site.site import Site
from houqin.events.store import PostgresStore, SQLiteStore
from tests.core.works import sampled
from tests.office import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Store
    from tests.core.works import Works


@pytest.fixture
def twin(works: Works) -> Iterator[Site]:
    """Another process's view: a second site object over the same store."""
    store: Store
    if isinstance(works.site.store, SQLiteStore):
        store = SQLiteStore(works.site.store.path, durable=False)
    else:
        assert isinstance(works.site.store, PostgresStore)
        store = PostgresStore(works.site.store.url, works.site.store.schema or "")
    yield Site("twin", store, sampled(), KEY)
    store.close()


def generation(works: Works, ledger: str) -> int:
    with works.site.store.reading() as connection:
        return works.site.projections.pointers(connection)[ledger].generation


def tables(works: Works) -> set[str]:
    sql, values = "SELECT name FROM sqlite_master WHERE type = 'table'", ()
    if isinstance(works.site.store, PostgresStore):
        sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = %s"
        values = (works.site.store.schema,)
    with works.site.store.reading() as connection:
        found = connection.driver(sql, values)
    return {row[0] for row in found if "__g" in row[0]}


def test_tables_come_into_being_with_the_first_row(works: Works) -> None:
    assert not any(name.startswith("sample_") for name in tables(works))
    works.meter()
    assert {n for n in tables(works) if n.startswith("sample_")} == {
        "sample_meters__g1",
        "sample_meters__g1_cells",
    }


def test_a_rebuild_makes_the_next_generation_and_drops_the_one_before_last(
    works: Works,
) -> None:
    meter = works.meter()
    works.read(meter, 5)
    before = works.digest("sample.meters")
    for expected in (2, 3, 4):
        assert works.site.rebuild(["sample.meters"]) == {"sample.meters": expected}
        assert works.digest("sample.meters") == before
    kept = {n for n in tables(works) if n.startswith("sample_meters")}
    assert kept == {
        "sample_meters__g3",
        "sample_meters__g3_cells",
        "sample_meters__g4",
        "sample_meters__g4_cells",
    }
    works.assert_sound()


def test_a_rebuild_of_a_ledger_without_rows(works: Works) -> None:
    assert works.site.rebuild(["sample.meters"]) == {"sample.meters": 1}
    works.meter()
    assert len(works.rows("meters")) == 1
    works.assert_sound()


def test_a_rebuild_tells_how_far_it_is(works: Works) -> None:
    meter = works.meter()
    works.read(meter, 5)
    told: list[tuple[str, int, int]] = []
    works.site.rebuild(["sample.readings"], lambda *args: told.append(args))
    # The meter's two events, of all there are.
    assert told[-1] == ("sample.readings", 2, 2)


def test_many_streams_are_written_in_batches(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_part, "BATCH", 3)
    for number in range(10):
        works.read(works.meter(f"{number}号楼"), number)
    before = works.digest("sample.meters"), works.digest("sample.readings")
    told: list[int] = []
    works.site.rebuild(None, lambda _name, done, _all: told.append(done))
    assert (works.digest("sample.meters"), works.digest("sample.readings")) == before
    assert len(told) > len(works.site.declarations.ledgers)
    works.assert_sound()


def test_another_writer_writes_to_the_new_generation(works: Works, twin: Site) -> None:
    meter = works.meter()
    works.read(meter, 5)
    twin.rebuild(["sample.meters", "sample.readings"])
    works.read(meter, 6)
    assert generation(works, "sample.meters") == 2
    assert works.column("meters", "value") == [6]
    works.assert_sound()
    # And back again.
    works.site.rebuild(["sample.meters"])
    other = type(works).__new__(type(works))
    other.site = twin
    other.read(meter, 7)
    assert works.column("meters", "value") == [7]
    works.assert_sound()


def test_a_writer_learns_of_tables_another_made(works: Works, twin: Site) -> None:
    other = type(works).__new__(type(works))
    other.site = twin
    works.read(works.meter("一号楼"), 5)
    other.read(other.meter("二号楼"), 6)
    assert sorted(works.column("readings", "value")) == [5, 6]
    works.assert_sound()


def test_new_tables_and_swaps_raise_the_epoch_and_nothing_else(works: Works) -> None:
    def epoch() -> int:
        with works.site.store.reading() as connection:
            return works.site.log.head(connection)[2]

    meter = works.meter()
    known = epoch()
    works.read(meter, 5)
    assert epoch() == known + 1
    works.read(meter, 6)
    assert epoch() == known + 1
    works.site.rebuild(["sample.meters"])
    assert epoch() == known + 2


def test_rebuilding_while_others_write_loses_nothing(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "LEFT_UNDER_LOCK", 5)
    monkeypatch.setattr(rebuild_part, "BATCH", 20)
    works.at("2023-03-06 09:00")
    meters = [works.meter(f"{n}号楼") for n in range(20)]
    for meter in meters:
        works.read(meter, 1)
    begun = threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(200):
                works.read(meters[number % 20], 2 + number)
                if number == 5:
                    begun.set()
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(20)
    rounds = 0
    while writer.is_alive():
        works.site.rebuild(["sample.meters", "sample.readings"])
        rounds += 1
    writer.join()
    assert failures == []
    assert rounds > 0
    assert len(works.rows("readings")) == 220
    live = works.digest("sample.meters"), works.digest("sample.readings")
    works.site.rebuild(["sample.meters", "sample.readings"])
    assert (works.digest("sample.meters"), works.digest("sample.readings")) == live
    works.assert_sound()
