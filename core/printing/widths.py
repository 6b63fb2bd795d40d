"""How wide each column of a printed table is: by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Points that A4 across has between its margins of 10 mm, and A3.
ACROSS, A3_ACROSS = 785.0, 1133.0
_SIZES = (9.0, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
_WELL = _SIZES[:3]
#: A cell's inset and its line, in points.
_AROUND = 4.6
#: Ems: a narrow character, the widest a column asks for, the narrowest it gets.
_NARROW, _MOST, _LEAST = 0.57, 24.0, 2.1
#: Rows that are measured; further ones wrap within the widths of these.
_MEASURED = 2000
#: Lines of the longest cells, the fewest first.
_LINES = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0)
#: Characters without a place to break, before one is made.
_RUN = 12
_WORD = re.compile(rf"[^\s\u2e80-\uffef\u200b-]{{{_RUN + 1},}}")
_TOKEN = re.compile(r"(?:[\u4e00-\u9fff]\u2060)?[^\s\u2e80-\uffef\u200b\u2060]+")
#: A plate or a serial number: 桂X·D00013, 派2023-00001. No line ends inside it.
_CODE = re.compile(r"([\u4e00-\u9fff])([A-Z0-9][A-Z0-9·-]{4,13})")


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of type and each column's width, in points."""

    size: float
    widths: tuple[float, ...]


def breakable(text: str) -> str:
    """The same text with places to break inside very long words, and none in codes."""
    if code := _CODE.fullmatch(text):
        return f"{code[1]}\u2060{code[2]}"
    return _WORD.sub(
        lambda found: "\u200b".join(
            found.group()[at : at + _RUN] for at in range(0, len(found.group()), _RUN)
        ),
        text,
    )


def ems(text: str) -> float:
    """About how long a text is, in ems."""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW
        for c in text
        if c != "\u2060"
    )


def fit(
    heads: Sequence[str], rows: Iterable[Sequence[str]], across: float = ACROSS
) -> Fit:
    """Columns that share the page by what stands in them, in the largest type."""
    least = [max(_LEAST, ems(head) / 3) for head in heads]
    wanted = [ems(head) for head in heads]
    for row in islice(rows, _MEASURED):
        for n, text in enumerate(row):
            wanted[n] = max(wanted[n], min(ems(text), _MOST))
            for token in _TOKEN.findall(text):
                least[n] = max(least[n], min(ems(token), _RUN * _NARROW))
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    size, lines = _size(least, wanted, across)
    room = _room(size, len(heads), across)
    return Fit(
        size, tuple(w * size + _AROUND for w in _shared(least, wanted, room, lines))
    )


def _room(size: float, columns: int, across: float) -> float:
    """Ems across the page, without what stands around each cell."""
    return (across - _AROUND * columns) / size


def _size(
    least: list[float], wanted: list[float], across: float
) -> tuple[float, float]:
    """The largest type in which rows take few lines, and how many they take."""
    for lines in _LINES:
        for size in _WELL if lines == 1 else _SIZES:
            if sum(_wrapped(least, wanted, lines)) <= _room(size, len(least), across):
                return size, lines
    return _SIZES[-1], _LINES[-1]


def _wrapped(least: list[float], wanted: list[float], lines: float) -> list[float]:
    return [max(m, w / lines) for m, w in zip(least, wanted, strict=True)]


def _shared(
    least: list[float], wanted: list[float], room: float, lines: float
) -> list[float]:
    """What each column takes so, stretched or pressed to the whole page."""
    widths = _wrapped(least, wanted, lines)
    return [width * room / sum(widths) for width in widths]
