"""One function says every number of a work summary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houqin.core.schema.number_styles import floored, in_chinese, is_style, styled

DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}
counts = st.integers(0, 10**9)


def read(text: str) -> int:
    """Read a Chinese numeral as a person does, word by word."""
    whole = group = digit = 0
    for word in text:
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in UNITS:
            group += (digit or 1) * UNITS[word]
            digit = 0
        else:
            size = GROUPS[word]
            whole = (
                (whole + group + digit) * size
                if size > whole > 0
                else whole + (group + digit) * size
            )
            group = digit = 0
    return whole + group + digit


@pytest.mark.parametrize(
    ("value", "style", "said"),
    [
        (225, "", "225"),
        (4584, "余", "4584余"),
        (3728, "多", "3700多"),
        (3727, "多", "3700多"),
        (3700, "多", "3700"),
        (213, "百余", "200余"),
        (612, "中余", "六百余"),
        (600, "中余", "六百"),
        (64, "多", "60多"),
        (7, "多", "7"),
        (0, "多", "0"),
        (0, "余", "0"),
        (0, "中余", "零"),
        (612, "中", "六百一十二"),
        (231_249, "万", "23.1万"),
        (231_249, "万2", "23.12万"),
        (230_000, "万", "23万"),
        (99_999, "万", "10万"),
        (100_000, "万0", "10万"),
        (9_999, "万", "9999"),
    ],
)
def test_the_field_s_own_ways_of_saying_a_number(
    value: int, style: str, said: str
) -> None:
    assert styled(value, 0, style) == said


def test_a_percentage_keeps_the_decimals_that_say_something() -> None:
    assert styled(273, 1, "%") == "27.3%"
    assert styled(1000, 1, "%") == "100%"
    assert styled(-50, 1, "%") == "-5%"


def test_a_change_is_said_by_where_it_goes() -> None:
    said = [styled(value, 1, "同比") for value in (-50, 0, 123)]
    assert said == ["下降5%", "持平", "增长12.3%"]


def test_money_is_said_in_ten_thousands_of_yuan() -> None:
    assert styled(581_400_000, 2, "万") == "581.4万"
    assert styled(1_234_50, 2, "") == "1234.50"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (10, "十"), (15, "十五"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (2034, "二千零三十四"), (10_500, "一万零五百"), (100_010, "十万零一十"),
        (12_345, "一万二千三百四十五"), (100_000_001, "一亿零一"),
    ],
)  # fmt: skip
def test_chinese_numerals_are_written_as_people_read_them(
    value: int, said: str
) -> None:
    assert in_chinese(value) == said


@given(counts)
def test_a_chinese_numeral_reads_back_as_the_number(value: int) -> None:
    assert read(in_chinese(value)) == value


@given(counts)
def test_no_two_numerals_are_doubled_and_none_ends_in_nothing(value: int) -> None:
    said = in_chinese(value)
    assert "零零" not in said
    assert value == 0 or not said.endswith("零")


@given(counts, st.sampled_from(["多", "百余"]))
def test_a_rounded_figure_is_never_more_than_was_counted(
    value: int, style: str
) -> None:
    said = styled(value, 0, style)
    shown = int(said.rstrip("多余"))
    assert shown <= value < shown + 100
    assert (said[-1] in "多余") == (shown < value)


@given(counts)
def test_chinese_and_digits_are_rounded_alike(value: int) -> None:
    chinese, digits = styled(value, 0, "中余"), styled(value, 0, "百余")
    assert read(chinese.rstrip("余")) == int(digits.rstrip("余")) == floored(value)


@given(counts, st.integers(1, 3))
def test_ten_thousands_are_right_to_half_of_their_last_place(
    value: int, decimals: int
) -> None:
    said = styled(value, 0, f"万{decimals}")
    if said.endswith("万"):
        assert (
            abs(float(said[:-1]) * 10_000 - value) <= 10_000 / 10**decimals / 2 + 1e-3
        )
    else:
        assert int(said) == value < 10_000


def test_what_is_no_style_is_refused() -> None:
    assert not is_style("约")
    with pytest.raises(ValueError, match="no number style"):
        styled(1, 0, "约")
    with pytest.raises(ValueError, match="cannot be said"):
        styled(-1, 0, "多")
    with pytest.raises(ValueError, match="not written"):
        in_chinese(-1)
    with pytest.raises(ValueError, match="whole numbers"):
        styled(15, 1, "中")
