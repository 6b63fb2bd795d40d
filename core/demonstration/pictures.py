"""Photos of the county's year, drawn when they are handed in.

An act names them in its input: ``{"photos": [Photo("楼道.jpg", "2023-03-05 09:12")]}``;
before it is played they are handed in by whoever acts, as a page does it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image, ImageDraw

from .spread import between

if TYPE_CHECKING:
    from houqin.core.model.command import Act
    from houqin.core.site.site import Site

_SIZE, _QUALITY = (480, 360), 70
_WALL, _FLOOR, _DOOR, _INK = "#dfe5e3", "#b9b3a6", "#8a6f52", "#ffffff"
_THINGS = ("#c94f3d", "#d9a441", "#5b7f95", "#6d6a75", "#9a5b3c", "#4b7f52")
_PEOPLE = ("#b23a48", "#b23a48", "#c8553d", "#b23a48")


class Photo(NamedTuple):
    """A photo as an act's input names it.

    :param stamp: written into the corner, as telephones do it.
    :param things: how many things stand about: some before, none after.
    :param people: how many people stand in a row.
    """

    name: str
    stamp: str
    things: int = 0
    people: int = 0


def drawn(photo: Photo) -> bytes:
    """The photo as a file: a passage, what stands about in it, who stands there."""
    width, height = _SIZE
    picture = Image.new("RGB", _SIZE, _WALL)
    pen = ImageDraw.Draw(picture)
    pen.polygon(((0, height), (width, height), (width, 250), (0, 250)), fill=_FLOOR)
    pen.rectangle((width - 120, 90, width - 50, 250), fill=_DOOR)
    pen.rectangle((60, 60, 170, 130), fill="#c8dbe6", outline=_INK, width=4)
    for number in range(photo.things):
        _thing(pen, photo, number)
    for number in range(photo.people):
        _person(pen, 90 + number * 300 // max(photo.people, 1), number)
    pen.text((width - 150, height - 24), photo.stamp, fill=_INK)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _thing(pen: ImageDraw.ImageDraw, photo: Photo, number: int) -> None:
    across = between(20, 330, photo, number, "across")
    wide, high = (between(30, 80, photo, number, side) for side in ("wide", "high"))
    ground = between(262, 330, photo, number, "ground")
    colour = _THINGS[between(0, len(_THINGS) - 1, photo, number)]
    pen.rectangle((across, ground - high, across + wide, ground), fill=colour)


def _person(pen: ImageDraw.ImageDraw, across: int, number: int) -> None:
    pen.ellipse((across, 170, across + 28, 198), fill="#e8c39e")
    vest = _PEOPLE[number % len(_PEOPLE)]
    pen.rectangle((across - 8, 198, across + 36, 280), fill=vest)
    pen.rectangle((across - 2, 280, across + 30, 335), fill="#3b4252")


def handed_in(site: Site, act: Act) -> dict[str, Any]:
    """An act's input, every photo in it handed in by whoever acts."""

    def placed(value: Any) -> Any:
        if isinstance(value, Photo):
            content = drawn(value)
            file, size = io.BytesIO(content), len(content)
            return site.attachments.receive(file, value.name, size, act.actor)
        if isinstance(value, list):
            return [placed(item) for item in value]
        if isinstance(value, dict):
            return {name: placed(item) for name, item in value.items()}
        return value

    return {name: placed(value) for name, value in act.input.items()}
