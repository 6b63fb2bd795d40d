"""Plates, and the cars that can be chosen."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.guards.duties import AWAY, BACK
from houqin.plugins.vehicles.point import Point

plates = Claims("vehicles.plates", [Vehicle], "号牌", released=["disposed"])
plates.on(Vehicle.Registered, value=field("plate"))
plates.on(Vehicle.Updated, value=field("plate"))

_CHANGING = (
    "plate", "seats", "category", "model", "unit", "endurance", "cost_per_km",
)  # fmt: skip
_LASTING = ("energy", "registered_on", "insured_until", "inspected_until")
fleet = Register("vehicles.fleet", Vehicle, [*_CHANGING, *_LASTING, *AWAY])
fleet.keep(Vehicle.Registered, *_CHANGING, *_LASTING)
fleet.keep(Vehicle.Updated, *_CHANGING)
fleet.keep(Vehicle.InsuranceBought, "insured_until")
fleet.keep(Vehicle.InspectionPassed, "inspected_until")
fleet.on(Vehicle.Detached, **AWAY)
fleet.on(Vehicle.Released, **BACK)

points = Register("vehicles.points", Point, ["name", "kind"])
points.keep(Point.Registered, "name", "kind")

ALL = (plates, fleet, points)
