from __future__ import annotations

import pytest

from houqin.core.schema.masks import masked


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        ("phone", "13812340000", "138****0000"),
        ("phone", "0771-5678901", "077*****8901"),
        ("phone", "5678901", "****901"),
        ("phone", "1", "*"),
        ("tail", "450123199001011234", "450*************34"),
        ("tail", "E123456", "*****56"),
        ("tail", "12", "*2"),
        ("all", "广西某县某路1号", "****"),
        ("all", "短", "****"),
        ("", "没有声明的不显示", "****"),
        ("none", "欧阳一鸣", "欧阳一鸣"),
        ("phone", "", ""),
        ("all", "", ""),
    ],
)
def test_a_field_shows_what_its_mask_lets_through(
    mask: str, text: str, shown: str
) -> None:
    assert masked(mask, text) == shown


@pytest.mark.parametrize("mask", ["phone", "tail"])
def test_of_a_short_value_never_more_than_half_is_shown(mask: str) -> None:
    for length in range(1, 11):
        shown = masked(mask, "123456789012"[:length])
        hidden = shown.count("*")
        assert len(shown) == length
        assert hidden >= length / 2 or length == 10
