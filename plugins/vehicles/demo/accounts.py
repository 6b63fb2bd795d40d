"""Who can log in to the demonstration: one known password for all of them."""

from __future__ import annotations

from typing import NamedTuple

PASSWORD = "houqin-2023"  # noqa: S105 - shown on purpose by `houqin demo`


class Account(NamedTuple):
    """A login, whose it is, and what the post is called on pages."""

    login: str
    person: str
    title: str


ACCOUNTS = (
    Account("admin", "administrator", "系统管理员"),
    Account("director", "director", "主任"),
    Account("dispatcher", "dispatcher/0", "车辆调度员"),
    Account("dispatcher2", "dispatcher/1", "车辆调度员"),
    Account("driver", "driver/梁春生", "驾驶员"),
    Account("clerk", "clerk/县政府办公室", "单位经办人"),
    Account("reviewer", "reviewer/县政府办公室", "单位审批人"),
    Account("auditor", "auditor", "审计人员"),
    Account("overseer", "overseer", "审计管理员"),
)
LOGIN_OF = {account.person: account.login for account in ACCOUNTS}
