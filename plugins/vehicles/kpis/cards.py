"""油卡 and ETC."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, count, level, total
from houqin.plugins.vehicles.ledgers.cards import (
    card_entries,
    etc_entries,
    fuel_cards,
    reconciliations,
)

_ENTRIES, _ACCOUNTS = "油卡充值加油明细", "油卡对账台账"

card_spent = total(
    "vehicles.card_spent", "油卡加油金额", over=card_entries, column="amount",
    at="paid_on",
    unit="元", scale=2, dimensions=("vehicle", "card"), order=510, source=_ENTRIES,
    meaning="用油卡加油、充电的金额之和，按票据日期计入。",
)  # fmt: skip
card_volume = total(
    "vehicles.card_volume", "油卡加油量", over=card_entries, column="volume",
    at="paid_on",
    unit="升", scale=2, where=(Equals("kind", ("fuel",)),),
    dimensions=("vehicle", "card"), order=520, source=_ENTRIES,
    meaning="用油卡加油的升数之和，按票据日期计入，充电不计。",
)  # fmt: skip
card_gap = total(
    "vehicles.card_gap", "油卡对账差额", over=reconciliations, column="gap", at="at",
    unit="元", scale=2, dimensions=("month", "card"), order=530, source=_ACCOUNTS,
    meaning="油品公司清单金额减本单位登记金额之和，按对账日计入；正数为清单多于登记。",
)  # fmt: skip
cards_in_use = level(
    "vehicles.cards_in_use", "在用油卡", over=fuel_cards, unit="张",
    where=(Equals("state", ("active",)),), order=540, source="油卡台账",
    meaning="截止日启用的主卡和副卡数。",
)  # fmt: skip
cards_lost = count(
    "vehicles.cards_lost", "挂失油卡", over=fuel_cards, at="lost_at", unit="张",
    order=550, source="油卡台账", meaning="挂失的油卡数，按挂失日计入。",
)  # fmt: skip
etc_paid = total(
    "vehicles.etc_paid", "ETC充值金额", over=etc_entries, column="amount", at="at",
    unit="元", scale=2, dimensions=("vehicle",), order=560, source="ETC充值明细",
    meaning="ETC卡充值金额之和，按充值日计入。",
)  # fmt: skip

ALL = (card_spent, card_volume, card_gap, cards_in_use, cards_lost, etc_paid)
