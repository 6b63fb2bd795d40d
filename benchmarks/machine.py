"""On what the figures were taken."""

from __future__ import annotations

import os
import platform
import sqlite3
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGES = ("eventsourcing", "pyramid", "Chameleon", "pydantic", "SQLAlchemy")


def facts(folder: str) -> dict[str, object]:
    """What a ratio may depend on."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 2),
        "folder": folder,
        **{name.lower(): version(name) for name in PACKAGES},
    }


@contextmanager
def one_core(url: str | None) -> Iterator[None]:
    """Keep this process, and the server with all its processes, on one core."""
    cores = os.sched_getaffinity(0)
    server = _server(url) if url else None
    _keep_on({min(cores)}, server)
    try:
        yield
    finally:
        _keep_on(cores, server)


def _keep_on(cores: set[int], server: int | None) -> None:
    """What a server begins later is where it is itself."""
    for process in (os.getpid(), *(family(server) if server else ())):
        for thread in _threads(process):
            # One may have ended meanwhile.
            with suppress(ProcessLookupError):
                os.sched_setaffinity(thread, cores)


def _threads(process: int) -> list[int]:
    with suppress(OSError):
        return [int(each.name) for each in Path(f"/proc/{process}/task").iterdir()]
    return []


def _server(url: str) -> int:
    with psycopg.connect(url) as connection:
        (own,) = connection.execute("SELECT pg_backend_pid()").fetchone() or (0,)
        status = Path(f"/proc/{own}/status").read_text("ascii")
    return int(status.partition("PPid:")[2].split()[0])


def family(process: int) -> list[int]:
    """A process with all below it."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    except OSError:
        return [process]
    return [process, *(p for child in text.split() for p in family(int(child)))]
