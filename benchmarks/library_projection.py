"""派车台账 kept by the library's own ProjectionRunner, on PostgreSQL.

The rows only: no indicators, no corrections, and updates by key alone.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import singledispatchmethod
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from benchmarks.history import EVENTS_A_TRIP

if TYPE_CHECKING:
    from eventsourcing.persistence import Tracking

START = datetime(2023, 1, 2, tzinfo=UTC)
_CREATED = (
    "serial", "unit", "user", "purpose", "origin", "destination", "passengers",
    "vehicle", "driver", "approver", "planned_start",
)  # fmt: skip
_LATER = ("state", "departed_at", "odometer_out", "returned_at", "odometer_in", "toll")


class FiledTrip(Aggregate):
    """A trip from dispatch to filing, as the library's tutorial would write it."""

    serial: str
    unit: UUID
    user: UUID
    purpose: str
    origin: str
    destination: str
    passengers: int
    vehicle: UUID
    driver: UUID
    approver: UUID
    planned_start: datetime

    @event("Departed")
    def depart(self, odometer: int) -> None:
        """The car leaves."""
        self.odometer = odometer

    @event("CostRecorded")
    def record_cost(self, toll: int) -> None:
        """One receipt."""
        self.toll = toll

    @event("Returned")
    def come_back(self, odometer: int) -> None:
        """The car is back."""
        self.odometer = odometer

    @event("Closed")
    def close(self) -> None:
        """The trip is filed."""
        self.closed = True


class Trips(Application[UUID]):
    """The application whose events are projected."""


class TripTable(PostgresTrackingRecorder):
    """The rows, written in one transaction with the position they stand for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = [SQL("{} text").format(Identifier(n)) for n in (*_CREATED, *_LATER)]
        columns = SQL(", ").join(names)
        table = Identifier(self.datastore.schema, "library_trips")
        self.table = table
        self.sql_create_statements.append(
            SQL("CREATE TABLE IF NOT EXISTS {} (key text PRIMARY KEY, {})").format(
                table, columns
            )
        )

    def put(self, key: UUID, values: dict[str, Any], tracking: Tracking) -> None:
        """One event's values, and how far the table is."""
        names = [Identifier(name) for name in values]
        marks = SQL(", ").join([SQL("%s")] * (len(values) + 1))
        changed = SQL(", ").join(SQL("{0} = excluded.{0}").format(n) for n in names)
        statement = SQL(
            "INSERT INTO {} (key, {}) VALUES ({}) ON CONFLICT (key) DO UPDATE SET {}"
        ).format(self.table, SQL(", ").join(names), marks, changed)
        texts = [str(value) for value in values.values()]
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(statement, [str(key), *texts], prepare=True)


class TripProjection(Projection[TripTable]):
    """Each event of a trip becomes one statement."""

    name = "trips"
    topics: ClassVar[Any] = ()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Put what the event says into the trip's row."""
        values = dict(vars(domain_event))
        kind = type(domain_event).__name__
        found = {name: values[name] for name in _CREATED if name in values}
        if kind in {"Departed", "Returned"}:
            column = "odometer_out" if kind == "Departed" else "odometer_in"
            found[column] = values["odometer"]
            found[f"{kind.lower()}_at"] = values["timestamp"]
        found |= {"toll": values["toll"]} if "toll" in values else {}
        self.view.put(domain_event.originator_id, found | {"state": kind}, tracking)


def library_rate(url: str, events: int) -> float:
    """Project so many events.

    :returns: events a second.
    """
    env = _environment(url)
    application = Trips(env=env)
    for number in range(events // EVENTS_A_TRIP):
        application.save(_trip(number))
    last = application.recorder.max_notification_id()
    application.close()
    began = perf_counter()
    with ProjectionRunner(
        application_class=Trips,
        projection_class=TripProjection,
        view_class=TripTable,
        env=env,
    ) as runner:
        runner.wait(last, timeout=600)
    return events / (perf_counter() - began)


def _environment(url: str) -> dict[str, str]:
    given = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(given["dbname"]),
        "POSTGRES_HOST": str(given.get("host", "127.0.0.1")),
        "POSTGRES_PORT": str(given.get("port", 5432)),
        "POSTGRES_USER": str(given["user"]),
        "POSTGRES_PASSWORD": str(given.get("password") or "none"),
    }


def _trip(number: int) -> FiledTrip:
    trip = FiledTrip(
        f"PC2023-{number:07d}", uuid4(), uuid4(), "下乡调研乡村振兴项目", "行政中心",
        "青竹镇", 3, uuid4(), uuid4(), uuid4(), START + timedelta(minutes=number),
    )  # fmt: skip
    trip.depart(1000)
    trip.record_cost(500)
    trip.come_back(1040)
    trip.close()
    return trip
