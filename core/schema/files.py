"""References to attachments: what a payload, a form and a command hold of a file.

The content lies elsewhere, under its digest; here are its name, its media type and
the rules both must keep.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from pydantic_core import PydanticCustomError

#: Files in one field of one form.
MOST_FILES = 9
#: Characters of a name, its extension among them.
LONGEST_NAME = 120
#: Keys of a reference, in the order people read them.
KEYS = ("digest", "name", "type", "size")
DIGEST = re.compile(r"[0-9a-f]{64}")

#: The media type an extension stands for; no other extension is taken.
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "wps": "application/vnd.ms-works",
    "et": "application/vnd.ms-et",
    "txt": "text/plain",
    "csv": "text/csv",
    "dwg": "image/vnd.dwg",
}
#: What a page's file field offers to choose.
ACCEPT = ",".join(f".{extension}" for extension in MEDIA_TYPES)

#: Categories a name cannot have: control, format (it may turn a name round), none.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def extension_of(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def clean_name(given: str) -> str:
    """A name without folders and characters nobody sees; else as it was given."""
    last = re.split(r"[/\\]", given)[-1]
    composed = unicodedata.normalize("NFC", last)
    seen = "".join(c for c in composed if unicodedata.category(c) not in _UNSEEN)
    name = seen.strip().strip(".").strip()
    if len(name) <= LONGEST_NAME:
        return name
    ending = f".{extension_of(name)}"
    return name[: LONGEST_NAME - len(ending)].rstrip() + ending


def is_reference(value: Any) -> bool:
    """Whether a value has a reference's keys, each as it should be."""
    if not isinstance(value, dict) or value.keys() != set(KEYS):
        return False
    digest, name, media_type, size = (value[key] for key in KEYS)
    return (
        isinstance(digest, str)
        and DIGEST.fullmatch(digest) is not None
        and isinstance(name, str)
        and name != ""
        and name == clean_name(name)
        and media_type == MEDIA_TYPES.get(extension_of(name), False)
        and type(size) is int
        and size > 0
    )


def checked_references(value: Any) -> Any:
    """Refuse what is no list of references to files, or names one twice."""
    if not isinstance(value, list):
        return value
    if not all(map(is_reference, value)):
        raise PydanticCustomError("file_reference", "file")
    if len({reference["digest"] for reference in value}) < len(value):
        raise PydanticCustomError("file_twice", "file")
    return value
