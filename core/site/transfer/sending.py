"""A site written into one file, from one snapshot."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from houqin.core.files.attachments import AttachmentUnreadable
from houqin.core.schema.errors import Refused
from houqin.core.site.signing import public_path
from houqin.core.site.transfer.contents import (
    BODY,
    EVENT,
    columns_of,
    events,
    rows_of,
    tables,
)
from houqin.core.site.transfer.lines import Lines
from houqin.events.store import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from houqin.core.site.directory import Directory
    from houqin.core.site.site import Site
    from houqin.events.store import Connection
    from houqin.events.store.connection import Row

    Progress = Callable[[str, int, int], None]

PIECE = 1024 * 1024


def export_site(
    directory: Directory,
    site: Site,
    path: Path,
    *,
    keys: bool = True,
    progress: Progress | None = None,
) -> int:
    """Write the file beside its place and rename it; the position it reaches to.

    :param keys: with the key that opens personal values and the one that signs.
    :raises Refused: when there is such a file already.
    """
    if path.exists():
        raise Refused(f"{path}已经存在，请换一个文件名")
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file, site.store.reading() as connection:
            last = site.log.head(connection)[0]
            lines = Lines(file, _header(site, last, keys=keys))
            lines.section("keys", ("file", "content"), _keys(directory, site, keys))
            told = _counted(events(connection, last), last, progress)
            lines.section("event", (*EVENT, *BODY), told)
            for table in tables():
                rows = rows_of(connection, table)
                lines.section(table.name, columns_of(table), rows)
            lines.section("file", ("digest", "content"), _files(site, connection))
            lines.close()
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return last


def _header(site: Site, position: int, *, keys: bool) -> dict[str, Any]:
    modules = site.declarations.plugins.values()
    return {
        "log": FORMAT,
        "site": str(site.id),
        "title": site.title,
        "position": position,
        "keys": keys,
        "program": version("houqin"),
        "modules": {module.name: module.version for module in modules},
    }


def _keys(directory: Directory, site: Site, secret: bool) -> Iterator[Row]:  # noqa: FBT001 - one of two lists
    """Public keys always: earlier 存证点 are verified with them."""
    signing = directory.signing_path(site.name)
    yield "public", public_path(signing).read_bytes()
    if secret:
        yield "key", directory.read_key(site.name)
        yield "signing", signing.read_bytes()


def _counted(
    rows: Iterator[Row], last: int, progress: Progress | None
) -> Iterator[Row]:
    for row in rows:
        yield row
        if progress and not row[0] % 1000:
            progress("导出", row[0], last)


def _files(site: Site, connection: Connection) -> Iterator[Row]:
    """The contents of attachments, in parts; what cannot be read here stays away."""
    for (digest,) in connection.execute(
        "SELECT digest FROM [attachment] ORDER BY digest"
    ):
        with (
            suppress(AttachmentUnreadable),
            site.attachments.open(digest) as content,
        ):
            while piece := content.read(PIECE):
                yield digest, piece
