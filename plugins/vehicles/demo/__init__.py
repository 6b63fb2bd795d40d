"""The demonstration county's year of official cars: a plan and its acts.

`plan_year()` derives every request and trip of 2023 from `year.json`, the same on
every machine; `acts()` are the commands a person uses.
"""

from __future__ import annotations

from houqin.core.demonstration.accounts import Account

from .load import acts, people
from .plan import plan_year

ACCOUNTS = (
    Account("dispatcher", "dispatcher/0", "车辆调度员"),
    Account("dispatcher2", "dispatcher/1", "车辆调度员"),
    Account("driver", "driver/梁春生", "驾驶员"),
)

__all__ = ["ACCOUNTS", "acts", "people", "plan_year"]
