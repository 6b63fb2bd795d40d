"""What people type to find a name: pinyin initials, full pinyin, last digits."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Names of a county, kept spelt.
_KEPT = 20_000
#: More readings of one character than anybody types.
_MOST_READINGS = 3
#: Longer texts are sentences, not names.
_MOST_CHARACTERS = 30


def plain(text: str) -> str:
    """Letters, digits and characters alone: ``桂X·D00013`` is ``桂xd00013``."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if c.isalnum())


def _readings(text: str) -> list[list[str]]:
    """The readings of each part of a text, the likeliest first."""
    # A dictionary of 40 MB that most runs of the command line never ask.
    import pypinyin  # noqa: PLC0415 - see above

    found = pypinyin.pinyin(text, style=pypinyin.Style.NORMAL, heteronym=True)
    parts = []
    for readings in found:
        first = readings[0]
        # What begins alike is found by its initial all the same.
        others = {r[:1]: r for r in reversed(readings) if r[:1] != first[:1]}
        parts.append([first, *list(others.values())[: _MOST_READINGS - 1]])
    return parts


def _spelt(parts: list[list[str]]) -> list[list[str]]:
    """The likeliest spelling, then those that differ from it in one character."""
    best = [readings[0] for readings in parts]
    varied = [
        [*best[:place], other, *best[place + 1 :]]
        for place, readings in enumerate(parts)
        for other in readings[1:]
    ]
    return [best, *varied]


@lru_cache(_KEPT)
def spellings(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Initials and full spellings of a text, each without doubles.

    ``政军路`` is ``zjl`` and ``zhengjunlu``; a text without Chinese has none.
    """
    short = plain(text)[:_MOST_CHARACTERS]
    if short.isascii():
        return (), ()
    spelt = _spelt(_readings(short))
    initials = dict.fromkeys("".join(_initial(p) for p in parts) for parts in spelt)
    return tuple(initials), tuple(dict.fromkeys("".join(parts) for parts in spelt))


def _initial(part: str) -> str:
    """The first letter of a syllable; digits and letters of a name stay whole."""
    return part[:1] if part.isalpha() else part
