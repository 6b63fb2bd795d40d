"""Each unit's approved area, and that there is only one."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.buildings.quota import UnitQuota


class OneQuota(Claims):
    """A unit has one approved area."""

    def refusal(self, _value: str) -> str:
        """The unit's id tells nobody anything."""
        return "该单位的核定面积已经登记过，请用调整"


one_quota = OneQuota("buildings.one_quota", [UnitQuota], "核定面积", field="unit")
one_quota.on(UnitQuota.Set, value=field("unit"))

quotas = Register("buildings.quotas", UnitQuota, ["unit", "approved_area"])
quotas.keep(UnitQuota.Set, "unit", "approved_area")
quotas.keep(UnitQuota.Changed, "approved_area")

ALL = (one_quota, quotas)
