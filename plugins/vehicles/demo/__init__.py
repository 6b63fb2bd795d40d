"""The demonstration county's year of official cars: a plan and its loading.

`plan_year()` derives every request and trip of 2023 from `year.json`, the same on
every machine; `load()` issues them through the commands a person uses.
"""

from __future__ import annotations

from .accounts import ACCOUNTS, PASSWORD, Account
from .identities import SITE
from .load import LOADED_AT, OPENS_AT, TITLE, load
from .plan import plan_year

__all__ = [
    "ACCOUNTS",
    "LOADED_AT",
    "OPENS_AT",
    "PASSWORD",
    "SITE",
    "TITLE",
    "Account",
    "load",
    "plan_year",
]
