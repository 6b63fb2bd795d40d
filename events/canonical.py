"""Canonical JSON: one value has one sequence of bytes.

Objects, arrays, strings, booleans, null and integers within ±(2^53-1). UTF-8 without
needless escapes, strings in NFC without U+0000 and lone surrogates, keys `[a-z0-9_]+`
in byte order. Absent optionals are left out by the codec, not here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import is_normalized

import msgspec

from houqin.events.errors import LogError

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 2**53 - 1
DEEPEST = 64
"""Levels of nesting; far above any form, far below the interpreter's limit."""

_KEY = re.compile(r"[a-z0-9_]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_write = msgspec.json.Encoder(order="sorted").encode
_read = msgspec.json.Decoder().decode


class NotCanonical(LogError):
    """A value or a text that canonical JSON cannot hold."""

    def __init__(self, path: str, why: str) -> None:
        """Say where (`lines[2].amount`; empty: the value itself) and why."""
        super().__init__(f"{path or 'value'}: {why}")
        self.path = path
        self.why = why

    def under(self, parent: str) -> NotCanonical:
        """Return the same refusal seen from one level further up."""
        glue = "." if self.path and not self.path.startswith("[") else ""
        return NotCanonical(f"{parent}{glue}{self.path}", self.why)


def encode(value: Any) -> bytes:
    """Return the canonical bytes of a value; refuse with NotCanonical."""
    _check(value, DEEPEST)
    return _write(value)


def decode(text: bytes) -> Any:
    """Return the value of canonical bytes; refuse all other bytes."""
    try:
        value = _read(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonical("", f"not JSON ({error})") from error
    if encode(value) != text:
        raise NotCanonical("", "not in canonical form")
    return value


def _check(value: Any, depth: int) -> None:
    _CHECKS.get(type(value), _refuse)(value, depth)


def _accept(_value: object, _depth: int) -> None:
    return


def _refuse(value: object, _depth: int) -> None:
    raise NotCanonical("", f"{type(value).__name__} is not a canonical type")


def _check_integer(value: int, _depth: int) -> None:
    if not -LARGEST <= value <= LARGEST:
        raise NotCanonical("", "integer beyond 2^53-1")


def _check_string(value: str, _depth: int) -> None:
    if "\0" in value:
        raise NotCanonical("", "U+0000 in a string")
    if value.isascii():
        return
    if _SURROGATE.search(value):
        raise NotCanonical("", "lone surrogate in a string")
    if not is_normalized("NFC", value):
        raise NotCanonical("", "string is not in NFC")


def _check_array(value: list[Any], depth: int) -> None:
    if not depth:
        raise NotCanonical("", "nested too deeply")
    for index, item in enumerate(value):
        try:
            _CHECKS.get(type(item), _refuse)(item, depth - 1)
        except NotCanonical as refusal:
            raise refusal.under(f"[{index}]") from None


def _check_object(value: dict[Any, Any], depth: int) -> None:
    if not depth:
        raise NotCanonical("", "nested too deeply")
    for key, item in value.items():
        _check_key(key)
        try:
            _CHECKS.get(type(item), _refuse)(item, depth - 1)
        except NotCanonical as refusal:
            raise refusal.under(key) from None


@lru_cache(maxsize=4096)
def _check_key(key: object) -> None:
    if type(key) is not str or not _KEY.fullmatch(key):
        raise NotCanonical("", f"key {key!r} is not of [a-z0-9_]+")


_CHECKS: dict[type, Callable[[Any, int], None]] = {
    dict: _check_object,
    list: _check_array,
    str: _check_string,
    int: _check_integer,
    bool: _accept,
    type(None): _accept,
}
