"""入户户数, 问卷份数, 清理次数."""

from __future__ import annotations

from houqin.core.projection.kpi import count, total
from houqin.plugins.civilized_city.ledgers.visits import (
    cleanups,
    households,
    questionnaires,
)

visited = total(
    "civilized_city.households", "入户户数", over=households, column="households",
    at="visited_at", unit="户", dimensions=("area",), order=810,
    source="入户与问卷台账", meaning="入户宣传的户数之和，按入户日计入，作废的不计。",
)  # fmt: skip
collected = total(
    "civilized_city.questionnaires", "问卷份数", over=questionnaires,
    column="questionnaires", at="collected_at", unit="份", dimensions=("area",),
    order=820, source="问卷回收台账", meaning="回收的问卷份数之和，按回收日计入。",
)  # fmt: skip
cleaned = count(
    "civilized_city.cleanups", "清理次数", over=cleanups, at="done_at", unit="次",
    dimensions=("area",), order=830, source="清理整治台账",
    meaning="清理整治的次数，按清理日计入，作废的不计。",
)  # fmt: skip

ALL = (visited, collected, cleaned)
