"""A site with dispatched trips, made by the commands people use."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from houqin.core.config import configure, declarations_of
from houqin.core.model.command import Act
from houqin.core.projection.horizon import local_day
from houqin.core.site.directory import Directory
from houqin.core.site.site import Site
from houqin.events.store import SQLiteStore

if TYPE_CHECKING:
    from pathlib import Path

NAME = "bench"
LOGIN, PASSWORD = "dispatcher", "bench-password-1"
CARS = 26
KILOMETRES = 10


class Prepared(NamedTuple):
    """A trip that waits for its driver, with one receipt on it."""

    trip: UUID
    driver: UUID
    odometer: int


class Car(NamedTuple):
    """A car, the driver who always takes it, and who that driver is."""

    vehicle: UUID
    driver: UUID
    person: UUID


class County:
    """The site `bench`: prepared without waiting for the disk, then opened anew.

    :param url: the PostgreSQL server it is kept on, which always waits.
    """

    def __init__(self, var: Path, trips: int, url: str | None = None) -> None:
        self.settings = {"var": str(var), "houqin.plugins": "houqin.plugins.vehicles"}
        declared = declarations_of(configure(self.settings, web=False))
        directory = Directory(var, declared)
        self.url = url
        self.path = directory.database_path(NAME)
        self.site = directory.create(NAME, title="基准测试县", store_url=url)
        if url:
            self.prepared = self._prepare(trips)
            return
        self.site.store.close()
        store = SQLiteStore(self.path, durable=False)
        self.site = Site(NAME, store, declared, directory.read_key(NAME))
        self.prepared = self._prepare(trips)
        store.close()
        self.site = Directory(var, declared).open(NAME)

    def _act(self, command: str, actor: UUID | None = None, **given: object) -> UUID:
        actor = actor or self.site.system_actor
        return self.site.act(Act(command, given, actor, uuid4())).records[0]

    def _prepare(self, trips: int) -> list[Prepared]:
        self._unit = self._act(
            "core.register_department", name="县财政局", short="财政局", kind="county"
        )
        self._clerk, self._reviewer, self._director = map(
            self._person, ("clerk", "reviewer", "director")
        )
        self._dispatcher = self._person("dispatcher", login=LOGIN, password=PASSWORD)
        cars = [self._car(number) for number in range(CARS)]
        return [self._trip(number, cars[number % CARS]) for number in range(trips)]

    def reader(self, number: int) -> str:
        """One more person who logs in and reads; the login."""
        login = f"reader{number:03d}"
        self._person("director", login=login, password=PASSWORD)
        return login

    def grant(self, person: UUID) -> float:
        """Grant a role on the one unit all trips are of; the seconds it took."""
        today = local_day(self.site.now(), self.site.zone).isoformat()
        begun = time.perf_counter()
        self._act(
            "core.grant_role", person=str(person), role="reviewer",
            scope=str(self._unit), since=today,
        )  # fmt: skip
        return time.perf_counter() - begun

    def colleague(self) -> UUID:
        """Somebody who holds nothing yet."""
        return self._person("driver")

    def _person(self, role: str, **more: str) -> UUID:
        department = str(self._unit)
        return self._act(
            "core.register_person",
            name=f"某{role}", department=department, roles=[role], **more,
        )  # fmt: skip

    def _car(self, number: int) -> Car:
        vehicle = self._act(
            "vehicles.register_vehicle",
            plate=f"桂X·{number:05d}", category="emergency", model="轿车",
            energy="electric", seats=5, registered_on="2020-05-15", price=11_600_000,
            odometer=1000,
        )  # fmt: skip
        person = self._person("driver")
        driver = self._act("vehicles.register_driver", person=str(person), licence="C1")
        return Car(vehicle, driver, person)

    def _trip(self, number: int, car: Car) -> Prepared:
        request = self._request(number // CARS)
        sent = {"vehicle": str(car.vehicle), "driver": str(car.driver)}
        trip = self._act(
            "vehicles.dispatch", self._dispatcher,
            requests=[str(request)], trips=[sent],
        )  # fmt: skip
        receipt = {"kind": "parking", "amount": 500, "paid_on": "2024-01-02"}
        self._act(
            "vehicles.record_costs", car.person, record=str(trip), lines=[receipt]
        )
        return Prepared(trip, car.person, 1000 + KILOMETRES * (1 + number // CARS))

    def _request(self, turn: int) -> UUID:
        """An approved request; a car's turns do not overlap."""
        start = datetime(2099, 1, 1, tzinfo=UTC) + timedelta(hours=3 * turn)
        request = self._act(
            "vehicles.request_vehicle", self._clerk,
            unit=str(self._unit), user=str(self._clerk), purpose="下乡调研",
            passengers=3, planned_start=start.isoformat(),
            planned_end=(start + timedelta(hours=2)).isoformat(),
            origin="行政中心", destination="青竹镇",
        )  # fmt: skip
        for approver in (self._reviewer, self._director):
            self._act("core.agree", approver, record=str(request))
        return request
