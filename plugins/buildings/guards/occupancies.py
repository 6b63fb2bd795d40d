"""Who has which room, for the rules about second offices and about leaving."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.core.projection.sources import field
from houqin.plugins.buildings.occupancy import Occupancy

occupancies = Register(
    "buildings.occupancies", Occupancy, ["person", "room", "rank", "place"]
)
occupancies.keep(Occupancy.Began, "person", "room", "rank", "place")
occupancies.on(Occupancy.RankChanged, rank=field("rank"))

ALL = (occupancies,)
