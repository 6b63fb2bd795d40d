"""派车台账 with its indicators rebuilt, against a loop written by hand.

    python -m benchmarks.rebuilding 1000000 10000000

The plain loop and one process on one core, which on PostgreSQL the server shares, and
two processes on two, on both databases; with the memory of all processes together, and
the longest wait of somebody who goes on writing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any, Self

# Pyramid 2.1 imports pkg_resources, and WebOb 1.8 cgi.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
warnings.filterwarnings("ignore", message="Deprecated call to .pkg_resources")
warnings.filterwarnings("ignore", message="'cgi' is deprecated")

from benchmarks import machine  # noqa: E402 - after the filters
from benchmarks.by_hand import rebuild_by_hand  # noqa: E402 - after the filters
from benchmarks.history import FEW_TRIPS, fill  # noqa: E402 - after the filters
from benchmarks.library_projection import library_rate  # noqa: E402 - after the filters
from benchmarks.server import postgres  # noqa: E402 - after the filters
from benchmarks.trips_alone import LEDGER, declared  # noqa: E402 - after the filters
from houqin.core.projection.rebuild_tables import RebuildTables  # noqa: E402 - after the filters
from houqin.core.site.directory import Directory  # noqa: E402 - after the filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from houqin.core.site.site import Site

ROUNDS = 3
#: Where the loop by hand writes: far from any generation that a rebuild makes.
BY_HAND = 9001
#: Events the library's runner is given; its rate does not depend on it.
LIBRARY_EVENTS = 3000
#: What is held to, from a million events on: the start of processes is a second.
#: "0.7 of a loop by hand on one core and 1.6 times that on two" can be read in three
#: ways: of the loop, of 0.7 of it, of our own one process. It is held to the strictest,
#: the loop itself; the other two are told beside.
FLOORS = {"one process": 0.7, "two processes": 1.6, "library": 100.0}
FULL = 1_000_000
#: Megabytes of all processes, and seconds of two, by the number of events.
MOST_MEMORY = {FULL: 600, 10 * FULL: 3000}
MOST_SECONDS = {10 * FULL: 90.0}
MEGABYTE = 2**20
_HOUQIN = "from houqin.core.cli.main import main; main()"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What one size came to on one database; seconds, megabytes, milliseconds."""

    database: str
    events: int
    rows: int
    by_hand: float
    one: float
    two: float
    ratio_one: float
    ratio_two: float
    two_of_one: float
    library: float | None
    memory: int
    longest_wait: float
    usual_wait: float

    @property
    def broken(self) -> list[str]:
        """The floors that are not kept; sizes below a million only inform."""
        if self.events < FULL:
            return []
        kept = {
            "one process": self.ratio_one,
            "two processes": self.ratio_two,
            "library": self.ratio_library,
        }
        below = [
            name
            for name, ratio in kept.items()
            if ratio is not None and ratio < FLOORS[name]
        ]
        memory = self.memory > MOST_MEMORY.get(self.events, self.memory)
        seconds = self.two > MOST_SECONDS.get(self.events, self.two)
        return [*below, *["memory"] * memory, *["seconds"] * seconds]

    @property
    def rate(self) -> float:
        """Events a second of two processes."""
        return self.events / self.two

    @property
    def ratio_library(self) -> float | None:
        """Against the library's runner."""
        return self.library and round(self.rate / self.library, 1)


def measure(folder: Path, events: int, url: str | None, rounds: int) -> Rebuilt:
    """Fill a new site, and rebuild it in turns."""
    folder /= f"{'postgresql' if url else 'sqlite'}-{events}"
    site = _site(folder, url)
    fill(site, events)
    by_hand: list[float] = []
    one: list[float] = []
    two: list[float] = []
    rows = 0
    for _round in range(rounds):
        with machine.one_core(url):
            seconds, rows = _timed(lambda: rebuild_by_hand(site, BY_HAND))
            by_hand.append(seconds)
            one.append(_timed(lambda: _rebuilt(site, 1))[0])
        require_equal(site)
        two.append(_timed(lambda: _rebuilt(site, 2))[0])
        _drop(site)
    # The library's runner is on PostgreSQL alone.
    library = library_rate(site, url, LIBRARY_EVENTS) if url else None
    with Writer(site) as writer:
        memory = most_memory_of_a_rebuild(folder)
    site.store.close()
    return Rebuilt(
        "PostgreSQL" if url else "SQLite",
        events,
        rows,
        *(round(median(times), 3) for times in (by_hand, one, two)),
        _ratio(by_hand, one),
        _ratio(by_hand, two),
        _ratio(one, two),
        library and round(library, 1),
        memory // MEGABYTE,
        *writer.waits(),
    )


def _site(folder: Path, url: str | None) -> Site:
    directory = Directory(folder, declared())
    return directory.create("bench", title="基准测试县", store_url=url)


def _rebuilt(site: Site, jobs: int) -> None:
    site.rebuild([LEDGER], jobs=jobs)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = perf_counter()
    result = work()
    return perf_counter() - began, result


def _ratio(bare: list[float], ours: list[float]) -> float:
    # Of the same round: a neighbour that slows down one slows down the other.
    return round(median(b / o for b, o in zip(bare, ours, strict=True)), 2)


def require_equal(site: Site) -> None:
    """Both ways come to the same rows and cells, or the figures mean nothing."""
    with site.store.reading() as connection:
        pointer = site.projections.pointers(connection)[LEDGER]
        ledger = site.declarations.ledgers[LEDGER]
        names = [
            site.projections.tables(ledger, generation, site.store.schema)
            for generation in (BY_HAND, pointer.generation)
        ]
        for table in ("name", "cells_name"):
            texts = [f"SELECT * FROM [{getattr(name, table)}]" for name in names]
            for first, second in (texts, reversed(texts)):
                left = connection.execute(f"{first} EXCEPT {second}")
                if left:
                    message = f"{len(left)} rows of {table} differ, {left[0]}"
                    raise AssertionError(message)


def _drop(site: Site) -> None:
    ledger = site.declarations.ledgers[LEDGER]
    tables = site.projections.tables(ledger, BY_HAND, site.store.schema)
    with site.store.writing() as connection:
        RebuildTables(tables).drop(connection)


def most_memory_of_a_rebuild(folder: Path) -> int:
    """The most that `houqin rebuild` holds with its two processes, in bytes."""
    words = [sys.executable, "-W", "ignore", "-c", _HOUQIN, "rebuild"]
    options = ["--jobs", "2", "--var", str(folder)]
    environment = {**os.environ, "HOUQIN_PLUGINS": "houqin.plugins.vehicles"}
    most = 0
    with Popen(
        [*words, "bench", LEDGER, *options], stdout=DEVNULL, env=environment
    ) as command:
        while command.poll() is None:
            most = max(most, sum(map(_resident, machine.family(command.pid))))
            sleep(0.05)
    if command.returncode:
        message = f"houqin rebuild ended with {command.returncode}"
        raise RuntimeError(message)
    return most


def _resident(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/statm").read_text("ascii")
    except OSError:
        return 0
    # Files that are mapped and shared would count once for each process.
    _size, resident, shared, *_rest = map(int, text.split())
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


class Writer:
    """Somebody who goes on with short commands; what each waited."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._times: list[float] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop after the one in hand."""
        self._over.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._over.is_set():
            began = perf_counter()
            fill(self._site, FEW_TRIPS)
            self._times.append(perf_counter() - began)
            sleep(0.01)

    def waits(self) -> tuple[float, float]:
        """The longest and the usual, in milliseconds."""
        times = self._times or [0.0]
        return round(max(times) * 1e3, 1), round(median(times) * 1e3, 1)


def measure_all(
    folder: Path, sizes: list[int], rounds: int, *, server: bool
) -> list[Rebuilt]:
    """Every size on both databases."""
    found = [measure(folder, size, None, rounds) for size in sizes]
    if server:
        with postgres(folder) as url:
            found += [measure(folder, size, url, rounds) for size in sizes]
    return found


def told(figure: Rebuilt) -> str:
    """One size on one database in a few lines."""
    wrong = f"  BELOW ITS FLOOR: {', '.join(figure.broken)}" if figure.broken else ""
    library = (
        f"\n  {figure.rate:,.0f} events a second, the library's runner"
        f" {figure.library:,.0f}: {figure.ratio_library} times"
        if figure.library
        else ""
    )
    # The loose reading of the floor asks for 1.6 times 0.7 of the loop.
    loose = figure.ratio_two / FLOORS["one process"]
    return (
        f"{figure.database}: {figure.events:,} events, {figure.rows:,} rows{wrong}\n"
        f"  by hand {figure.by_hand} s, one process {figure.one} s"
        f" (ratio {figure.ratio_one}), two {figure.two} s (ratio {figure.ratio_two},"
        f" {loose:.2f} of 0.7 of the loop, {figure.two_of_one} of one process)"
        f"{library}\n"
        f"  most memory of all processes {figure.memory} MB; a writer meanwhile waited"
        f" {figure.longest_wait} ms at most, {figure.usual_wait} ms as a rule"
    )


def main() -> int:
    """Measure and print; 1 where a floor is broken."""
    parser = argparse.ArgumentParser(prog="benchmarks.rebuilding", description=__doc__)
    parser.add_argument("events", type=int, nargs="+")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--folder", help="where the databases lie")
    parser.add_argument("--sqlite", action="store_true", help="SQLite only")
    given = parser.parse_args()
    with TemporaryDirectory(dir=given.folder) as folder:
        found = measure_all(
            Path(folder), given.events, given.rounds, server=not given.sqlite
        )
    if given.json:
        figures = [asdict(figure) for figure in found]
        print(json.dumps({"machine": machine.facts(folder), "rebuilds": figures}))
    else:
        for figure in found:
            print(told(figure))
    return 1 if any(figure.broken for figure in found) else 0


if __name__ == "__main__":
    sys.exit(main())
