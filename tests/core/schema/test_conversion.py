"""What people type becomes exact values, and comes back as they typed it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houqin.core.schema import types
from houqin.core.schema.conversion import NotConvertible, convert, shown
from houqin.core.schema.form import FieldSpec

SHANGHAI = ZoneInfo("Asia/Shanghai")


def spec(kind: types.FieldType) -> FieldSpec:
    return FieldSpec("amount", "金额", kind, required=True)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12.34", 1234),
        ("12", 1200),
        (" 1,234.5 ", 123450),
        ("１２．３４", 1234),
        ("0.01", 1),
        ("-3", -300),
        (".5", 50),
    ],
)
def test_yuan_become_fen_exactly(typed: str, fen: int) -> None:
    assert convert(spec(types.money()), typed, SHANGHAI) == fen


@pytest.mark.parametrize(
    "typed", ["12.345", "abc", "1e3", "--5", "1.2.3", "∞", "9" * 40, "٣", "\x00", "."]
)
def test_what_is_no_amount_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(NotConvertible, match="金额"):
        convert(spec(types.money()), typed, SHANGHAI)


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_a_quantity_shown_and_typed_again_is_the_same(value: int, scale: int) -> None:
    quantity = spec(types.quantity("升", scale))
    assert convert(quantity, shown(quantity, value, SHANGHAI), SHANGHAI) == value


@pytest.mark.parametrize(
    "typed", ["2023-03-05", "2023/3/5", "2023年3月5日", "２０２３-03-05", "2023.3.5"]
)
def test_a_date_may_be_typed_in_the_usual_ways(typed: str) -> None:
    assert convert(spec(types.day()), typed, SHANGHAI) == "2023-03-05"


@pytest.mark.parametrize(
    "typed", ["2023-02-30", "5.3", "昨天", "0001-01-01", "9999-12-31", "2023-1-1-1"]
)
def test_a_date_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(NotConvertible, match="金额"):
        convert(spec(types.day()), typed, SHANGHAI)


@pytest.mark.parametrize("typed", ["2023-03-05T08:30", "2023/3/5 8:30"])
def test_local_time_becomes_an_instant(typed: str) -> None:
    moment = convert(spec(types.instant()), typed, SHANGHAI)
    assert moment == "2023-03-05T00:30:00.000000Z"
    assert shown(spec(types.instant()), moment, SHANGHAI) == "2023-03-05T08:30"


@pytest.mark.parametrize(
    "typed", ["2023-03-05", "2023-03-05T25:00", "T08:30", "2023-13-05T08:30", "x y"]
)
def test_a_time_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(NotConvertible):
        convert(spec(types.instant()), typed, SHANGHAI)


def test_microseconds_are_shown_as_local_time() -> None:
    assert shown(spec(types.instant()), 1_677_976_200_000_000, SHANGHAI) == (
        "2023-03-05T08:30"
    )


def test_yes_and_no_are_the_only_answers() -> None:
    yes = spec(types.boolean())
    assert convert(yes, "true", SHANGHAI) is True
    assert shown(yes, value=False, zone=SHANGHAI) == "false"
    with pytest.raises(NotConvertible):
        convert(yes, "maybe", SHANGHAI)


def test_lines_of_text_end_alike_everywhere() -> None:
    assert convert(spec(types.long_text()), "一\r\n二", SHANGHAI) == "一\n二"


def test_nothing_is_shown_for_nothing() -> None:
    assert shown(spec(types.money()), None, SHANGHAI) == ""
