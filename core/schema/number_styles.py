"""How a work summary says a number: 225, 4584余, 3700多, 六百余, 23.1万, 27.3%, 下降5%.

A rounded figure is never larger than what was counted; 多 and 余 stand only behind one
that is smaller, except 4584余, which the field writes behind an exact figure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from houqin.core.schema.numerals import decimal_text

if TYPE_CHECKING:
    from collections.abc import Callable

_TEN, _HUNDRED, _MYRIAD = 10, 100, 10_000
_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
_MYRIADS = re.compile(r"万(\d)?")


def floored(value: int) -> int:
    """Down to whole hundreds, below a hundred to tens."""
    step = _HUNDRED if value >= _HUNDRED else _TEN if value >= _TEN else 1
    return value - value % step


def in_chinese(value: int) -> str:
    """612 is 六百一十二, 15 十五, 10,500 一万零五百.

    :raises ValueError: below zero or from 10^16 on.
    """
    if not 0 <= value < _MYRIAD ** len(_GROUPS):
        raise ValueError(f"{value} is not written in Chinese")
    if value == 0:
        return _DIGITS[0]
    groups = []
    rest, place = value, 0
    while rest:
        rest, group = divmod(rest, _MYRIAD)
        groups.append((group, place))
        place += 1
    said = _joined(list(reversed(groups)))
    return said.removeprefix("一") if said.startswith("一十") else said


def _joined(groups: list[tuple[int, int]]) -> str:
    """Groups of four digits, a 零 where one begins with nothing."""
    said, gap = "", False
    for group, place in groups:
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < _MYRIAD // _TEN):
            said += _DIGITS[0]
        said, gap = said + _four(group) + _GROUPS[place], False
    return said


def _four(group: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // _TEN**place % _TEN
        if not digit:
            gap = bool(said)
            continue
        said += (_DIGITS[0] if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return said


def _exact(value: int, scale: int) -> str:
    return decimal_text(value, scale, group=False)


def _about(word: str, say: Callable[[int], str] = str) -> Callable[[int, int], str]:
    """Rounded down, with the word behind it if anything was left off."""

    def styled(value: int, scale: int) -> str:
        whole = value // _TEN**scale
        down = floored(whole)
        return say(down) + (word if value > down * _TEN**scale else "")

    return styled


def _followed(value: int, scale: int) -> str:
    return f"{_exact(value, scale)}余" if value else "0"


def _chinese(value: int, scale: int) -> str:
    if scale:
        raise ValueError("only whole numbers are written in Chinese")
    return in_chinese(value)


def _percent(value: int, scale: int) -> str:
    return f"{_shortened(_exact(value, scale))}%"


def _change(value: int, scale: int) -> str:
    """Against the year before: 增长5%, 下降5%, 持平."""
    if value == 0:
        return "持平"
    return f"{'增长' if value > 0 else '下降'}{_percent(abs(value), scale)}"


def _shortened(text: str) -> str:
    """Without decimals that say nothing: 100.0 is 100."""
    return text.rstrip("0").rstrip(".") if "." in text else text


_STYLES: dict[str, Callable[[int, int], str]] = {
    "": _exact,
    "余": _followed,
    "多": _about("多"),
    "百余": _about("余"),
    "中": _chinese,
    "中余": _about("余", in_chinese),
    "%": _percent,
    "同比": _change,
}
#: Styles that also say what is below zero.
_SIGNED = frozenset({"", "%", "同比"})


def is_style(style: str) -> bool:
    """Whether there is such a style; 万 may name its decimals: 万2."""
    return style in _STYLES or _MYRIADS.fullmatch(style) is not None


def styled(value: int, scale: int, style: str) -> str:
    """The figure value × 10^-scale as a sentence says it.

    :raises ValueError: for an unknown style, or a value below zero in one that rounds.
    """
    if found := _MYRIADS.fullmatch(style):
        return _in_myriads(value, scale, int(found[1] or 1))
    if style not in _STYLES:
        raise ValueError(f"no number style {style}")
    if value < 0 and style not in _SIGNED:
        raise ValueError(f"{value} cannot be said as {style}")
    return _STYLES[style](value, scale)


def _in_myriads(value: int, scale: int, decimals: int) -> str:
    """23.1万, half up; what is smaller than 一万 stays exact."""
    unit = _MYRIAD * _TEN**scale
    if abs(value) < unit:
        return _exact(value, scale)
    sign = "-" if value < 0 else ""
    scaled = (2 * abs(value) * _TEN**decimals + unit) // (2 * unit)
    return f"{sign}{_shortened(_exact(scaled, decimals))}万"
