"""Which cars stand in a garage, and the numbers of repair orders."""

from __future__ import annotations

from houqin.core.model.intervals import Bookings
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.repair_order import RepairOrder

repair_serials = Serials("vehicles.repair_serials", RepairOrder, "修")
repair_serials.on(RepairOrder.Requested, serial=field("serial"))

repairs = Bookings("vehicles.repairs", RepairOrder, "vehicle", "车辆")
repairs.move(RepairOrder.Requested)
repairs.begin(RepairOrder.Sent)
repairs.end(RepairOrder.Accepted)

ALL = (repair_serials, repairs)
