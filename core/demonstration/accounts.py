"""Who can log in to the demonstration: one known password for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .parts import Part

PASSWORD = "houqin-2023"  # noqa: S105 - shown on purpose by `houqin demo`


class Account(NamedTuple):
    """A login, whose it is, and what the post is called on pages."""

    login: str
    person: str
    title: str


#: The order people meet the posts in: the centre's own, then units, then auditors.
FIRST = (
    Account("admin", "administrator", "系统管理员"),
    Account("director", "director", "主任"),
)
LAST = (
    Account("clerk", "clerk/县政府办公室", "单位经办人"),
    Account("reviewer", "reviewer/县政府办公室", "单位审批人"),
    Account("auditor", "auditor", "审计人员"),
    Account("overseer", "overseer", "审计管理员"),
)


def accounts_of(parts: Iterable[Part]) -> tuple[Account, ...]:
    """Every account of a county that has these parts."""
    return (*FIRST, *(one for part in parts for one in part.ACCOUNTS), *LAST)
