"""What rebuilds are measured against does what a rebuild does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.by_hand import rebuild_by_hand
from benchmarks.history import fill
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
