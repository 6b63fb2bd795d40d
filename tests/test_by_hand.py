"""What rebuilds are measured against does what a rebuild does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.by_hand import rebuild_by_hand
from benchmarks.history import fill
from benchmarks.library_projection import BY_LIBRARY, library_rate
from benchmarks.rebuilding import BY_HAND, require_equal
from benchmarks.trips_alone import LEDGER, declared

from houqin.core.site.directory import Directory

if TYPE_CHECKING:
    from pathlib import Path

TRIPS = 100


def test_the_loop_by_hand_comes_to_the_rows_and_cells_of_a_rebuild(
    tmp_path: Path,
) -> None:
    directory = Directory(tmp_path, declared(), durable=False)
    site = directory.create("bench", title="基准测试县")
    fill(site, 5 * TRIPS)
    assert rebuild_by_hand(site, BY_HAND) == TRIPS
    site.rebuild([LEDGER], jobs=1)
    require_equal(site)
    site.store.close()


@pytest.mark.postgresql
def test_the_runner_of_the_library_comes_to_the_rows_and_cells_of_a_rebuild(
    tmp_path: Path, postgres_url: str
) -> None:
    directory = Directory(tmp_path, declared())
    site = directory.create("byrunner", title="基准测试县", store_url=postgres_url)
    fill(site, 5 * TRIPS)
    assert library_rate(site, postgres_url, 5 * TRIPS) > 0
    site.rebuild([LEDGER], jobs=1)
    with site.store.reading() as connection:
        pointer = site.projections.pointers(connection)[LEDGER]
        ledger = site.declarations.ledgers[LEDGER]
        its, ours = (
            site.projections.tables(ledger, generation, site.store.schema)
            for generation in (BY_LIBRARY, pointer.generation)
        )
        # The library gives its trips identities of its own.
        columns = ", ".join(
            f'"{name}"' for name in ledger.order if name not in {"key", "stream"}
        )
        for left, right, what in (
            (its.name, ours.name, columns),
            (ours.name, its.name, columns),
            (its.cells_name, ours.cells_name, "*"),
            (ours.cells_name, its.cells_name, "*"),
        ):
            all_of_it = f"SELECT {what} FROM [{left}]"  # noqa: S608 - names of ours
            rest = f"{all_of_it} EXCEPT ALL SELECT {what} FROM [{right}]"  # noqa: S608 - names of ours
            assert connection.execute(all_of_it)
            assert not connection.execute(rest)
    site.store.close()
