"""Texts that a spreadsheet opens: none of them may become a formula."""

from __future__ import annotations

#: Tells WPS and Excel that a CSV is UTF-8.
BYTE_ORDER_MARK = "\ufeff"

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A text no spreadsheet computes; negative numbers stay numbers."""
    if not text.startswith(_FORMULA):
        return text
    number = text.removeprefix("-").replace(",", "").replace(".", "", 1)
    return text if number.isascii() and number.isdigit() else f"'{text}"
