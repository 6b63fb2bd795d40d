"""What a file is, by its first bytes; a name's extension has to say the same."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, BinaryIO

from houqin.core.files.refusal import FileRefused
from houqin.core.schema.files import MEDIA_TYPES, extension_of

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = 64
_PIECE = 64 * 1024
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
#: Characters that no text has, whatever it is encoded in.
_BINARY = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\x1a")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ("utf-8", "gb18030")

#: Families whose members only their names tell apart.
_FAMILIES = {
    "application/msword": "ole",
    "application/vnd.ms-excel": "ole",
    "application/vnd.ms-works": "ole",
    "application/vnd.ms-et": "ole",
    "text/csv": "text/plain",
}
PICTURES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
#: What a browser shows without running anything.
INLINE = frozenset(PICTURES) | {"application/pdf"}
OFFICE = frozenset(MEDIA_TYPES[e] for e in ("docx", "xlsx", "pptx"))
COMPOUND = frozenset(kind for kind, family in _FAMILIES.items() if family == "ole")
TEXTS = frozenset({"text/plain", "text/csv"})


def same_kind(one: str, other: str) -> bool:
    """Whether two media types may be one content: a .doc and a .wps, for example."""
    return _FAMILIES.get(one, one) == _FAMILIES.get(other, other)


def _heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS


_SIGNATURES: dict[str, Callable[[bytes], bool]] = {
    "image/jpeg": lambda head: head.startswith(b"\xff\xd8\xff"),
    "image/png": lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/gif": lambda head: head.startswith((b"GIF87a", b"GIF89a")),
    "image/webp": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    "image/heic": _heic,
    "application/pdf": lambda head: head.startswith(b"%PDF-"),
    "image/vnd.dwg": lambda head: head[:2] == b"AC" and head[2:6].isdigit(),
    **dict.fromkeys(COMPOUND, lambda head: head.startswith(_OLE)),
    **dict.fromkeys(OFFICE, lambda head: head.startswith(_ZIP)),
}


def media_type_of(file: BinaryIO, name: str) -> str:
    """The media type that name and content agree on.

    :raises FileRefused: when they do not, or when no such file is taken.
    """
    extension = extension_of(name)
    wanted = MEDIA_TYPES.get(extension)
    if wanted is None:
        known = "、".join(MEDIA_TYPES)
        raise FileRefused(name, f"的类型不能上传；可以上传：{known}")
    file.seek(0)
    head = file.read(_HEAD)
    if not head:
        raise FileRefused(name, "是空文件")
    agrees = _SIGNATURES[wanted](head) if wanted in _SIGNATURES else is_text(file)
    if not agrees:
        raise FileRefused(name, f"的内容不是{extension}，扩展名与内容不符")
    return wanted


def is_text(file: BinaryIO) -> bool:
    """Whether a file is text from end to end."""
    return encoding_of(file) is not None


def encoding_of(file: BinaryIO) -> str | None:
    """The encoding in which a file is text, if it is."""
    file.seek(0)
    if file.read(2) in _UTF16:
        return "utf-16" if _decodes(file, "utf-16") else None
    return next((e for e in _ENCODINGS if _decodes(file, e)), None)


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := file.read(_PIECE):
            if not _BINARY.isdisjoint(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
