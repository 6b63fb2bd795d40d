"""The demonstration county's year of 文明创建, through the commands people use."""

from __future__ import annotations

from houqin.core.demonstration.accounts import Account

from .load import acts, people

ACCOUNTS = (
    Account("grid", "grid/officer", "创城网格员"),
    Account("mender", "grid/0", "网格责任人"),
)

__all__ = ["ACCOUNTS", "acts", "people"]
