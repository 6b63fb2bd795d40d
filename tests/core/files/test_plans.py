"""Drawings as pages show them: of a bounded size, one page of a PDF."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from houqin.core.files.plans import LONGEST, NotShown, plan_of
from houqin.core.files.refusal import FileRefused
from tests import filing


def pdf_of(*colours: str) -> bytes:
    """Pages of one colour each, twice as wide as high."""
    first, *rest = (Image.new("RGB", (400, 200), colour) for colour in colours)
    made = io.BytesIO()
    first.save(made, "PDF", save_all=True, append_images=rest)
    return made.getvalue()


def shown(content: bytes, media_type: str, page: int = 1) -> Image.Image:
    plan = plan_of(io.BytesIO(content), media_type, page)
    picture = Image.open(io.BytesIO(plan.content))
    assert (picture.format, picture.size) == ("WEBP", (plan.width, plan.height))
    return picture


def test_a_large_photo_is_reduced_and_a_small_one_left() -> None:
    large = shown(filing.photo((4000, 1000)), "image/jpeg")
    assert large.size == (LONGEST, LONGEST // 4)
    assert shown(filing.photo((640, 480)), "image/jpeg").size == (640, 480)
    assert b"Exif" not in plan_of(io.BytesIO(filing.located()), "image/jpeg").content


def test_each_page_of_a_pdf_can_be_shown() -> None:
    content = pdf_of("red", "blue")
    found = [shown(content, "application/pdf", page) for page in (1, 2)]
    assert [picture.size for picture in found] == [(LONGEST, LONGEST // 2)] * 2
    middles = [p.convert("RGB").getpixel((1000, 500)) for p in found]
    assert [max(range(3), key=middle.__getitem__) for middle in middles] == [0, 2]


@pytest.mark.parametrize(
    ("content", "kind", "page", "words"),
    [
        (pdf_of("red"), "application/pdf", 2, "只有1页，没有第2页"),
        (b"%PDF-1.4 nothing", "application/pdf", 1, "已损坏"),
        (b"AC1027" + bytes(64), "image/vnd.dwg", 1, "只能保存后用制图软件打开"),
    ],
)
def test_what_cannot_be_shown_says_why(
    content: bytes, kind: str, page: int, words: str
) -> None:
    with pytest.raises(NotShown) as found:
        plan_of(io.BytesIO(content), kind, page)
    assert words in found.value.message


def test_a_damaged_picture_is_named() -> None:
    with pytest.raises(FileRefused):
        plan_of(io.BytesIO(filing.photo()[:200]), "image/jpeg")
