"""封存 and 解封, for a holiday and many cars at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.model.command import command
from houqin.core.schema.errors import Refused
from houqin.core.schema.form import Form
from houqin.plugins.vehicles.fields import Reason
from houqin.plugins.vehicles.fleet import Vehicle
from houqin.plugins.vehicles.fleet_fields import (
    Occasion,
    SealedPlace,
    SealPhotos,
    Vehicles,
)
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.model.context import Context


class SealVehicles(Form):
    """节假日成批封存；封存期间不能派车，解封后恢复。"""

    vehicles: Vehicles
    occasion: Occasion
    place: SealedPlace
    photos: SealPhotos | None = None


class UnsealVehicles(Form):
    """成批解封，解封后即可派车。"""

    vehicles: Vehicles
    reason: Reason | None = None


@command(
    "vehicles.seal_vehicles", "封存车辆", permission=Right.DISPATCH, menu=True,
    event=Vehicle.Sealed, order=350,
)  # fmt: skip
def seal_vehicles(context: Context, form: SealVehicles) -> None:
    """Seal cars that stand, in one append."""
    out = context.bookings("vehicles.cars").taken(
        context.connection, context.occurred, context.occurred + 1
    )
    for vehicle in _each(context, form.vehicles, Vehicle.Sealed):
        if str(vehicle.id) in out:
            message = f"车辆{vehicle.plate}正在出车，回场后才能封存"
            raise Refused(message, "vehicles")
        vehicle.record(
            Vehicle.Sealed, occasion=form.occasion, place=form.place, photos=form.photos
        )


@command(
    "vehicles.unseal_vehicles", "解封车辆", permission=Right.DISPATCH, menu=True,
    event=Vehicle.Unsealed, order=360,
)  # fmt: skip
def unseal_vehicles(context: Context, form: UnsealVehicles) -> None:
    """Let them go again, in one append."""
    for vehicle in _each(context, form.vehicles, Vehicle.Unsealed):
        vehicle.record(Vehicle.Unsealed, reason=form.reason)


def _each(context: Context, chosen: list[UUID], event: type[Any]) -> list[Any]:
    """The vehicles, each in a state that the event may follow.

    :raises Refused: naming the first that is not.
    """
    found: list[Any] = []
    for record in dict.fromkeys(chosen):
        vehicle: Any = context.load(Vehicle, record)
        if not vehicle.workflow.allows(vehicle.state, event.__name__):
            state = vehicle.workflow.title(vehicle.state)
            message = f"车辆{vehicle.plate}当前为“{state}”，不能{event.title}"
            raise Refused(message, "vehicles")
        found.append(vehicle)
    return found


ALL = (seal_vehicles, unseal_vehicles)
