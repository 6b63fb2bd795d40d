"""编制核定台账: the numbers and the documents they stand in."""

from __future__ import annotations

from houqin.core.projection.ledger import Column, Ledger
from houqin.core.projection.sources import occurred_at
from houqin.core.schema import types
from houqin.plugins.vehicles.fields import Category
from houqin.plugins.vehicles.quota import Quota

quotas = Ledger(
    "vehicles.quotas",
    "编制核定台账",
    per=Quota,
    columns=[
        Column(
            "unit", "使用单位", types.ref("core.Department"), filter=True, primary=True
        ),
        Column(
            "category", "编制类别", types.choice(Category), filter=True, primary=True
        ),
        Column(
            "number", "编制数", types.integer("辆"), total=True, latest=True,
            primary=True,
        ),
        Column("document", "核定文号", types.text(), filter=True, latest=True),
        Column("since", "核定时间", types.instant(), latest=True),
    ],
    title_column="unit",
    sort="unit",
)  # fmt: skip
quotas.on(Quota.Approved, "unit", "category", "number", "document", since=occurred_at)
quotas.on(Quota.Changed, "number", "document", since=occurred_at)

ALL = (quotas,)
