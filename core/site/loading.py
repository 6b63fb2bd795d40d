"""Loading a new site beside the others: it takes its place when it is whole.

What an interrupted load leaves lies below ``var/.loading`` and is removed by the next.
A schema of a server is loaded where it will stay; a file there remembers its server,
and becomes the site's address in the last step.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from houqin.core.site.directory import (
    Directory,
    discard,
    schema_of,
    write_whole,
)
from houqin.core.site.opening import open_log
from houqin.core.site.plugins.requiring import at_opening, to_install
from houqin.core.site.plugins.running import install_rest
from houqin.core.site.site import Site
from houqin.events.errors import StoreExists
from houqin.events.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from houqin.events.clock import Clock


class LoadingElsewhere(LookupError):
    """Another process is loading a site into the same folder."""

    def __init__(self) -> None:
        super().__init__("另一个进程正在载入站点，请等它结束")


@contextmanager
def loading(
    directory: Directory,
    name: str,
    *,
    title: str,
    clock: Clock,
    site: UUID,
    store_url: str | None = None,
) -> Iterator[Site]:
    """Yield a new site to load; it exists once the block has ended well.

    :raises SiteExists: when the name is taken.
    :raises LoadingElsewhere: when another process is at it.
    """
    with placing(directory, name, store_url) as beside:
        if store_url:
            loaded = _in_schema(beside, name, store_url, title, clock, site)
        else:
            loaded = beside.create(name, title=title, clock=clock, site=site)
        yield loaded
        loaded.store.close()


@contextmanager
def placing(
    directory: Directory, name: str, store_url: str | None = None
) -> Iterator[Directory]:
    """Yield a directory beside; what is a site there at the end comes in place.

    :raises SiteExists: when the name is taken.
    :raises LoadingElsewhere: when another process is at it.
    """
    directory.sites.mkdir(parents=True, exist_ok=True)
    with _alone(directory.var):
        directory.require_free(name)
        beside = Directory(
            directory.var / ".loading", directory.declarations, durable=False,
            attachments=directory.attachments,
        )  # fmt: skip
        _clear(beside, name)
        try:
            beside.sites.mkdir(parents=True, exist_ok=True)
            if store_url:
                store = open_store(store_url, schema_of(name))
                if store.exists():
                    raise StoreExists(store.name)
                write_whole(_remembered(beside, name), store_url)
            yield beside
            _put_in_place(beside, directory, name)
        finally:
            _clear(beside, name)


def _in_schema(
    beside: Directory, name: str, url: str, title: str, clock: Clock, site: UUID
) -> Site:
    """Open the log in the server's schema, which nobody had before."""
    store = beside.new_store(name, url)
    key, declared = beside.make_keys(name), beside.declarations
    specs = to_install(declared)
    open_log(
        store, name=title, zone="Asia/Shanghai", clock=clock, site=site,
        plugins=at_opening(declared, specs),
    )  # fmt: skip
    made = Site(name, store, declared, key, signing=beside.signing_path(name))
    install_rest(made, specs)
    return made


def _remembered(beside: Directory, name: str) -> Path:
    """The file that names the server of a schema being loaded."""
    return beside.sites / f"{name}.schema"


def _put_in_place(beside: Directory, directory: Directory, name: str) -> None:
    """The keys first: a site without its key would be no site."""
    folder = directory.key_path(name).parent
    folder.mkdir(parents=True, exist_ok=True)
    pairs = zip(beside.key_files(name), directory.key_files(name), strict=True)
    for made, place in pairs:
        made.replace(place)
    _flush_folder(folder)
    if beside.files(name).is_dir():
        directory.files(name).parent.mkdir(parents=True, exist_ok=True)
        beside.files(name).replace(directory.files(name))
    if _remembered(beside, name).exists():
        _remembered(beside, name).replace(directory.url_path(name))
    else:
        loaded = beside.database_path(name)
        _flush_database(loaded)
        loaded.replace(directory.database_path(name))
    _flush_folder(directory.sites)


def _clear(beside: Directory, name: str) -> None:
    """Remove what a load that did not end well has left."""
    remembered = _remembered(beside, name)
    if remembered.exists():
        schema = schema_of(name)
        with closing(open_store(remembered.read_text(), schema)) as store:
            if store.exists():
                with store.writing() as connection:
                    connection.driver(f'DROP SCHEMA "{schema}" CASCADE')
        remembered.unlink()
    discard(beside.database_path(name))
    beside.drop_keys(name)
    shutil.rmtree(beside.files(name), ignore_errors=True)
    below = (beside.sites, beside.var / "keys", beside.files(name).parent)
    for folder in (*below, beside.var):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _flush_database(path: Path) -> None:
    """Bring everything into the one file, and the file to the disk."""
    with closing(sqlite3.connect(path)) as raw:
        ((busy, *_),) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if busy:
        raise BlockingIOError(f"{path} is in use")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    with _opened(path) as descriptor:
        os.fsync(descriptor)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep other loads out; the lock ends with the process, however it ends."""
    with _opened(folder) as descriptor:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoadingElsewhere from None
        yield


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
