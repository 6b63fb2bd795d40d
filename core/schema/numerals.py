"""Integers in a scale, written as people read them."""

from __future__ import annotations


def decimal_text(value: int | None, scale: int, *, group: bool = True) -> str:
    """12345 in scale 2 is 123.45; nothing is 「—」."""
    if value is None:
        return "—"
    if not scale:
        return f"{value:,}" if group else str(value)
    sign, digits = ("-", -value) if value < 0 else ("", value)
    whole, part = divmod(digits, 10**scale)
    shown = f"{whole:,}" if group else str(whole)
    return f"{sign}{shown}" + f".{part:0{scale}d}"
