"""Both stores of contents keep one contract, whatever the database."""

from __future__ import annotations

import hashlib
import io
import os
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from zope.interface.verify import verifyObject

from houqin.core.files import database, folder
from houqin.core.files.database import DatabaseStore
from houqin.core.files.folder import ARRIVING, FolderStore
from houqin.core.files.tables import attachment_metadata
from houqin.core.interfaces import IAttachmentStore
from houqin.events.schema import create_tables

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.events.store import Store

LATER = 2**60
LARGE = 3 * 1024 * 1024 + 7


@pytest.fixture(params=["folder", "database"])
def place(request: pytest.FixtureRequest, tmp_path: Path, store: Store) -> Any:
    """Make an empty store of either kind."""
    if request.param == "folder":
        return FolderStore(tmp_path / "files")
    with store.writing() as connection:
        create_tables(connection, attachment_metadata)
    return DatabaseStore(store)


def keep(place: Any, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    place.keep(digest, io.BytesIO(content))
    return digest


def read(place: Any, digest: str) -> bytes:
    return b"".join(place.pieces(digest))


def test_it_is_an_attachment_store(place: Any) -> None:
    assert verifyObject(IAttachmentStore, place)
    assert place.title


def test_what_is_kept_is_read_back(place: Any) -> None:
    digest = keep(place, b"receipt")
    other = keep(place, b"another")
    assert place.holds(digest)
    assert read(place, digest) == b"receipt"
    assert read(place, other) == b"another"


def test_a_large_content_comes_in_pieces(place: Any) -> None:
    content = os.urandom(LARGE)
    digest = keep(place, content)
    pieces = list(place.pieces(digest))
    assert len(pieces) == 4
    assert b"".join(pieces) == content


def test_the_whole_file_is_kept_wherever_it_was_read_to(place: Any) -> None:
    digest = hashlib.sha256(b"receipt").hexdigest()
    file = io.BytesIO(b"receipt")
    file.read(3)
    place.keep(digest, file)
    assert read(place, digest) == b"receipt"


def test_keeping_again_changes_nothing_and_mends_what_is_damaged(place: Any) -> None:
    digest = keep(place, b"receipt")
    place.keep(digest, io.BytesIO(b"damaged, and longer"))
    keep(place, b"receipt")
    keep(place, b"receipt")
    assert read(place, digest) == b"receipt"
    assert place.kept(LATER) == [digest]


def test_what_is_not_there_has_no_pieces(place: Any) -> None:
    keep(place, b"receipt")
    nothing = hashlib.sha256(b"nothing").hexdigest()
    assert not place.holds(nothing)
    assert list(place.pieces(nothing)) == []
    place.remove(nothing)


def test_what_is_removed_is_gone_and_the_rest_stays(place: Any) -> None:
    digest, other = keep(place, b"receipt"), keep(place, b"another")
    place.remove(digest)
    assert not place.holds(digest)
    assert read(place, digest) == b""
    assert place.kept(LATER) == [other]


def test_contents_are_listed_by_when_they_were_stored(place: Any) -> None:
    before = time.time_ns() // 1000 - 1_000_000
    digests = sorted([keep(place, b"receipt"), keep(place, b"another")])
    assert place.kept(before) == []
    assert place.kept(LATER) == digests


def test_a_file_that_cannot_be_read_leaves_nothing(place: Any) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the disk is gone")
            return super().read(size)

    digest = hashlib.sha256(b"x").hexdigest()
    with pytest.raises(OSError, match="the disk is gone"):
        place.keep(digest, Failing(b"x" * LARGE))
    assert not place.holds(digest)
    assert place.kept(LATER) == []


def test_what_a_crash_left_on_its_way_is_tidied_away(tmp_path: Path) -> None:
    place = FolderStore(tmp_path)
    digest = keep(place, b"receipt")
    left = tmp_path / ARRIVING / "half"
    left.write_bytes(b"rec")
    place.tidy(time.time_ns() // 1000 - 60_000_000)
    assert left.exists()
    place.tidy(LATER)
    assert not left.exists()
    assert place.kept(LATER) == [digest]


@pytest.mark.parametrize("name", ["", "..", "../../secret.key", "AB" * 32, "ab" * 33])
def test_a_folder_is_never_left_by_what_is_no_digest(tmp_path: Path, name: str) -> None:
    place = FolderStore(tmp_path / "files")
    for ask in (place.holds, place.remove, lambda n: list(place.pieces(n))):
        with pytest.raises(ValueError, match=f"^{re.escape(name)}$"):
            ask(name)


def test_both_read_in_pieces_of_a_megabyte() -> None:
    assert database.PART == folder.PIECE == 1024 * 1024
