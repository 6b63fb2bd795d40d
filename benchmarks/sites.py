"""Start-up with 200 sites, and what one new site costs."""

from __future__ import annotations

import os
import resource
import socket
import sys
import urllib.request
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from time import perf_counter, sleep
from typing import TYPE_CHECKING
from urllib.error import URLError

# Pyramid 2.1 imports pkg_resources.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
warnings.filterwarnings("ignore", message="Deprecated call to .pkg_resources")

from benchmarks.comparison import Figures  # noqa: E402 - after the filters
from benchmarks.installing import installing  # noqa: E402 - after the filters
from benchmarks.trips_alone import declared  # noqa: E402 - after the filters
from houqin.core.site.directory import Directory  # noqa: E402 - after the filters
from tests.many import many_sites  # noqa: E402 - after the filters

if TYPE_CHECKING:
    from collections.abc import Iterator

SITES, STARTS, CREATED = 200, 3, 30
#: Microseconds a start and a new site may take, and bytes a site may take.
MOST_START, MOST_NEW, MOST_BYTES = 2_000_000, 50_000, 200_000
_HOUQIN = "from houqin.core.cli.main import main; main()"
_PATIENCE = 60.0


def creating(folder: Path) -> list[Figures]:
    """Create sites one after the other, each whole and on the disk."""
    directory = Directory(folder / "created", declared())
    times = [_create(directory, f"new{number}") for number in range(CREATED)]
    site = [directory.database_path("new0"), *directory.key_files("new0")]
    size = sum(path.stat().st_size for path in site)
    each = median(times) * 1e6
    return [
        _figures("create_site", "create a site", "50 ms", each, MOST_NEW, {}),
        _figures(
            "site_bytes", "bytes of a new site", "200 KB", size, MOST_BYTES, {}
        ),
    ]  # fmt: skip


def starting(folder: Path) -> Figures:
    """From the call of ``houqin serve`` to the first page of one of 200 sites.

    All bundled modules are announced. The first of the starts compiles the program, as
    its installation does for users.
    """
    var = folder / "many"
    many_sites(Directory(var, declared()), SITES)
    times, spent = zip(*(_measured(folder, var) for _ in range(STARTS)), strict=True)
    facts = {
        "slowest": f"{max(times):.2f} s", "sites": SITES,
        # A machine that does something else besides changes it little.
        "processor": f"{median(spent):.2f} s, its end included",
    }  # fmt: skip
    each = median(times) * 1e6
    return _figures("start", "start with 200 sites", "2 s", each, MOST_START, facts)


def _measured(folder: Path, var: Path) -> tuple[float, float]:
    before = _spent()
    took = _start(folder, var)
    return took, _spent() - before


def _spent() -> float:
    """Processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _create(directory: Directory, name: str) -> float:
    begun = perf_counter()
    site = directory.create(name, title="基准测试县")
    spent = perf_counter() - begun
    site.store.close()
    return spent


def _start(folder: Path, var: Path) -> float:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    ini = folder / "many.ini"
    ini.write_text(
        f"[app:main]\nuse = egg:houqin\nvar = {var}\n"
        f"[server:main]\nuse = egg:waitress\nlisten = 127.0.0.1:{port}\n",
        encoding="utf-8",
    )
    begun = perf_counter()
    with _serving(ini, folder / "compiled"):
        page = f"http://127.0.0.1:{port}/s{SITES - 1}/login"
        while not _answers(page):
            assert perf_counter() - begun < _PATIENCE, "it does not start"
            sleep(0.01)
        return perf_counter() - begun


@contextmanager
def _serving(ini: Path, compiled: Path) -> Iterator[None]:
    environment = {
        **os.environ,
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(compiled),
    }
    process = Popen(
        [sys.executable, "-c", _HOUQIN, "serve", str(ini), "--json"],
        env=environment, stdout=DEVNULL, stderr=DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _answers(page: str) -> bool:
    with suppress(URLError, ConnectionError), urllib.request.urlopen(page) as answer:  # noqa: S310 - our own server
        return bool(answer.status == 200)
    return False


def _figures(
    name: str, title: str, allowed: str, ours: float, most: float,
    facts: dict[str, object],
) -> Figures:  # fmt: skip
    return Figures(
        name, title, allowed, round(ours), most, round(most / ours, 2), 1.0, facts
    )


def main() -> None:
    """Print the four figures: ``python -m benchmarks.sites``."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = [*creating(folder), starting(folder), installing(folder)]
    for figure in figures:
        held = "" if figure.holds else "  BELOW ITS FLOOR"
        told = "".join(f", {name} {fact}" for name, fact in figure.facts.items())
        said = f"{figure.ours:12,.0f} of {figure.bare:,.0f}{told}{held}"
        print(f"{figure.title:34} {said}")


if __name__ == "__main__":
    main()
