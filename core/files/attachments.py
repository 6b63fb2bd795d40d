"""The attachments of one site: taken in, read back whole, swept, removed."""

from __future__ import annotations

import hashlib
import time
from contextlib import closing
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from houqin.core.files.inspection import MEGABYTES, inspect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from houqin.events.store import Connection, Store

#: A form left open over a day has to upload again.
ABANDONED = 24 * 3600 * 1_000_000
_PIECE = 1024 * 1024
_IN_MEMORY = 2 * 1024 * 1024

_KNOW = (
    "INSERT INTO [attachment] (digest, size, type, stored) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (digest) DO UPDATE SET stored = excluded.stored"
)
_HANDED_IN = (
    "INSERT INTO [attachment_upload] (digest, person, stored) VALUES (?, ?, ?)"
    " ON CONFLICT (digest, person) DO UPDATE SET stored = excluded.stored"
)
_SHOW = (
    "INSERT INTO [attachment_thumbnail] (digest, content) VALUES (?, ?)"
    " ON CONFLICT (digest) DO UPDATE SET content = excluded.content"
)
_LET_GO = "DELETE FROM [attachment_upload] WHERE stored < ?"
_ABANDON = (
    "DELETE FROM [attachment] WHERE stored < ?"
    " AND NOT EXISTS (SELECT 1 FROM [attachment_upload] AS handed"
    "  WHERE handed.digest = [attachment].digest)"
    " AND NOT EXISTS (SELECT 1 FROM [guard_attachment] AS held"
    "  WHERE held.digest = [attachment].digest)"
    " RETURNING digest"
)


class AttachmentUnreadable(LookupError):
    """The content of an attachment is not there, or is not what was handed in."""

    def __init__(self, digest: str, *, damaged: bool) -> None:
        self.digest = digest
        self.damaged = damaged
        self.message = (
            f"附件内容已损坏，与上传时不一致（校验码{digest[:12]}）"
            if damaged
            else f"附件内容缺失（校验码{digest[:12]}）"
        )
        super().__init__(self.message)


class Problem(NamedTuple):
    """An attachment whose content cannot be read."""

    digest: str
    why: str


class Attachments:
    """What a site keeps of files, in the store chosen for the installation.

    :param places: where contents are looked for; the first takes new ones. So the
        setting may change, and nothing handed in before is lost.
    """

    def __init__(self, store: Store, places: Iterable[Any]) -> None:
        self._store = store
        self.places = tuple(places)
        #: When this process last looked for what nobody took up.
        self._swept = 0

    def receive(
        self,
        file: BinaryIO,
        name: str,
        size: int,
        person: UUID,
        megabytes: int = MEGABYTES,
    ) -> dict[str, Any]:
        """Take a file in; what a form then holds of it.

        :raises houqin.core.files.refusal.FileRefused: before anything is stored.
        """
        found = inspect(file, name, size, megabytes)
        digest = digest_of(file)
        stored = time.time_ns() // 1000
        # Known before it is kept: a sweep leaves alone what was just known.
        with self._store.writing() as connection:
            connection.run(_KNOW, (digest, size, found.media_type, stored))
            connection.run(_HANDED_IN, (digest, person.bytes, stored))
            if found.thumbnail:
                connection.run(_SHOW, (digest, found.thumbnail))
        self.places[0].keep(digest, file)
        if stored - self._swept > ABANDONED:
            self._swept = stored
            self._remove_abandoned(stored - ABANDONED)
        return {
            "digest": digest,
            "name": found.name,
            "type": found.media_type,
            "size": size,
        }

    def open(self, digest: str) -> BinaryIO:
        """The content, read whole and compared with its digest.

        :raises AttachmentUnreadable: when no place has it as it was handed in.
        """
        damaged = False
        for place in self.places:
            if not place.holds(digest):
                continue
            opened = _verified(place.pieces(digest), digest)
            if opened is not None:
                return opened
            damaged = True
        raise AttachmentUnreadable(digest, damaged=damaged)

    def thumbnail(self, connection: Connection, digest: str) -> bytes | None:
        """The small picture, where there is one."""
        found = connection.execute(
            "SELECT content FROM [attachment_thumbnail] WHERE digest = ?", (digest,)
        )
        return bytes(found[0][0]) if found else None

    def forget(self, connection: Connection, digest: str) -> None:
        """Take away what the database knows; :meth:`remove` follows the commit."""
        for table in ("attachment", "attachment_upload", "attachment_thumbnail"):
            connection.run(f"DELETE FROM [{table}] WHERE digest = ?", (digest,))  # noqa: S608 - one of three

    def remove(self, digest: str) -> None:
        """Delete a content everywhere, unless somebody handed it in anew."""
        with self._store.reading() as connection:
            if _is_known(connection, digest):
                return
        for place in self.places:
            place.remove(digest)

    def sweep(self, now: int | None = None) -> list[str]:
        """Remove what was handed in over a day ago and no record holds.

        :returns: the digests of what was removed.
        """
        before = (now or time.time_ns() // 1000) - ABANDONED
        found = self._remove_abandoned(before)
        unknown = self._unknown(before)
        for digest in unknown:
            self.remove(digest)
        for place in self.places:
            place.tidy(before)
        return sorted(found | unknown)

    def _remove_abandoned(self, before: int) -> set[str]:
        with self._store.writing() as connection:
            connection.run(_LET_GO, (before,))
            found = {row[0] for row in connection.execute(_ABANDON, (before,))}
            for digest in found:
                self.forget(connection, digest)
        for digest in found:
            self.remove(digest)
        return found

    def _unknown(self, before: int) -> set[str]:
        """Contents the database knows nothing of: an erasure was interrupted."""
        kept = {digest for place in self.places for digest in place.kept(before)}
        with self._store.reading() as connection:
            return {digest for digest in kept if not _is_known(connection, digest)}

    def absent(self, erased: Collection[str] = ()) -> list[str]:
        """Digests that records hold and no place has; nothing is read."""
        with self._store.reading() as connection:
            held = _known_held(connection, erased)
        return [d for d in held if not any(p.holds(d) for p in self.places)]

    def examine(self, erased: Collection[str] = ()) -> tuple[int, list[Problem]]:
        """Read every attachment that records hold: how many, and which cannot be.

        :param erased: digests that were erased lawfully.
        """
        with self._store.reading() as connection:
            held = _known_held(connection, erased)
        problems = []
        for digest in held:
            try:
                self.open(digest).close()
            except AttachmentUnreadable as error:
                problems.append(Problem(digest, error.message))
        return len(held), problems


def _known_held(connection: Connection, erased: Collection[str]) -> list[str]:
    """Digests that records hold and that should be there."""
    found = connection.execute(
        "SELECT DISTINCT held.digest, known.digest"
        " FROM [guard_attachment] AS held LEFT JOIN [attachment] AS known"
        " ON known.digest = held.digest ORDER BY held.digest"
    )
    return [d for d, known in found if known is not None or d not in erased]


def _is_known(connection: Connection, digest: str) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM [attachment] WHERE digest = ?", (digest,))
    )


def digest_of(file: BinaryIO) -> str:
    """The SHA-256 of a file's content."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    return found.hexdigest()


def _verified(pieces: Any, digest: str) -> BinaryIO | None:
    """A copy of the pieces, if they are what the digest says; to be closed."""
    found = hashlib.sha256()
    spooled = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - given away
    try:
        with closing(pieces):
            for piece in pieces:
                found.update(piece)
                spooled.write(piece)
    except BaseException:
        spooled.close()
        raise
    if found.hexdigest() != digest:
        spooled.close()
        return None
    spooled.seek(0)
    return cast("BinaryIO", spooled)
