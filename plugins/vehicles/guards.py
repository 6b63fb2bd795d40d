"""What the rules of this domain read: cars and drivers taken, plates, odometers."""

from __future__ import annotations

from houqin.core.model.guards import Claims, Register
from houqin.core.model.intervals import Bookings
from houqin.core.model.numbers import Serials, Series
from houqin.core.projection.sources import field, stream
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.fleet import Driver, Vehicle
from houqin.plugins.vehicles.vehicle_request import VehicleRequest

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

request_register = Register(
    "vehicles.request_register", VehicleRequest, ["serial", "unit", "purpose"]
)
request_register.keep(VehicleRequest.Requested, "serial", "unit", "purpose")
request_register.keep(VehicleRequest.Revised, "purpose")

request_serials = Serials("vehicles.request_serials", VehicleRequest, "申")
request_serials.on(VehicleRequest.Requested, serial=field("serial"))

trip_serials = Serials("vehicles.trip_serials", Trip, "派")
trip_serials.on(Trip.Dispatched, serial=field("serial"))


def _bookings(name: str, resource: str, what: str) -> Bookings:
    """A plan from dispatch, a fact from departure to return."""
    booked = Bookings(name, Trip, resource, what)
    booked.plan(Trip.Dispatched, "planned_start", "planned_end")
    booked.move(Trip.Reassigned)
    booked.begin(Trip.Departed)
    booked.end(Trip.Returned)
    booked.free(Trip.Cancelled)
    return booked


cars = _bookings("vehicles.cars", "vehicle", "车辆")
drivers = _bookings("vehicles.drivers", "driver", "驾驶员")

odometers = Series("vehicles.odometers", [Vehicle, Trip], "里程", "公里")
odometers.on(Vehicle.Registered, resource=stream, value=field("odometer"))
odometers.on(Trip.Dispatched, resource=field("vehicle"))
odometers.on(Trip.Reassigned, resource=field("vehicle"))
odometers.on(Trip.Departed, value=field("odometer"))
odometers.on(Trip.Returned, value=field("odometer"))

ALL = (
    plates,
    fleet,
    crew,
    driver_people,
    request_register,
    request_serials,
    trip_serials,
    cars,
    drivers,
    odometers,
)
