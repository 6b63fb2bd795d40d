"""A disk without room: one message, nothing lost, and on again once there is room."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest

from houqin.core.cli.failures import line
from houqin.core.model.command import Act
from houqin.core.site.checking import check
from houqin.core.site.recovery import Recovery
from houqin.events.errors import LogClosedAfterFault, StoreFull
from houqin.events.store import SQLiteStore
from tests.office import declared, open_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.site.site import Site

MEGABYTES = 6


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own, of so many megabytes."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "small", folder]
    if subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("nobody may mount a file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MEGABYTES) as folder:
        yield folder


@pytest.fixture
def site(disk: Path) -> Iterator[Site]:
    store = SQLiteStore(disk / "office.db")
    yield open_site(store, declared())
    store.close()


def register(site: Site) -> None:
    name = f"县{uuid4().hex}"
    values = {"name": name, "short": name, "kind": "county"}
    site.act(Act("core.register_department", values, site.system_actor, uuid4()))


def fill(disk: Path) -> Path:
    """Leave no room on the disk."""
    path = disk / "others"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    return path


def position(site: Site) -> int:
    with site.store.reading() as connection:
        return site.log.head(connection)[0]


def until_full(site: Site) -> int:
    """Register until there is no room; the last position that was acknowledged."""
    acknowledged = position(site)
    with pytest.raises(StoreFull) as caught:
        for _ in range(10_000):
            register(site)
            acknowledged = position(site)
    assert "磁盘已满，没有登记" in line(caught.value)
    return acknowledged


def test_nothing_acknowledged_is_lost_and_it_goes_on_with_room(
    site: Site, disk: Path
) -> None:
    others = fill(disk)
    acknowledged = until_full(site)
    with pytest.raises(LogClosedAfterFault):
        register(site)
    assert position(site) == acknowledged
    others.unlink()
    assert Recovery(site).go_on()
    register(site)
    assert position(site) == acknowledged + 1
    assert [f for f in check(site).findings if not f.agrees] == []


def test_it_takes_nothing_as_long_as_there_is_no_room(site: Site, disk: Path) -> None:
    fill(disk)
    acknowledged = until_full(site)
    for _ in range(2):
        Recovery(site).go_on()
        with pytest.raises((StoreFull, LogClosedAfterFault)):
            register(site)
    assert position(site) == acknowledged


def test_another_process_reads_what_was_acknowledged(site: Site, disk: Path) -> None:
    fill(disk)
    acknowledged = until_full(site)
    other = SQLiteStore(disk / "office.db")
    with other.reading() as connection:
        assert site.log.head(connection)[0] == acknowledged
        assert site.log.verify(connection) == []
    other.close()


@pytest.mark.postgresql
def test_a_server_without_room_says_the_same(postgres_url: str) -> None:
    """A table space on the small disk, which is all the server's disk for this site."""
    from houqin.events.store import PostgresStore  # noqa: PLC0415 - for this one

    with TemporaryDirectory() as outer, small_disk(Path(outer) / "s", 24) as folder:
        # The server is another user, who has to get there.
        Path(outer).chmod(0o755)
        folder.chmod(0o755)
        place = folder / "space"
        place.mkdir()
        owner = Path(_data_of(postgres_url)).stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        with _space(postgres_url, place) as url:
            store = PostgresStore(url, f"site_{uuid4().hex[:8]}")
            site = open_site(store, declared())
            others = fill(folder)
            acknowledged = until_full(site)
            with pytest.raises(LogClosedAfterFault):
                register(site)
            others.unlink()
            assert Recovery(site).go_on()
            register(site)
            assert position(site) == acknowledged + 1
            assert [f for f in check(site).findings if not f.agrees] == []
            store.close()


def _data_of(url: str) -> str:
    with psycopg.connect(url) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    assert found
    return str(found[0])


@contextmanager
def _space(url: str, place: Path) -> Iterator[str]:
    """The address of a database that lies in a table space of its own."""
    name = f"small_{uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE {name} LOCATION '{place}'")
        connection.execute(f"CREATE DATABASE {name} TABLESPACE {name}")
        try:
            yield psycopg.conninfo.make_conninfo(url, dbname=name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.execute(f"DROP TABLESPACE {name}")
