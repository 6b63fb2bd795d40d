"""Documents of office programs: no macros, no bombs, and the text that can be read.

The parts are searched as text, never parsed as XML: nothing in them is expanded.
"""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO

from houqin.core.files.refusal import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS = 5_000
#: Bytes a document may unfold to, and times its own size.
MOST_UNFOLDED = 300_000_000
MOST_FOLDING = 300
#: Characters of one part that are read, and parts.
READ_BYTES = 4_000_000
READ_PARTS = 60

_MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml",
         "pptx": "ppt/presentation.xml"}  # fmt: skip
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|activex/", re.IGNORECASE)
_READ = re.compile(
    r"word/(?:document|header\d*|footer\d*|footnotes)\.xml"
    r"|xl/(?:sharedStrings|worksheets/sheet\d+)\.xml"
    r"|ppt/(?:slides/slide|slideMasters/slideMaster)\d+\.xml"
    r"|docProps/(?:core|app|custom)\.xml"
)
_LINE_ENDS = re.compile(
    r"</(?:w:p|w:tc|a:p|si|is|c|oddHeader|oddFooter)>|<w:br\s*/>|<[a-z]*:?break[^>]*>"
)
_TAGS = re.compile(r"<[^>]*>")
#: Names in the folder of a compound file that hold a macro's text.
_COMPOUND_MACROS = tuple(
    name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Macros\0", "VBAProject")
)
_PIECE = 1024 * 1024
_OVERLAP = 64


def check_package(file: BinaryIO, name: str, extension: str) -> None:
    """Refuse what is no such document, has macros, or would unfold without end.

    :raises FileRefused: naming the rule.
    """
    with _opened(file, name) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if _MAIN[extension] not in names or "[Content_Types].xml" not in names:
            raise FileRefused(name, f"的内容不是{extension}，扩展名与内容不符")
        folded = sum(part.compress_size for part in parts) or 1
        unfolded = sum(part.file_size for part in parts)
        too_much = unfolded > MOST_UNFOLDED or unfolded > folded * MOST_FOLDING
        if len(parts) > MOST_PARTS or too_much:
            raise FileRefused(name, "解开后过大，不能上传")
        content_types = _read(package, "[Content_Types].xml", name)
        if any(map(_MACROS.search, names)) or "macroEnabled" in content_types:
            raise FileRefused(name, "带有宏，不能上传；请另存为不带宏的文件")


def _opened(file: BinaryIO, name: str) -> zipfile.ZipFile:
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileRefused(name, "已损坏，打不开") from error


def _read(package: zipfile.ZipFile, part: str, name: str) -> str:
    """The beginning of a part as text, however much it claims to hold."""
    try:
        with package.open(part) as opened:
            return opened.read(READ_BYTES).decode("utf-8", "ignore")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError,
            OSError, NotImplementedError) as error:  # fmt: skip
        # Also what a password keeps closed.
        raise FileRefused(name, "已损坏或者加了密码，打不开") from error


def package_texts(file: BinaryIO, name: str) -> Iterator[str]:
    """The text of each part, one paragraph or cell a line."""
    with _opened(file, name) as package:
        parts = [p for p in package.namelist() if _READ.fullmatch(p)][:READ_PARTS]
        for part in parts:
            marked = _LINE_ENDS.sub("\n", _read(package, part, name))
            yield html.unescape(_TAGS.sub("", marked))


def check_compound(file: BinaryIO, name: str) -> None:
    """Refuse a document of the old formats that holds macros.

    :raises FileRefused: naming the rule.
    """
    file.seek(0)
    before = b""
    while piece := file.read(_PIECE):
        searched = before + piece
        if any(macro in searched for macro in _COMPOUND_MACROS):
            raise FileRefused(name, "带有宏，不能上传；请另存为不带宏的文件")
        before = searched[-_OVERLAP:]


def compound_texts(file: BinaryIO) -> Iterator[str]:
    """What the old formats hold as UTF-16 and as GB18030, best effort."""
    file.seek(0)
    content = file.read(READ_BYTES)
    for start in (0, 1):
        yield content[start:].decode("utf-16-le", "ignore")
    yield content.decode("gb18030", "ignore")
