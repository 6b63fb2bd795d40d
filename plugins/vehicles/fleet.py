"""Vehicles and drivers: their events and workflows."""

from __future__ import annotations

from typing import Any

from houqin.core.model.aggregate import Aggregate
from houqin.core.model.workflow import State, Transition, Workflow
from houqin.plugins.vehicles import fields
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right


class Vehicle(Aggregate):
    """One official car (公务用车); its facts may change, its trips are elsewhere."""

    topic = "vehicles.Vehicle"
    title = "车辆档案"
    seen_by = Right.SEE_FLEET
    of_units = ("unit",)
    #: States in which no form offers it.
    unavailable = frozenset({"disposed"})
    workflow = Workflow(
        [
            State("available", "在编可用", stage=False),
            State("disposed", "已处置", stage=False),
        ],
        [
            Transition("Registered", (), "available"),
            Transition("Disposed", ("available",), "disposed"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """Entered in the register of vehicles."""

        title = "登记"
        plate: fields.Plate
        category: fields.CategoryField
        model: fields.Model
        energy: fields.EnergyField
        seats: fields.Seats
        registered_on: fields.RegisteredOn
        price: fields.Price
        odometer: fields.Odometer
        displacement: fields.Displacement | None = None
        special_case: fields.SpecialCase | None = None
        unit: fields.UsingUnit | None = None

    class Updated(Aggregate.Event):
        """Facts that changed: unit, model, plate."""

        title = "变更"
        plate: fields.Plate
        category: fields.CategoryField
        model: fields.Model
        seats: fields.Seats
        unit: fields.UsingUnit | None = None

    class Disposed(Aggregate.Event):
        """Sold, scrapped or handed over; it cannot go any more."""

        title = "处置"
        reason: fields.Reason

    @staticmethod
    def offered(attributes: dict[str, Any]) -> int:
        """Electric first, then hybrid, then the rest."""
        return fields.rank(attributes["energy"])

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the plate."""
        energy = fields.Energy(attributes["energy"])
        mark = (
            "优先 · "
            if fields.ENERGY_RANK.get(energy, fields.LAST_RANK) < fields.LAST_RANK
            else ""
        )
        return f"{mark}{energy.title} · {attributes['seats']}座 · {attributes['model']}"


class Driver(Aggregate):
    """One driver (驾驶员), who is a person of the office."""

    topic = "vehicles.Driver"
    title = "驾驶员"
    seen_by = Right.SEE_FLEET
    of_people = ("person",)
    unavailable = frozenset({"stopped"})
    workflow = Workflow(
        [State("active", "在岗", stage=False), State("stopped", "停驾", stage=False)],
        [
            Transition("Registered", (), "active"),
            Transition("Stopped", ("active",), "stopped"),
            Transition("Resumed", ("stopped",), "active"),
        ],
        latest=True,
    )

    class Registered(Aggregate.Created):
        """May drive official cars from here on."""

        title = "登记"
        person: fields.PersonOf
        licence: fields.LicenceField

    class Stopped(Aggregate.Event):
        """Does not drive until further notice."""

        title = "停驾"
        reason: fields.Reason

    class Resumed(Aggregate.Event):
        """Drives again."""

        title = "恢复驾驶"

    @staticmethod
    def hint(attributes: dict[str, Any]) -> str:
        """What a pick list says beside the name."""
        return f"准驾{attributes['licence']}"
