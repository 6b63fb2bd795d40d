"""Drawings as browsers show them: a picture, or one page of a PDF, of a bounded size.

What was handed in stays as it is; this is only what is looked at and drawn on.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from houqin.core.files.kinds import PICTURES
from houqin.core.files.pictures import ALONE, opened_alone

if TYPE_CHECKING:
    from PIL.Image import Image

PDF = "application/pdf"
#: The longer side, in pixels: lines of a floor's plan can be told apart, and a
#: telephone gets it in a few hundred kilobytes.
LONGEST = 2000
QUALITY = 82
SHOWN = frozenset(PICTURES) | {PDF}


class Plan(NamedTuple):
    """A drawing as it is shown, with its size in pixels."""

    content: bytes
    width: int
    height: int


class NotShown(Exception):
    """What cannot be shown; the file itself can still be saved."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def plan_of(file: BinaryIO, media_type: str, page: int = 1) -> Plan:
    """The drawing as a WebP picture.

    :param page: which page of a PDF, counted from 1.
    :raises NotShown: in one sentence that a page may say.
    """
    if media_type == PDF:
        return _page_of(file, page)
    if media_type not in PICTURES:
        raise NotShown("这种文件只能保存后用制图软件打开，不能在页面上显示")
    with opened_alone(file, "图纸", PICTURES[media_type]) as picture:
        picture.draft("RGB", (LONGEST, LONGEST))
        return _written(picture)


def _page_of(file: BinaryIO, page: int) -> Plan:
    import pypdfium2  # noqa: PLC0415 - slow to import, and few pages need it

    file.seek(0)
    # PDFium is not made for several threads at once.
    with ALONE:
        try:
            document = pypdfium2.PdfDocument(file.read())
        except pypdfium2.PdfiumError as error:
            raise NotShown("这份PDF已损坏或者有密码，不能显示") from error
        try:
            if page > len(document):
                raise NotShown(f"这份PDF只有{len(document)}页，没有第{page}页")
            sheet = document[page - 1]
            scale = LONGEST / max(*sheet.get_size(), 1)
            return _written(sheet.render(scale=scale).to_pil())
        finally:
            document.close()


def _written(picture: Image) -> Plan:
    from PIL import Image, ImageOps  # noqa: PLC0415 - slow to import

    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST, LONGEST))
    shown = upright.convert("RGBA")
    ground = Image.new("RGB", shown.size, "white")
    ground.paste(shown, mask=shown)
    made = io.BytesIO()
    ground.save(made, "WEBP", quality=QUALITY)
    return Plan(made.getvalue(), *ground.size)
