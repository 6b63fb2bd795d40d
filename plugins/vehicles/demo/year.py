"""What the planned year consists of. Instants are microseconds UTC; people are keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.demonstration.county import Person

LOW_EMISSION: Final = ("electric", "plug_in_hybrid")


@dataclass(frozen=True, slots=True)
class Vehicle:
    plate: str
    category: str
    model: str
    body: str
    energy: str
    seats: int
    displacement_ml: int | None
    registered_on: date
    price: int
    odometer_km: int
    consumption: int
    """Tenths of a litre, or of a kWh, on 100 km when new."""
    special_case: str | None

    @property
    def rank(self) -> int:
        """Its place in the order of dispatch: electric, plug-in hybrid, others."""
        return {"electric": 0, "plug_in_hybrid": 1}.get(self.energy, 2)


@dataclass(frozen=True, slots=True)
class Driver:
    person: str
    licence: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When an act happened, when it was recorded, who typed it, for whom, and how."""

    occurred: int
    recorded: int
    actor: str
    on_behalf: str | None = None
    channel: str = "system"


@dataclass(frozen=True, slots=True)
class Remark:
    """An act that says why: sent back, refused, cancelled."""

    moment: Moment
    text: str


@dataclass(frozen=True, slots=True)
class SentBack:
    remark: Remark
    resubmitted: Moment


@dataclass(frozen=True, slots=True)
class Reassignment:
    moment: Moment
    vehicle: str
    driver: str
    reason: str


@dataclass(frozen=True, slots=True)
class CostLine:
    """An amount in fen; a quantity in 0.01 L or 0.01 kWh."""

    kind: str
    amount: int
    paid_on: date
    quantity: int | None = None
    voucher: str | None = None


@dataclass(frozen=True, slots=True)
class Journey:
    departed: Moment
    odometer_out: int
    returned: Moment
    odometer_in: int
    costs: tuple[CostLine, ...]
    costs_recorded: Moment | None
    closed: Moment

    @property
    def km(self) -> int:
        return self.odometer_in - self.odometer_out


@dataclass(frozen=True, slots=True)
class Trip:
    """A dispatched car: it went on its journey, or it was cancelled before."""

    dispatched: Moment
    vehicle: str
    driver: str
    reason: str | None
    reassigned: Reassignment | None
    cancelled: Remark | None
    journey: Journey | None

    @property
    def vehicle_gone(self) -> str:
        return self.reassigned.vehicle if self.reassigned else self.vehicle

    @property
    def driver_gone(self) -> str:
        return self.reassigned.driver if self.reassigned else self.driver


@dataclass(frozen=True, slots=True)
class Shortage:
    """No car is left: ``told`` says so; one may be rented, at once or afterwards."""

    told: Remark | None
    rented: Moment | None
    company: str = ""
    plate: str = ""
    rent: int = 0


@dataclass(frozen=True, slots=True)
class Emergency:
    """A car goes at once, typed by the dispatcher; it is approved afterwards."""

    reason: str
    told: Moment
    approved: Moment


@dataclass(frozen=True, slots=True)
class Request:
    number: int
    department: str
    user: str
    purpose: str
    task: str
    range: str
    people: int
    planned_start: int
    planned_end: int
    origin: str
    destination: str
    duty: str | None
    asked: Moment
    sent_back: SentBack | None
    reviewed: Moment | None
    approved: Moment | None
    refused: Remark | None
    trip: Trip | None
    shortage: Shortage | None = None
    emergency: Emergency | None = None


@dataclass(frozen=True, slots=True)
class Year:
    people: tuple[Person, ...]
    vehicles: tuple[Vehicle, ...]
    drivers: tuple[Driver, ...]
    requests: tuple[Request, ...]

    def journeys(self) -> list[tuple[Request, Trip, Journey]]:
        """List the trips that departed, in the order of the requests."""
        return [
            (request, request.trip, request.trip.journey)
            for request in self.requests
            if request.trip and request.trip.journey
        ]
