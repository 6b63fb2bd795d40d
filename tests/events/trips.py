"""A small aggregate for tests of the log: one use of a car."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime  # noqa: TC003 - the codec reads the hints
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID  # noqa: TC003 - the codec reads the hints

from houqin.events import library
from houqin.events.topics import Topics


class Range(StrEnum):
    CITY = "city"
    PROVINCE = "province"


@dataclass(frozen=True)
class Cost:
    kind: str
    amount: Annotated[int, "fen"]
    paid_on: date | None = None


class Trip(library.Aggregate):
    class Created(library.Aggregate.Created):
        vehicle: UUID
        driver: UUID

    class Closed(library.Aggregate.Event):
        closed_at: datetime
        day: date
        range: Range
        costs: list[Cost]
        requests: tuple[UUID, ...]
        flags: dict[str, Any]
        late: bool
        remark: str | None = None

    def __init__(self, vehicle: UUID, driver: UUID) -> None:
        self.vehicle = vehicle
        self.driver = driver
        self.odometer: int | None = None

    @library.event("Departed")
    def depart(self, odometer: int) -> None:
        self.odometer = odometer


def topics() -> Topics:
    """Return the topics of the aggregate above."""
    declared = Topics()
    for name in ("Created", "Departed", "Closed"):
        declared.register(f"tests.Trip.{name}", getattr(Trip, name))
    return declared
