"""The numbers of applications, and those that can be chosen."""

from __future__ import annotations

from houqin.core.model.guards import Register
from houqin.core.model.numbers import Serials
from houqin.core.projection.sources import field
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

request_register = Register(
    "vehicles.request_register", VehicleRequest, ["serial", "unit", "purpose"]
)
request_register.keep(VehicleRequest.Requested, "serial", "unit", "purpose")
request_register.keep(VehicleRequest.Revised, "purpose")

request_serials = Serials("vehicles.request_serials", VehicleRequest, "申")
request_serials.on(VehicleRequest.Requested, serial=field("serial"))

ALL = (request_register, request_serials)
