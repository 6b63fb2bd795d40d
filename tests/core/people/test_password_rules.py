"""What a password must be."""

from __future__ import annotations

import pytest

from houqin.core.people.password_rules import RULE, weakness

NAMES = ("zhanghua", "10023", "张华", None)


@pytest.mark.parametrize(
    "password",
    [
        "houqin-2023",
        "houqin-test-1",
        "Correct9horse",
        "correct horse battery",
        "天气真好2024!ok",
        "1234567890abcdef",
    ],
)
def test_a_good_password_is_taken(password: str) -> None:
    assert weakness(password, NAMES) == ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", RULE),
        ("Ab1!", RULE),
        ("abcdefghij", RULE),
        ("abcdefghij123", RULE),
        ("123456789012345", RULE),
        ("Zhanghua-2024", "不能包含登录名、工号或姓名"),
        ("xX-10023-yY", "不能包含登录名、工号或姓名"),
        ("我是张华abc-1234", "不能包含登录名、工号或姓名"),
        ("Password123!", "太常见"),
        ("Admin@123456", "太常见"),
        ("1qaz2wsx#EDC", ""),
        ("Aa@1234567890", "太常见"),
        ("aaaaaaaaaaaaaaaa", "太常见"),
        ("1qaz@WSX3edc", "太常见"),
    ],
)
def test_a_weak_password_is_refused_with_one_sentence(password: str, said: str) -> None:
    assert said in weakness(password, NAMES)


def test_the_rule_names_its_numbers() -> None:
    assert "10个字符" in RULE
    assert "16个字符" in RULE
