"""Pictures: opened within limits, and shown small without what else they carry."""

from __future__ import annotations

import io
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from houqin.core.files.refusal import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

#: Twice as large as it is shown, for screens of a phone.
THUMBNAIL = (320, 320)
QUALITY = 72
#: A JPEG is decoded reduced; others need all their pixels in memory.
MOST_PIXELS = {"JPEG": 120_000_000}
MOST_PIXELS_ELSE = 40_000_000
_WHITE = (255, 255, 255)
#: One large picture in memory at a time.
ALONE = threading.Lock()


def thumbnail_of(file: BinaryIO, name: str, kind: str) -> bytes:
    """A small JPEG, upright, of a white ground, with no metadata.

    :param kind: the format the content must have, as Pillow names it.
    :raises FileRefused: when the picture is damaged or too large to open.
    """
    with opened_alone(file, name, kind) as picture:
        return _reduced(picture)


@contextmanager
def opened_alone(file: BinaryIO, name: str, kind: str) -> Iterator[Image]:
    """A picture within our limits, while no other one is open.

    :raises FileRefused: when it is damaged or too large to open.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - slow to import

    # Our own limits are asked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    file.seek(0)
    try:
        with ALONE, Image.open(file, formats=[kind]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS.get(kind, MOST_PIXELS_ELSE):
                raise FileRefused(name, f"的尺寸{width}×{height}过大，不能上传")
            yield picture
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError,
            OverflowError, MemoryError) as error:  # fmt: skip
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(name, "已损坏，不是能打开的图片") from error


def _reduced(picture: Image) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    picture.draft("RGB", THUMBNAIL)
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail(THUMBNAIL)
    shown = upright.convert("RGBA")
    ground = Image.new("RGB", shown.size, _WHITE)
    ground.paste(shown, mask=shown)
    made = io.BytesIO()
    ground.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
