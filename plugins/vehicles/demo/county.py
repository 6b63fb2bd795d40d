"""The invented county as `year.json` describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from houqin.core.demonstration import county
from houqin.core.demonstration.county import CENTRE, Person
from houqin.core.demonstration.spread import draw

from .year import Driver, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.demonstration.clock import Workdays
    from houqin.core.demonstration.county import Department


@dataclass(frozen=True, slots=True)
class Purpose:
    text: str
    task: str
    range: str
    stay: tuple[int, int]
    weight: int
    luggage: bool = False
    people: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    name: str
    range: str
    km: int
    rough: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Duty:
    purpose: str
    unit: str
    trips: int
    first: date
    last: date
    days_off: int
    vehicles: frozenset[str]
    drivers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Refusal:
    on: date
    by: str
    comment: str


@dataclass(frozen=True, slots=True)
class Scarcity:
    """A day on which somebody gets no car of the office's own."""

    on: date
    told: str
    company: str
    plate: str
    rent: int


@dataclass(frozen=True, slots=True)
class Prices:
    """Fen per litre or kWh from a day on."""

    from_: date
    petrol: int
    diesel: int
    electric: int


@dataclass(frozen=True)
class County:
    trips_by_month: list[int]
    trips_on_days_off: int
    first_trip_day: date
    low_emission_permille: list[int]
    cancellations_by_month: list[int]
    texts: dict[str, list[str]]
    workdays: Workdays
    refusals: list[Refusal]
    scarcities: list[Scarcity]
    duties: list[Duty]
    departments: list[Department]
    weights: list[int]
    people: list[Person]
    crew: list[Person]
    purposes: list[Purpose]
    places: list[Place]
    prices: list[Prices]
    vehicles: list[Vehicle]
    drivers: list[Driver]

    def text(self, kind: str, *key: object) -> str:
        """One of the ready texts of a kind, by digest."""
        found = self.texts[kind]
        return found[draw(kind, *key) % len(found)]

    def price(self, energy: str, day: date) -> int:
        """Find the price in force on a day; a plug-in hybrid buys petrol."""
        kind = "petrol" if energy == "plug_in_hybrid" else energy
        valid = [row for row in self.prices if row.from_ <= day]
        return int(getattr(valid[-1], kind))


def driver_key(name: str) -> str:
    return f"driver/{name}"


@cache
def read_county() -> County:
    """Read the file beside this module."""
    told = json.loads(files(__package__).joinpath("year.json").read_text("utf-8"))
    units, weights, crew = county.read_county(), told["weights"], list(_crew(told))
    return County(
        trips_by_month=told["trips_by_month"],
        trips_on_days_off=told["trips_on_days_off"],
        first_trip_day=date.fromisoformat(told["first_trip_day"]),
        low_emission_permille=told["low_emission_share_permille"],
        cancellations_by_month=told["cancellations_by_month"],
        texts=told["texts"],
        workdays=units.workdays,
        refusals=[Refusal(**_dated(row, "on")) for row in told["refusals"]],
        scarcities=[Scarcity(**_dated(row, "on")) for row in told["scarcities"]],
        duties=[_duty(row) for row in told["duties"]],
        departments=[unit for unit in units.departments if unit.name in weights],
        weights=list(weights.values()),
        people=[*units.people, *crew],
        crew=crew,
        purposes=[_purpose(row) for row in told["purposes"]],
        places=[Place(**row) for row in told["places"]],
        prices=[_prices(row) for row in told["prices"]],
        vehicles=[Vehicle(**_dated(row, "registered_on")) for row in told["vehicles"]],
        drivers=[
            Driver(driver_key(row["name"]), row["licence"]) for row in told["drivers"]
        ],
    )


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: date.fromisoformat(row[name]) for name in names}


def _duty(row: dict[str, Any]) -> Duty:
    dated = _dated(row, "first", "last")
    drivers = frozenset(map(driver_key, row["drivers"]))
    return Duty(**dated | {"vehicles": frozenset(row["vehicles"]), "drivers": drivers})


def _purpose(row: dict[str, Any]) -> Purpose:
    low, high = row["stay"]
    return Purpose(**row | {"stay": (low, high)})


def _prices(row: dict[str, Any]) -> Prices:
    day = date.fromisoformat(row["from"])
    return Prices(day, row["petrol"], row["diesel"], row["electric"])


def _crew(told: dict[str, Any]) -> Iterator[Person]:
    for number, name in enumerate(told["dispatchers"]):
        yield Person(f"dispatcher/{number}", name, CENTRE, "dispatcher")
    for row in told["drivers"]:
        yield Person(driver_key(row["name"]), row["name"], CENTRE, "driver")
