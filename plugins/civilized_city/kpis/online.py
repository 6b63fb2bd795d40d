"""网报按时率, 采用率."""

from __future__ import annotations

from houqin.core.projection.kpi import Equals, Given, count, ratio
from houqin.plugins.civilized_city.ledgers.online import online_items

_ONLINE = "网报材料台账"
_BY = ("unit", "person", "table")

due = count(
    "civilized_city.online_due", "应报网报材料", over=online_items, at="deadline",
    unit="项", dimensions=_BY, order=1010, source=_ONLINE,
    meaning="提交时限在统计期内的网报材料项数，作废的不计。",
)  # fmt: skip
filed = count(
    "civilized_city.online_filed", "已报网报材料", over=online_items, at="deadline",
    unit="项", where=(Given("filed_at"),), dimensions=_BY, order=1020, source=_ONLINE,
    meaning="应报网报材料中已在网报平台提交的项数。",
)  # fmt: skip
in_time = count(
    "civilized_city.online_in_time", "按时网报材料", over=online_items, at="deadline",
    unit="项", where=(Equals("in_time", ("yes",)),), dimensions=_BY, order=1030,
    source=_ONLINE, meaning="应报网报材料中首次提交不晚于时限的项数。",
)  # fmt: skip
rate = ratio(
    "civilized_city.online_rate", "网报按时率",
    of=("civilized_city.online_in_time", "civilized_city.online_due"), unit="%",
    percent=True, scale=1, order=1000, source=_ONLINE,
    meaning="按时网报材料÷应报网报材料。",
)  # fmt: skip
late = count(
    "civilized_city.online_late", "未按时网报材料", over=online_items, at="deadline",
    unit="项", where=(Given("outstanding"),), dimensions=_BY, order=1035,
    source=_ONLINE, meaning="应报网报材料中没有提交，或者首次提交晚于时限的项数。",
)  # fmt: skip
adopted = count(
    "civilized_city.online_adopted", "采用网报材料", over=online_items, at="deadline",
    unit="项", where=(Equals("state", ("adopted",)),), dimensions=_BY, order=1040,
    source=_ONLINE, meaning="应报网报材料中上级采用的项数。",
)  # fmt: skip
adoption = ratio(
    "civilized_city.adoption_rate", "网报采用率",
    of=("civilized_city.online_adopted", "civilized_city.online_filed"), unit="%",
    percent=True, scale=1, order=1005, source=_ONLINE,
    meaning="采用网报材料÷已报网报材料。",
)  # fmt: skip

ALL = (due, filed, in_time, rate, late, adopted, adoption)
