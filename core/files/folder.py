"""Contents in a folder that several processes share: ``ab/abcd...``."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from zope.interface import implementer

from houqin.core.interfaces import IAttachmentStore
from houqin.core.schema.files import DIGEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 1024 * 1024
#: Files on their way into place; a crash leaves them here.
ARRIVING = "arriving"


@implementer(IAttachmentStore)
class FolderStore:
    """One file a content, written beside its place, flushed and renamed."""

    title = "附件目录"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where a content lies.

        :raises ValueError: for what is no digest, and might be a way out.
        """
        if not DIGEST.fullmatch(digest):
            raise ValueError(digest)
        return self.folder / digest[:2] / digest

    def keep(self, digest: str, file: BinaryIO) -> None:
        """Put the file in place; a damaged one there before is replaced."""
        place = self.path(digest)
        for folder in (place.parent, self.folder / ARRIVING):
            folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / ARRIVING / uuid4().hex
        file.seek(0)
        try:
            with beside.open("xb") as written:
                shutil.copyfileobj(file, written, PIECE)
                written.flush()
                os.fsync(written.fileno())
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)
        for folder in (place.parent, self.folder):
            _flush(folder)

    def pieces(self, digest: str) -> Iterator[bytes]:
        """Pieces of the file; none where it is not there or cannot be read."""
        with suppress(OSError), self.path(digest).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def holds(self, digest: str) -> bool:
        """Whether the file is there."""
        return self.path(digest).is_file()

    def remove(self, digest: str) -> None:
        """Delete the file, and let the folder reach the disk."""
        place = self.path(digest)
        with suppress(FileNotFoundError):
            place.unlink()
            _flush(place.parent)

    def kept(self, before: int) -> list[str]:
        """Digests of files written before ``before``."""
        found = []
        for file in self.folder.glob("??/*"):
            with suppress(FileNotFoundError):
                written = file.stat().st_mtime_ns // 1000
                if DIGEST.fullmatch(file.name) and written < before:
                    found.append(file.name)
        return sorted(found)

    def tidy(self, before: int) -> None:
        """Delete what a crash left on its way into place."""
        for file in self.folder.glob(f"{ARRIVING}/*"):
            with suppress(FileNotFoundError):
                if file.stat().st_mtime_ns // 1000 < before:
                    file.unlink()


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
