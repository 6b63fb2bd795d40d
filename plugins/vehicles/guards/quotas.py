"""Each unit's quota of a category, and that there is only one."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import Source
from houqin.plugins.vehicles.fields import Category
from houqin.plugins.vehicles.quota import Quota

quotas = Register("vehicles.quotas", Quota, ["unit", "category", "number"])
quotas.keep(Quota.Approved, "unit", "category", "number")
quotas.keep(Quota.Changed, "number")


class OneQuota(Claims):
    """A unit has one quota in a category."""

    def called(self, value: str) -> str:
        """Name the category; the unit's id tells nobody anything."""
        return f"该单位{Category(value.partition(' ')[0]).title}"


one_quota = OneQuota("vehicles.one_quota", [Quota], "编制")
one_quota.on(
    Quota.Approved,
    value=Source(
        "category and unit", lambda e: f"{e.payload['category']} {e.payload['unit']}"
    ),
)

ALL = (quotas, one_quota)
