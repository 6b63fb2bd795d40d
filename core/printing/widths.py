"""How wide each column of a printed table is: by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Points that A4 across has between its margins of 10 mm.
ACROSS = 785.0
_SIZES = (9.0, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
_WELL = _SIZES[:3]
#: A cell's inset and its line, in points.
_AROUND = 4.6
#: Ems: a narrow character, the widest a column asks for, the narrowest it gets.
_NARROW, _MOST, _LEAST = 0.58, 24.0, 2.1
#: Rows that are measured; further ones wrap within the widths of these.
_MEASURED = 2000
#: Of the widths that would keep every cell on one line, so much is enough.
_ENOUGH = 0.55
#: Characters without a place to break, before one is made.
_RUN = 12
_WORD = re.compile(rf"[^\s\u2e80-\uffef\u200b-]{{{_RUN + 1},}}")
_TOKEN = re.compile(r"[^\s\u2e80-\uffef\u200b]+")


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of type and each column's width, in points."""

    size: float
    widths: tuple[float, ...]


def breakable(text: str) -> str:
    """The same text with places to break inside very long words."""
    return _WORD.sub(
        lambda found: "\u200b".join(
            found.group()[at : at + _RUN] for at in range(0, len(found.group()), _RUN)
        ),
        text,
    )


def ems(text: str) -> float:
    """About how long a text is, in ems."""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW for c in text
    )


def fit(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Fit:
    """Columns that share the page by what stands in them, in the largest type."""
    least = [max(_LEAST, ems(head) / 3) for head in heads]
    wanted = [ems(head) for head in heads]
    for row in islice(rows, _MEASURED):
        for n, text in enumerate(row):
            wanted[n] = max(wanted[n], min(ems(text), _MOST))
            for token in _TOKEN.findall(text):
                least[n] = max(least[n], min(ems(token), _RUN * _NARROW))
    wanted = [max(pair) for pair in zip(wanted, least, strict=True)]
    size = _size(len(heads), sum(least), sum(wanted))
    room = (ACROSS - _AROUND * len(heads)) / size
    return Fit(size, tuple(w * size + _AROUND for w in _shared(least, wanted, room)))


def _size(columns: int, least: float, wanted: float) -> float:
    """Rows of one line each in type that reads well; else the largest that will do."""
    rooms = {size: (ACROSS - _AROUND * columns) / size for size in _SIZES}
    well = (size for size in _WELL if wanted <= rooms[size])
    enough = (s for s in _SIZES if max(least, wanted * _ENOUGH) <= rooms[s])
    return next(well, None) or next(enough, _SIZES[-1])


def _shared(least: list[float], wanted: list[float], room: float) -> list[float]:
    """The least to each, and of the rest in proportion to what each still wants."""
    spare = room - sum(least)
    if spare <= 0:
        return [width * room / sum(least) for width in least]
    more = [w - m for w, m in zip(wanted, least, strict=True)]
    if sum(wanted) <= room:
        return [w * room / sum(wanted) for w in wanted]
    return [m + spare * x / sum(more) for m, x in zip(least, more, strict=True)]
