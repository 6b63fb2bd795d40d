"""Carriers and points that can be chosen, and the numbers of what is recorded."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.waste_sorting.bin_point import BinPoint
from houqin.plugins.waste_sorting.carrier import Carrier
from houqin.plugins.waste_sorting.collection import Collection

points = Register("waste_sorting.points", BinPoint, ["unit", "department", "name"])
points.keep(BinPoint.Set, "unit", "department", "name")

_LICENCE = ("licence", "licensed_until")
carriers = Register("waste_sorting.carriers", Carrier, ["name", *_LICENCE])
carriers.keep(Carrier.Registered, "name", *_LICENCE)
carriers.keep(Carrier.Renewed, *_LICENCE)
carrier_names = Claims(
    "waste_sorting.carrier_names", [Carrier], "收运单位", released=["ended"],
    field="name",
)  # fmt: skip
carrier_names.on(Carrier.Registered, value=field("name"))

collection_serials = Serials("waste_sorting.collection_serials", Collection, "清")
for opened in (
    Collection.Weighed, Collection.Reported, Collection.HazardousHandedOver,
):  # fmt: skip
    collection_serials.on(opened, serial=field("serial"))

ALL = (points, carriers, carrier_names, collection_serials)
