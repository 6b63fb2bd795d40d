"""运行状况: how a site and the machine under it are; pages and ``doctor`` ask here."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from houqin.core.site import installed
from houqin.core.site.system_log import wall_now
from houqin.events.errors import LogError
from houqin.events.instants import MINUTE
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site
    from houqin.events.store import Connection

#: Less than that on the disk, and an administrator should know.
LEAST_FREE = 2 * 1024**3
_UNITS = ("B", "KB", "MB", "GB", "TB")
_SCHEMA_SIZE = (
    "SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = ? AND c.relkind = 'r'"
)


@dataclass(frozen=True, slots=True)
class Database:
    """Where a site lies, and how large it is in bytes."""

    kind: str
    place: str
    size: int


@dataclass(frozen=True, slots=True)
class Clock:
    """The site's time, the machine's, and when something was recorded last."""

    stepping: bool
    now: int
    wall: int
    recorded: int

    @property
    def behind(self) -> bool:
        """Whether nothing can be recorded until the clock is set right."""
        return self.now < self.recorded - 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk the sites lie on."""

    free: int
    total: int

    @property
    def scarce(self) -> bool:
        """Whether an administrator should make room."""
        return self.free < LEAST_FREE


@dataclass(frozen=True, slots=True)
class SiteState:
    """One site of the installation; ``error`` where it cannot be used."""

    name: str
    title: str
    error: str


def database_of(site: Site) -> Database:
    """The database of a site.

    An address on the server shows neither user nor password.
    """
    store = site.store
    if isinstance(store, SQLiteStore):
        beside = (Path(f"{store.path}{suffix}") for suffix in ("", "-wal", "-shm"))
        size = sum(path.stat().st_size for path in beside if path.exists())
        return Database(f"SQLite {sqlite3.sqlite_version}", store.name, size)
    with store.reading() as connection:
        ((size,),) = connection.execute(_SCHEMA_SIZE, (store.schema,))
        ((said,),) = connection.execute("SHOW server_version")
    return Database(f"PostgreSQL {said}", store.name, int(size))


def clock_of(site: Site, connection: Connection) -> Clock:
    """How the site's clock stands to the machine's and to the log."""
    recorded = site.log.head(connection)[1]
    return Clock(site.demonstration, site.now(), wall_now(), recorded)


def disk_of(folder: Path) -> Disk:
    """The disk under a folder, or under the nearest that exists."""
    while not folder.exists():
        folder = folder.parent
    used = shutil.disk_usage(folder)
    return Disk(used.free, used.total)


def stopped_of(site: Site) -> list[dict[str, Any]]:
    """The ledgers that stand still, with where and why."""
    with site.store.reading() as connection:
        pointers = site.projections.pointers(connection)
    return [
        {"ledger": name, "position": pointer.stopped_at, "error": pointer.error}
        for name, pointer in sorted(pointers.items())
        if pointer.stopped_at is not None
    ]


def sites_of(directory: Directory) -> list[SiteState]:
    """Every site of the installation, or of very many those that are in use."""
    return [_site_state(directory, name) for name in directory.awake()]


def _site_state(directory: Directory, name: str) -> SiteState:
    try:
        return SiteState(name, directory.open(name).title, "")
    except (LogError, LookupError, sqlite3.Error) as error:
        return SiteState(name, "", f"{type(error).__name__}: {error}")


def program() -> dict[str, str]:
    """The versions a report of a fault should name."""
    return {
        "houqin": installed.version_of("houqin") or "",
        "python": platform.python_version(),
        "system": platform.platform(),
    }


def size_text(size: int) -> str:
    """Bytes as people read them."""
    power = min(max(size, 1).bit_length() - 1, 49) // 10
    if power == 0:
        return f"{size} B"
    return f"{size / 1024**power:.1f} {_UNITS[power]}"
