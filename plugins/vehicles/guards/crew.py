"""Drivers that can be chosen; one record a person."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.fleet import Driver
from houqin.plugins.vehicles.guards.duties import AWAY, BACK

crew = Register("vehicles.crew", Driver, ["person", "licence", "kind", *AWAY])
crew.keep(Driver.Registered, "person", "licence", "kind")
crew.keep(Driver.LicenceChanged, "licence")
crew.on(Driver.Detached, **AWAY)
crew.on(Driver.Released, **BACK)

driver_people = Claims("vehicles.driver_people", [Driver], "驾驶员")
driver_people.on(Driver.Registered, value=field("person"))

ALL = (crew, driver_people)
