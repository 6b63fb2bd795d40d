from __future__ import annotations

import enum
import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houqin.events.canonical import DEEPEST, LARGEST, NotCanonical, decode, encode

keys = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
strings = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0")
).map(lambda text: unicodedata.normalize("NFC", text))
integers = st.integers(-LARGEST, LARGEST)
values = st.recursive(
    st.none() | st.booleans() | integers | strings,
    lambda inner: st.lists(inner) | st.dictionaries(keys, inner),
    max_leaves=20,
)


class Colour(enum.StrEnum):
    RED = "red"


@given(values)
def test_what_is_encoded_is_decoded_again(value: Any) -> None:
    assert decode(encode(value)) == value


@given(values)
def test_bytes_are_those_of_pythons_json_sorted_without_spaces(value: Any) -> None:
    theirs = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert encode(value) == theirs.encode()


@given(st.dictionaries(keys, values, min_size=2))
def test_the_order_of_insertion_is_not_seen(value: dict[str, Any]) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


@given(st.binary())
def test_any_bytes_are_canonical_or_refused(text: bytes) -> None:
    try:
        value = decode(text)
    except NotCanonical:
        return
    assert encode(value) == text


@pytest.mark.parametrize(
    ("value", "path", "why"),
    [
        (1.0, "", "float"),
        ({"a": float("nan")}, "a", "float"),
        (LARGEST + 1, "", "2^53-1"),
        ([-LARGEST - 1], "[0]", "2^53-1"),
        ("a\0", "", "U+0000"),
        ("e\u0301", "", "NFC"),
        ({"note": "\ud800"}, "note", "surrogate"),
        ({"lines": [{"amount": 1}, {"amount": 1.5}]}, "lines[1].amount", "float"),
        ([[1, [2.5]]], "[0][1][0]", "float"),
        ((1, 2), "", "tuple"),
        (b"bytes", "", "bytes"),
        (Colour.RED, "", "Colour"),
        ({"A": 1}, "", "[a-z0-9_]+"),
        ({"": 1}, "", "[a-z0-9_]+"),
        ({"a\n": 1}, "", "[a-z0-9_]+"),
        ({1: 1}, "", "[a-z0-9_]+"),
        ({"a": {"键": 1}}, "a", "[a-z0-9_]+"),
    ],
)
def test_refusals_name_the_place_and_the_reason(
    value: Any, path: str, why: str
) -> None:
    with pytest.raises(NotCanonical) as caught:
        encode(value)
    assert caught.value.path == path
    assert why in caught.value.why


@pytest.mark.parametrize("opening", ["array", "object"])
def test_nesting_has_a_limit_of_its_own(opening: str) -> None:
    def nest(levels: int) -> Any:
        value: Any = 0
        for _ in range(levels):
            value = [value] if opening == "array" else {"a": value}
        return value

    assert decode(encode(nest(DEEPEST))) == nest(DEEPEST)
    with pytest.raises(NotCanonical, match="nested too deeply"):
        encode(nest(DEEPEST + 1))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b" 1",
        b"1 ",
        b"01",
        b"-0",
        b"1.0",
        b"1e3",
        b"9007199254740992",
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'"\\u0041"',
        b'"\\/"',
        b'"\xff"',
        b'"e\xcc\x81"',
        b'"\\u0000"',
        b'"\\ud800"',
        b"[" * 100_000,
        b"nul",
    ],
)
def test_bytes_that_say_it_otherwise_are_refused(text: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(text)


def test_escapes_are_the_shortest() -> None:
    text = encode('"\\\b\t\n\f\r\x1f\x7f/é\u2028')
    assert text == '"\\"\\\\\\b\\t\\n\\f\\r\\u001f\x7f/é\u2028"'.encode()
