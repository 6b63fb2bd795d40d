"""Numbers of applications, and those that can be chosen."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.buildings.room_allocation import SERIAL, RoomAllocation

allocation_serials = Serials("buildings.allocation_serials", RoomAllocation, SERIAL)
allocation_serials.on(RoomAllocation.Requested, serial=field("serial"))

allocations = Register("buildings.allocations", RoomAllocation, ["serial", "unit"])
allocations.keep(RoomAllocation.Requested, "serial", "unit")

ALL = (allocation_serials, allocations)
