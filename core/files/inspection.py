"""Every rule a file has to keep before any of it is stored."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from houqin.core.files import kinds, office, pictures, portable
from houqin.core.files.marks import mark_in_name, mark_in_text
from houqin.core.files.refusal import NON_CLASSIFIED, FileRefused
from houqin.core.schema.files import clean_name, extension_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where nobody asks the setting core.attachment_megabytes.
MEGABYTES = 20
MEGABYTE = 1024 * 1024
_READ_CHARACTERS = 2_000_000
#: An inner extension that would run if the outer one were lost on the way.
_RUNS = re.compile(
    r"\.(?:exe|com|scr|bat|cmd|ps1|vbs?|js|jse|wsf|hta|msi|dll|lnk|jar|sh|php|jsp|asp"
    r"|aspx|x?html?|svg|swf)\.",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be stored."""

    name: str
    media_type: str
    thumbnail: bytes | None


def inspect(
    file: BinaryIO, given: str, size: int, megabytes: int = MEGABYTES
) -> Inspected:
    """Check name, size, kind, marks and macros; make the thumbnail.

    :raises FileRefused: naming the file and the rule.
    """
    name = checked_name(given)
    if size > megabytes * MEGABYTE:
        raise FileRefused(name, f"超过{megabytes}兆，不能上传")
    media_type = kinds.media_type_of(file, name)
    thumbnail = _looked_into(file, name, media_type)
    for text in _texts(file, name, media_type):
        if mark := mark_in_text(text):
            raise FileRefused(
                name, f"的内容有密级标志“{mark}”，不能上传。{NON_CLASSIFIED}"
            )
    return Inspected(name, media_type, thumbnail)


def checked_name(given: str) -> str:
    """The name as it is kept.

    :raises FileRefused: when nothing is left of it, or it says what may not be here.
    """
    name = clean_name(given)
    if not name:
        raise FileRefused("", "没有文件名")
    if mark := mark_in_name(name):
        raise FileRefused(name, f"的名称有“{mark}”字样，不能上传。{NON_CLASSIFIED}")
    if _RUNS.search(name):
        raise FileRefused(name, "的名称有两个扩展名，不能上传")
    return name


def _looked_into(file: BinaryIO, name: str, media_type: str) -> bytes | None:
    """What only this kind of file has to keep; a picture's thumbnail."""
    if media_type in kinds.OFFICE:
        office.check_package(file, name, extension_of(name))
        return None
    if media_type in kinds.COMPOUND:
        office.check_compound(file, name)
        return None
    if zipfile.is_zipfile(file):
        raise FileRefused(name, "里夹带了压缩包，不能上传")
    if media_type in kinds.PICTURES:
        return pictures.thumbnail_of(file, name, kinds.PICTURES[media_type])
    return None


def _texts(file: BinaryIO, name: str, media_type: str) -> Iterator[str]:
    if media_type in kinds.OFFICE:
        yield from office.package_texts(file, name)
    elif media_type in kinds.COMPOUND:
        yield from office.compound_texts(file)
    elif media_type in kinds.TEXTS:
        encoding = kinds.encoding_of(file) or "utf-8"
        file.seek(0)
        yield file.read(_READ_CHARACTERS).decode(encoding, "ignore")
    elif media_type == "application/pdf":
        file.seek(0)
        yield from portable.texts_of(file.read(portable.READ_BYTES))
