"""What pages show of a personal value until somebody asks for the whole of it."""

from __future__ import annotations

from typing import Literal

Mask = Literal["phone", "tail", "all", "none"]

STAR = "*"
#: Shown in place of what was erased.
ERASED = "（已清除）"
#: Shown for a value of which nothing is told, not even its length.
HIDDEN = STAR * 4
#: Characters kept in front and at the end, of values of at least that length.
_KEPT = {"phone": (3, 4, 11), "tail": (3, 2, 10)}


def masked(mask: str, text: str) -> str:
    """The part of ``text`` that its field lets pages show.

    ``phone`` keeps 138****0000, ``tail`` the first three and the last two of an
    identity number, ``none`` everything (names). Of a short value at most the end is
    kept, and no more than half of it.
    """
    if mask == "none" or not text:
        return text
    if mask not in _KEPT:
        return HIDDEN
    front, end, least = _KEPT[mask]
    if len(text) < least:
        front, end = 0, min(end, len(text) // 2)
    return text[:front] + STAR * (len(text) - front - end) + text[len(text) - end :]
