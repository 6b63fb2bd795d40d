"""The text of a PDF's first pages, as far as the standard library reads it.

Streams are unfolded within limits; a string is read by every map to Unicode the file
brings, and by the encodings Chinese fonts use. An encrypted file stays unread.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

READ_BYTES = 24_000_000
MOST_STREAMS = 400
STREAM_BYTES = 2_000_000
#: Content streams whose text is looked at: about so many pages.
MOST_PAGES = 40
_STREAM = re.compile(rb"stream\r?\n")
_STRINGS = re.compile(rb"<([0-9A-Fa-f\s]+)>|\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_NEW_LINE = re.compile(rb"\b(?:ET|Td|TD|T\*|Tm)\b|'")
_SHOWN = re.compile(rb"\bT[jJ]\b")
_RANGES = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CODES = re.compile(rb"<([0-9A-Fa-f]+)>")
_MOST_RANGE = 70_000
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
#: GBK-EUC and UniGB-UCS2, by which Chinese fonts name characters directly.
_ENCODINGS = ("gb18030", "utf-16-be")

Map = dict[int, str]


def texts_of(content: bytes) -> Iterator[str]:
    """Readings of each page, one for every way its strings may be meant."""
    streams = list(_streams(content))
    maps = [found for stream in streams if (found := _map_of(stream))]
    pages = [stream for stream in streams if _SHOWN.search(stream)][:MOST_PAGES]
    for page in pages:
        lines = [_strings(line) for line in _NEW_LINE.split(page)]
        for known in maps:
            yield _said(lines, lambda s, known=known: _mapped(s, known))
        for encoding in _ENCODINGS:
            yield _said(lines, lambda s, e=encoding: s.decode(e, "ignore"))


def _said(lines: list[list[bytes]], read: object) -> str:
    """Both as lines and as one text: a mark may be set letter by letter."""
    shown = ["".join(map(read, line)) for line in lines]  # type: ignore[call-overload]  # as given
    return "\n".join(shown) + "\n\n" + "".join(shown)


def _streams(content: bytes) -> Iterator[bytes]:
    left = READ_BYTES
    for number, start in enumerate(_STREAM.finditer(content)):
        if number >= MOST_STREAMS or left <= 0:
            return
        end = content.find(b"endstream", start.end())
        raw = content[start.end() : end if end >= 0 else None]
        unfolded = _unfold(raw)
        left -= len(unfolded)
        yield unfolded


def _unfold(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, STREAM_BYTES)
    except zlib.error:
        return raw[:STREAM_BYTES]


def _strings(line: bytes) -> list[bytes]:
    found = []
    for hexed, literal in _STRINGS.findall(line):
        if hexed:
            digits = b"".join(hexed.split())
            found.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif literal:
            found.append(_ESCAPE.sub(_unescaped, literal))
    return found


def _unescaped(escape: re.Match[bytes]) -> bytes:
    named = escape[1]
    if named.isdigit():
        return bytes([int(named, 8) & 0xFF])
    return _ESCAPES.get(named, named)


def _mapped(string: bytes, known: Map) -> str:
    codes = (int.from_bytes(string[i : i + 2]) for i in range(0, len(string), 2))
    return "".join(known.get(code, "") for code in codes)


def _map_of(stream: bytes) -> Map:
    """What a ToUnicode map says of two-byte codes."""
    found: Map = {}
    for kind, body in _RANGES.findall(stream):
        codes = _CODES.findall(body)
        if kind == b"char":
            for code, text in zip(codes[::2], codes[1::2], strict=False):
                found[int(code, 16)] = _letters(text)
        elif b"[" not in body:
            for low, high, text in zip(*(codes[n::3] for n in range(3)), strict=False):
                _add_range(found, int(low, 16), int(high, 16), _letters(text))
    return found


def _add_range(found: Map, low: int, high: int, first: str) -> None:
    if len(first) != 1 or not 0 <= high - low < _MOST_RANGE:
        return
    for code in range(low, high + 1):
        letter = ord(first) + code - low
        found[code] = chr(letter) if letter <= 0x10FFFF else ""  # noqa: PLR2004 - Unicode ends there


def _letters(hexed: bytes) -> str:
    text = hexed.decode()
    return bytes.fromhex(text + "0" * (len(text) % 2)).decode("utf-16-be", "ignore")
