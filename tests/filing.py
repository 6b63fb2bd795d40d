"""Files as people hand them in, and as people try to."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from houqin.core.site.site import Site

#: Office documents begin with these parts.
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml",
        "pptx": "ppt/presentation.xml"}  # fmt: skip
_TEXT = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml",
         "pptx": "ppt/slides/slide1.xml"}  # fmt: skip
_PARAGRAPH = {"docx": "w:p", "xlsx": "si", "pptx": "a:p"}


def photo(
    size: tuple[int, int] = (640, 480), kind: str = "JPEG", **options: Any
) -> bytes:
    """A picture of a receipt, as a phone takes it."""
    picture = Image.new("RGB", size, (236, 232, 220))
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((size[0] // 4, 0, size[0] * 3 // 4, size[1]), fill="white")
    for line in range(20, size[1] - 20, 24):
        drawn.line((size[0] // 3, line, size[0] * 2 // 3, line), fill=(80, 80, 80))
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def located() -> bytes:
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (23.0, 30.0, 0.0)
    return photo(exif=exif)


def huge_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be very many pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return (
            struct.pack(">I", len(content)) + checked
            + struct.pack(">I", zlib.crc32(checked))
        )  # fmt: skip

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )  # fmt: skip


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return made.getvalue()


def document(kind: str, *paragraphs: str, **more: str | bytes) -> bytes:
    """An office document with these paragraphs, and further parts."""
    tag = _PARAGRAPH[kind]
    body = "".join(
        f"<{tag}><r><t>{text[:2]}</t></r><r><t>{text[2:]}</t></r></{tag}>"
        for text in paragraphs
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>", MAIN[kind]: "<x/>",
        _TEXT[kind]: f"<x>{body}</x>",
    }  # fmt: skip
    return package(parts | more)


def compound(*texts: str) -> bytes:
    """The beginning of a .doc or .xls, with texts as they lie in it."""
    body = b"\0\0".join(text.encode("utf-16-le") for text in texts)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + body + bytes(512)


def pdf(text: str, *, folded: bool = True) -> bytes:
    """A PDF whose font names glyphs, with the map back to characters."""
    glyphs = {letter: number for number, letter in enumerate(dict.fromkeys(text), 3)}
    shown = "".join(f"{glyphs[letter]:04X}" for letter in text)
    pairs = "\n".join(
        f"<{number:04X}> <{letter.encode('utf-16-be').hex()}>"
        for letter, number in glyphs.items()
    )
    page = f"BT /F1 12 Tf 72 700 Td <{shown}> Tj ET".encode()
    known = f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar".encode()
    return (
        b"%PDF-1.7\n"
        + b"".join(_stream(content, folded=folded) for content in (page, known))
        + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )


def _stream(content: bytes, *, folded: bool) -> bytes:
    kept = zlib.compress(content) if folded else content
    how = b"/Filter /FlateDecode " if folded else b""
    return (
        b"1 0 obj\n<< " + how + b"/Length " + str(len(kept)).encode()
        + b" >>\nstream\n" + kept + b"\nendstream\nendobj\n"
    )  # fmt: skip


def handed_in(
    site: Site, person: UUID, content: bytes = b"", name: str = "票据.jpg"
) -> dict[str, Any]:
    """Upload a file; a photo of its own if nothing is said."""
    content = content or photo(comment=uuid4().bytes)
    return site.attachments.receive(io.BytesIO(content), name, len(content), person)
