"""The demonstration county's year of waste sorting: 138 units, their supervisors.

`plan_year()` derives who does what when from `year.json`, the same on every machine;
`acts()` are the commands a person uses.
"""

from __future__ import annotations

from houqin.core.demonstration.accounts import Account

from .load import acts, people
from .texts import OFFICER

ACCOUNTS = (Account("sorting", OFFICER, "垃圾分类专管员"),)

__all__ = ["ACCOUNTS", "acts", "people"]
