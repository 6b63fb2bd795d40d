"""Columns share the page by what stands in them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from houqin.core.printing.fonts import chinese, missing
from houqin.core.printing.widths import ACROSS, breakable, ems, fit

texts = st.text(max_size=60)


@given(st.lists(texts, min_size=1, max_size=40), st.data())
def test_columns_fill_the_page_and_none_vanishes(
    heads: list[str], data: st.DataObject
) -> None:
    row = st.lists(texts, min_size=len(heads), max_size=len(heads))
    fitted = fit(heads, data.draw(st.lists(row, max_size=4)))
    assert abs(sum(fitted.widths) - ACROSS) < 0.01
    assert min(fitted.widths) > fitted.size
    assert 5.5 <= fitted.size <= 9


def test_a_longer_text_has_the_wider_column() -> None:
    fitted = fit(["单号", "事由"], [["1", "到青竹镇调研项目进度"], ["2", "开会"]])
    assert fitted.size == 9
    assert fitted.widths[1] > 2 * fitted.widths[0]


def test_type_shrinks_when_a_row_does_not_fit_in_one_line() -> None:
    row = ["到各乡镇调研项目进度并召开座谈会"] * 12
    assert fit(["事由"] * 12, [row]).size < 9


@given(texts)
def test_a_very_long_word_gets_places_to_break_and_loses_nothing(text: str) -> None:
    assert breakable(text).replace("\u200b", "") == text.replace("\u200b", "")


def test_a_word_is_broken_every_twelve_characters() -> None:
    assert breakable("W" * 30) == f"{'W' * 12}\u200b{'W' * 12}\u200b{'W' * 6}"
    assert breakable("2023-03-05 08:30") == "2023-03-05 08:30"


def test_chinese_is_as_wide_as_high() -> None:
    assert ems("公务") == 2
    assert ems("ab") < 1.5


def test_a_machine_without_chinese_type_is_told_which_package_brings_it() -> None:
    assert missing(frozenset({"DejaVu Sans"})).endswith(
        "apt-get install fonts-noto-cjk"
    )
    assert missing(frozenset({"SimSun"})) == ""
    assert chinese(frozenset({"SimSun", "Microsoft YaHei"})) == [
        "Microsoft YaHei",
        "SimSun",
    ]


def test_no_line_ends_inside_a_plate_or_a_serial_number() -> None:
    assert breakable("桂X·D00013") == "桂\u2060X·D00013"
    fitted = fit(["车号", "事由"], [[breakable("桂X·D00013"), "开会" * 60]])
    assert fitted.widths[0] > ems("桂X·D00013") * fitted.size
