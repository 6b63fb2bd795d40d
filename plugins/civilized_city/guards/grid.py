"""Areas and indicators that can be chosen; no code twice."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import Source, constant, field
from houqin.plugins.civilized_city.grid_area import GridArea
from houqin.plugins.civilized_city.indicator import Indicator

areas = Register(
    "civilized_city.areas", GridArea, ["code", "name", "kind", "unit", "person"]
)
areas.keep(GridArea.Registered, "code", "name", "kind")
areas.keep(GridArea.Assigned, "unit", "person")
areas.on(GridArea.Released, person=constant(None))

area_codes = Claims(
    "civilized_city.area_codes", [GridArea], "网格编号", released=["closed"],
    field="code",
)  # fmt: skip
area_codes.on(GridArea.Registered, value=field("code"))

indicators = Register("civilized_city.indicators", Indicator, ["edition", "code"])
indicators.keep(Indicator.Listed, "edition", "code")

#: A code is unique within its edition.
_coded = Source(
    "edition and code",
    lambda event: f"{event.payload['edition']} {event.payload['code']}",
)
indicator_codes = Claims(
    "civilized_city.indicator_codes", [Indicator], "指标编号", field="code"
)
indicator_codes.on(Indicator.Listed, value=_coded)

ALL = (areas, area_codes, indicators, indicator_codes)
