"""Cars and drivers taken, and what odometers showed."""

from __future__ import annotations

from houqin.core.model.intervals import Bookings
from houqin.core.model.numbers import Restarts, Serials, Series
from houqin.core.projection.sources import field, stream
from houqin.plugins.vehicles.aggregates import Trip
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.repair_order import RepairOrder

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

odometer_changes = Restarts("vehicles.odometer_changes", [Vehicle])
odometer_changes.on(
    Vehicle.OdometerReplaced,
    resource=stream,
    was=field("old_reading"),
    now=field("new_reading"),
)
odometers = Series(
    "vehicles.odometers", [Vehicle, Trip, RepairOrder], "里程", "公里", odometer_changes
)
odometers.on(Vehicle.Registered, resource=stream, value=field("odometer"))
odometers.on(
    Vehicle.OdometerReplaced,
    resource=stream,
    last=field("old_reading"),
    value=field("new_reading"),
)
odometers.on(Trip.Dispatched, resource=field("vehicle"))
odometers.on(Trip.Reassigned, resource=field("vehicle"))
odometers.on(Trip.Departed, value=field("odometer"))
odometers.on(Trip.Returned, value=field("odometer"))
odometers.on(RepairOrder.Requested, resource=field("vehicle"))
odometers.on(RepairOrder.Accepted, value=field("reading"))

ALL = (trip_serials, cars, drivers, odometer_changes, odometers)
