"""备份: a site's file that was read back whole, and when one was last made."""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from houqin.core.schema.errors import Refused
from houqin.core.site.directory import Directory
from houqin.core.site.schedule import last_done, note_done
from houqin.core.site.system_log import wall_now
from houqin.core.site.transfer.sending import export_site
from houqin.core.site.transfer.taking import import_site
from houqin.events.tree import ALGORITHMS
from houqin.events.tree_nodes import StoredTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from houqin.core.site.site import Site
    from houqin.events.store import Connection

_NAME = "core.backup"
#: What the trial's site is called; nobody sees it.
_TRIAL = "trial"


class Backup(NamedTuple):
    """A backup: the last event in it, when it was found whole, its bytes."""

    position: int
    made: int
    size: int


def back_up(
    directory: Directory,
    site: Site,
    path: Path,
    progress: Callable[[str, int, int], None] | None = None,
) -> Backup:
    """Write a site into one file while it is at work, and restore it on trial.

    The trial computes the whole log anew; its trees must be those of the site. A file
    that cannot be restored does not stay.

    :raises Refused: when the file exists, or what was read back is not this site.
    """
    position = export_site(directory, site, path, progress=progress)
    try:
        _require_whole(site, path, position, progress)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    made = wall_now()
    with site.store.writing() as connection:
        note_done(connection, _NAME, made)
    return Backup(position, made, path.stat().st_size)


def _require_whole(
    site: Site,
    path: Path,
    position: int,
    progress: Callable[[str, int, int], None] | None,
) -> None:
    # Beside the file: there was room for it, and it holds secrets as the file does.
    with TemporaryDirectory(dir=path.parent, prefix=".houqin-") as folder:
        place = path.parent / folder
        trial = Directory(place, site.declarations, durable=False)
        back = import_site(trial, path, _TRIAL, progress=progress)
        try:
            if _roots(back, position) != _roots(site, position):
                raise Refused("备份与站点的原始记录不一致，没有保留；请先核验站点")
        finally:
            back.store.close()


def _roots(site: Site, position: int) -> list[bytes]:
    with site.store.reading() as connection:
        trees = [StoredTree(connection, each) for each in ALGORITHMS]
        return [tree.root(position) for tree in trees]


def last_backup(connection: Connection) -> int | None:
    """When a backup was last made, in microseconds."""
    return last_done(connection, _NAME)[0] or None
