"""Plates, and the cars and drivers that can be chosen."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.fleet import Driver, Vehicle

plates = Claims("vehicles.plates", [Vehicle], "号牌", released=["disposed"])
plates.on(Vehicle.Registered, value=field("plate"))
plates.on(Vehicle.Updated, value=field("plate"))

fleet = Register(
    "vehicles.fleet", Vehicle, ["plate", "energy", "seats", "category", "model"]
)
fleet.keep(Vehicle.Registered, "plate", "energy", "seats", "category", "model")
fleet.keep(Vehicle.Updated, "plate", "seats", "category", "model")

crew = Register("vehicles.crew", Driver, ["person", "licence"])
crew.keep(Driver.Registered, "person", "licence")

driver_people = Claims("vehicles.driver_people", [Driver], "驾驶员")
driver_people.on(Driver.Registered, value=field("person"))

ALL = (plates, fleet, crew, driver_people)
