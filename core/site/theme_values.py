"""Values of a theme's parameters: colours, lengths and pictures, nothing else.

They end in a style sheet, so whatever has another form is refused.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_LENGTH = re.compile(r"\d{1,2}(?:\.\d{1,3})?(?:px|rem)")
_PICTURE = re.compile(r"[\w-][\w.-]*\.(?:svg|png|jpg)", re.ASCII)
#: White text stands on these (WCAG 2.1, 1.4.3).
_UNDER_WHITE = frozenset({"accent", "accent-deep", "accent-dark"})
LEAST_CONTRAST = 4.5
#: Channels up to here are linear (IEC 61966-2-1).
_DARKEST = 0.04045


def is_colour(value: str) -> bool:
    """Whether it is a colour as ``#1a53a8``."""
    return _COLOUR.fullmatch(value) is not None


def fits(
    name: str, value: str, default: str, picture: Callable[[str], bool]
) -> str:  # fmt: skip
    """Why ``value`` cannot stand where ``default`` does; nothing if it can.

    :param picture: whether the theme has a static file of that path.
    """
    if _COLOUR.fullmatch(default):
        return _colour(name, value)
    if _LENGTH.fullmatch(default):
        return "" if _LENGTH.fullmatch(value) else "应为长度，例如6px"
    if not value:
        return ""
    found = _PICTURE.fullmatch(value) and picture(value)
    return "" if found else "应为颜色、长度或static文件夹里的图片"


def _colour(name: str, value: str) -> str:
    if not _COLOUR.fullmatch(value):
        return "应为颜色，例如#1a53a8"
    if name in _UNDER_WHITE and contrast(value, "#ffffff") < LEAST_CONTRAST:
        return "太浅，上面的白字看不清"
    return ""


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.1."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Of sRGB."""
    if channel <= _DARKEST:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
