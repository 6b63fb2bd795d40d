"""Contents in the site's own database, in parts: one backup holds everything."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, BinaryIO

from zope.interface import implementer

from houqin.core.interfaces import IAttachmentStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.events.store import Store

PART = 1024 * 1024


@implementer(IAttachmentStore)
class DatabaseStore:
    """Rows of ``attachment_body``; written and read a part at a time."""

    title = "数据库"

    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, digest: str, file: BinaryIO) -> None:
        """Replace whatever was kept under the digest, in one transaction."""
        stored, number = time.time_ns() // 1000, 0
        file.seek(0)
        with self._store.writing() as connection:
            connection.run("DELETE FROM [attachment_body] WHERE digest = ?", (digest,))
            while part := file.read(PART):
                connection.run(
                    "INSERT INTO [attachment_body] (digest, part, stored, content)"
                    " VALUES (?, ?, ?, ?)",
                    (digest, number, stored, part),
                )
                number += 1

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Parts in their order, within one snapshot."""
        number = 0
        with self._store.reading() as connection:
            while found := connection.execute(
                "SELECT content FROM [attachment_body] WHERE digest = ? AND part = ?",
                (digest, number),
            ):
                yield bytes(found[0][0])
                number += 1

    def holds(self, digest: str) -> bool:
        """Whether there is a first part."""
        with self._store.reading() as connection:
            found = connection.execute(
                "SELECT 1 FROM [attachment_body] WHERE digest = ? AND part = 0",
                (digest,),
            )
        return bool(found)

    def remove(self, digest: str) -> None:
        """Delete every part."""
        with self._store.writing() as connection:
            connection.run("DELETE FROM [attachment_body] WHERE digest = ?", (digest,))

    def kept(self, before: int) -> list[str]:
        """Digests of contents stored before ``before``."""
        with self._store.reading() as connection:
            found = connection.execute(
                "SELECT digest FROM [attachment_body] WHERE part = 0 AND stored < ?"
                " ORDER BY digest",
                (before,),
            )
        return [row[0] for row in found]

    def tidy(self, before: int) -> None:
        """Nothing is ever half stored here."""
