"""A style sheet without what only its readers need."""

from __future__ import annotations

import re

#: Strings stay as they are; comments count as blanks.
_STRING = r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'"""
_BLANK = r"(?:\s|/\*.*?\*/)"
_PIECES = re.compile(
    rf"({_STRING})|{_BLANK}*;{_BLANK}*(?=}})"
    rf"|{_BLANK}*([{{}};,]){_BLANK}*|(:){_BLANK}+|({_BLANK}+)",
    re.DOTALL,
)


def squeezed(sheet: str) -> str:
    """The same rules without comments and blanks that mean nothing.

    A blank before a colon stays: ``li :hover`` is not ``li:hover``.
    """
    return _PIECES.sub(_shorter, sheet).strip()


def _shorter(found: re.Match[str]) -> str:
    string, mark, colon, blanks = found.groups()
    return string or mark or colon or (" " if blanks else "")
