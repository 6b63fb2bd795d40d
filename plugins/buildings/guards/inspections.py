"""Numbers of inspections."""

from __future__ import annotations

from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.buildings.inspecting import SERIALS
from houqin.plugins.buildings.inspection import Inspection

serials = Serials(SERIALS, Inspection, "巡")
serials.on(Inspection.Planned, serial=field("serial"))

ALL = (serials,)
