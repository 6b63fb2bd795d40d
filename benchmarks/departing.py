"""The command 出车登记 against get, trigger and save of the library's application."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from benchmarks.appending import settings_of
from benchmarks.comparison import Comparison
from houqin.core.model.command import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.county import County, Prepared


class LibraryTrip(Aggregate):
    """A trip with the fields of ours, as the library's tutorial would write it."""

    serial: str
    requests: list[UUID]
    vehicle: UUID
    driver: UUID
    unit: UUID
    user: UUID
    purpose: str
    passengers: int
    origin: str
    destination: str
    planned_start: datetime
    planned_end: datetime
    approver: UUID
    approved_at: datetime
    energy: str
    driver_person: UUID
    costs: list[tuple[str, int, str]] = field(default_factory=list, init=False)

    @event("CostRecorded")
    def record_cost(self, kind: str, amount: int, paid_on: str) -> None:
        """One receipt."""
        self.costs.append((kind, amount, paid_on))

    @event("Departed")
    def depart(self, odometer: int) -> None:
        """The car leaves."""
        self.odometer = odometer


class Library:
    """The library's own application on its own SQLite file."""

    def __init__(self, path: Path, trips: int) -> None:
        self._application: Application[UUID] = Application(
            env={
                "PERSISTENCE_MODULE": "eventsourcing.sqlite",
                "SQLITE_DBNAME": str(path),
            }
        )
        self.facts = self._settings()
        self._trips = [self._trip(number) for number in range(trips)]

    def _settings(self) -> dict[str, object]:
        """The settings it has by itself; FULL from here on, as on our side."""
        datastore = self._application.factory.datastore  # type: ignore[attr-defined]  # its own kind of factory
        with datastore.get_connection(commit=True) as connection:
            raw = connection._sqlite_conn  # noqa: SLF001 - it offers no other way
            own = {f"library_{name}": is_ for name, is_ in settings_of(raw).items()}
            raw.execute("PRAGMA synchronous=FULL")
        return own

    def _trip(self, number: int) -> UUID:
        start = datetime(2099, 1, 1, tzinfo=UTC) + timedelta(hours=3 * number)
        trip = LibraryTrip(
            serial=f"派2099-{number:05d}", requests=[uuid4()], vehicle=uuid4(),
            driver=uuid4(), unit=uuid4(), user=uuid4(), purpose="下乡调研",
            passengers=3, origin="行政中心", destination="青竹镇", planned_start=start,
            planned_end=start + timedelta(hours=2), approver=uuid4(), approved_at=start,
            energy="electric", driver_person=uuid4(),
        )  # fmt: skip
        trip.record_cost("parking", 500, "2024-01-02")
        self._application.save(trip)
        return trip.id

    def depart(self, number: int) -> None:
        """Get, trigger, save."""
        trip: LibraryTrip = self._application.repository.get(self._trips[number])
        trip.depart(1000 + number)
        self._application.save(trip)


def departing(
    county: County, prepared: Sequence[Prepared], rounds: int, size: int
) -> Comparison:
    """The whole command: form, rights, rules, guards, ledgers, figures, commit."""
    library = Library(county.path.with_name("library.db"), len(prepared))
    return Comparison(
        "depart",
        "the command vehicles.depart",
        "the library's get, trigger and save",
        0.5,
        rounds,
        size,
        lambda number: depart(county, prepared[number]),
        library.depart,
        library.facts,
    )


def depart(county: County, each: Prepared) -> None:
    """As the driver does it."""
    given = {"record": str(each.trip), "odometer": each.odometer}
    county.site.act(Act("vehicles.depart", given, each.driver, uuid4()))
