"""The demonstration county's office rooms: an estate, its papers and two rounds.

The same on every machine; the acts are the commands people give.
"""

from __future__ import annotations

from houqin.core.demonstration.accounts import Account

from .load import acts, files, people

ACCOUNTS = (Account("keeper", "keeper/rooms", "资产与用房管理员"),)

__all__ = ["ACCOUNTS", "acts", "files", "people"]
