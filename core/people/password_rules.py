"""What a password must be, said in one sentence to whoever types another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.schema.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST, SHORTEST_OF_ANY = 10, 16
KINDS = 3
#: Shorter parts of a name stand in too many words.
_SHORTEST_PART = 2
RULE = (
    f"密码至少{SHORTEST}个字符，并包含大写字母、小写字母、数字、符号中的三种；"
    f"或者至少{SHORTEST_OF_ANY}个字符"
)
#: Beginnings that every guesser tries, digits and signs behind them or not.
_COMMON = (
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "admin", "administrator", "root",
    "qwerty", "qwertyuiop", "asdfgh", "asdfghjkl", "zxcvbn", "1qaz2wsx", "1q2w3e4r",
    "qazwsx", "qwer", "abcd", "abcdef", "abc", "aa", "woaini", "iloveyou", "welcome",
    "letmein", "test", "user", "mima", "guanli", "guanliyuan", "xitong",
    "jiguan", "zhengfu",
)  # fmt: skip
_COMMON_TAILS = (
    "", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678",
    "123456789", "1234567890", "0123456789", "2023", "2024", "2025", "2026", "888",
    "666", "888888", "666666", "111111", "000000", "321", "654321", "123123",
)  # fmt: skip
_SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_SIGNS = "!@#$%^&*()_+-=.,?~ "


def weakness(password: str, names: Iterable[str | None]) -> str:
    """What is wrong with a password, or nothing.

    :param names: login, number and name of whose password it is to be.
    """
    if not _long_enough(password):
        return RULE
    folded = password.casefold()
    for name in names:
        part = (name or "").casefold()
        if len(part) >= _SHORTEST_PART and part in folded:
            return "密码不能包含登录名、工号或姓名"
    if _is_common(folded):
        return "这个密码太常见，请换一个"
    return ""


def require_strong(password: str, names: Iterable[str | None]) -> None:
    """Refuse a weak password.

    :raises Refused: with what is wrong.
    """
    if said := weakness(password, names):
        raise Refused(said, "password")


def _long_enough(password: str) -> bool:
    if len(password) >= SHORTEST_OF_ANY:
        return True
    kinds = {_kind(character) for character in password}
    return len(password) >= SHORTEST and len(kinds) >= KINDS


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isascii() and character.isalpha():
        return "upper" if character.isupper() else "lower"
    return "sign"


def _is_common(folded: str) -> bool:
    """One character again and again, or a well-known beginning with a usual end."""
    plain = "".join(c for c in folded if c not in _SIGNS)
    # 1qaz@wsx: the sign is the 2 with the shift key held.
    keys = folded.translate(_SHIFTED)
    if len(set(folded)) <= KINDS:
        return True
    head = plain.rstrip("0123456789")
    usual = head in _COMMON and plain[len(head) :] in _COMMON_TAILS
    return usual or not _KEYS.isdisjoint({plain, keys})


#: Rows of the keyboard, with digits in between.
_KEYS = frozenset(
    {"1qaz2wsx", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1q2w3e4r", "1q2w3e4r5t",
     "1q2w3e4r5t6y", "qwertyuiop", "0123456789", "1234567890", "q1w2e3r4t5",
     "qwertyuiopasdfgh", "p@ssw0rd", "passw0rd"}
)  # fmt: skip
