"""What stands on a PDF that a page answered with."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

from pypdf import PdfReader

if TYPE_CHECKING:
    from webtest import TestResponse


def pages_of(answer: TestResponse) -> list[str]:
    """The text of each page, without the spaces that setting brings."""
    assert answer.content_type == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.body))
    return [bare(page.extract_text()) for page in reader.pages]


def text_of(content: bytes) -> str:
    """The text of a whole file, likewise."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join(bare(page.extract_text()) for page in pages)


def bare(text: str) -> str:
    """Without any space, also those of no width."""
    kept = (c for c in unicodedata.normalize("NFKC", text) if not c.isspace())
    return "".join(c for c in kept if c not in "\u200b\u2060")


def size_of(answer: TestResponse) -> tuple[int, int]:
    """Width and height of the first page, in millimetres."""
    box = PdfReader(io.BytesIO(answer.body)).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)
