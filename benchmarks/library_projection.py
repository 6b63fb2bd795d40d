"""派车台账 kept by the library's own ProjectionRunner, on PostgreSQL.

The same trips, columns, indexes and indicators as ours, in one transaction an event, as
the runner works; no corrections, voiding, erasure or horizons.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import singledispatchmethod
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict

from benchmarks.by_hand import SAVING, dispatched
from benchmarks.history import history
from houqin.events.schema import create_tables

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from eventsourcing.persistence import Tracking

    from benchmarks.history import Written
    from houqin.core.projection.tables import LedgerTables
    from houqin.core.site.site import Site
    from houqin.events.store.postgres import PostgresStore

#: Where it writes: far from any generation that a rebuild makes.
BY_LIBRARY = 9002

Payload = dict[str, Any]
Row = dict[str, Any]
#: Column and field by which a receipt of a kind adds up.
_SUMS = {
    "fuel": (("fuel", "volume"), ("energy_cost", "amount")),
    "electricity": (("electricity", "volume"), ("energy_cost", "amount")),
    "toll": (("toll", "amount"),),
    "parking": (("parking", "amount"),),
}


class FiledTrip(Aggregate):
    """A trip from dispatch to filing; its events hold what ours hold."""

    @event("Dispatched")
    def __init__(self, payload: Payload, occurred: int) -> None:
        """The car is given."""

    @event("Departed")
    def depart(self, payload: Payload, occurred: int) -> None:
        """The car leaves."""

    @event("CostRecorded")
    def record_cost(self, payload: Payload, occurred: int) -> None:
        """One receipt."""

    @event("Returned")
    def come_back(self, payload: Payload, occurred: int) -> None:
        """The car is back."""

    @event("Closed")
    def close(self, payload: Payload, occurred: int) -> None:
        """The trip is filed."""


class Trips(Application[UUID]):
    """The application whose events are projected."""


class TripTable(PostgresTrackingRecorder):
    """Rows and cells, in one transaction with the position they stand for."""

    made: ClassVar[LedgerTables]
    zone: ClassVar[ZoneInfo]
    #: As psycopg takes it.
    add: ClassVar[str]

    def open(self, row: Row, tracking: Tracking) -> None:
        """A new row."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(["%s"] * len(row))
        found = f"INSERT INTO {self.made.rows.fullname} ({names}) VALUES ({marks})"
        on = row["dispatched_at"]
        cells = [
            ("vehicles.dispatches", "", "", self._day(on), 1),
            ("vehicles.response_minutes", "", "", self._day(on), row["response"]),
        ]
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(found, list(row.values()), prepare=True)
            cursor.executemany(self.add, cells)

    def change(
        self, key: UUID, said: str, values: list[Any], tracking: Tracking, kpi: str = ""
    ) -> None:
        """Some columns of a row, and what an indicator counts of it."""
        statement = (
            f"UPDATE {self.made.rows.fullname} SET {said} WHERE key = %s"
            " RETURNING unit, vehicle, driver, energy, distance, departed_at,"
            " returned_at"
        )
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(statement, [*values, str(key)], prepare=True)
            row = cast("Row", cursor.fetchone())
            if kpi == "distance":
                on = self._day(row["returned_at"])
                cursor.executemany(self.add, _cells(row, kpi, on, row["distance"]))
            elif kpi:
                on = self._day(row["departed_at"])
                cells = _cells(row, kpi, on, 1)
                if row["energy"] in SAVING:
                    cells += _cells(row, "saving_trips", on, 1)
                cursor.executemany(self.add, cells)

    def _day(self, instant: int) -> int:
        return datetime.fromtimestamp(instant // 1_000_000, self.zone).toordinal()


def _cells(row: Row, kpi: str, day: int, amount: int) -> list[tuple[object, ...]]:
    name = f"vehicles.{kpi}"
    split = [(name, d, row[d], day, amount) for d in ("unit", "vehicle", "driver")]
    return [(name, "", "", day, amount), *split]


class TripProjection(Projection[TripTable]):
    """Each event of a trip becomes a few statements."""

    name = "trips"
    topics: ClassVar[Any] = ()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Put what the event says into the trip's row and the indicators' cells."""
        stream, payload = domain_event.originator_id, domain_event.payload
        occurred, kind = domain_event.occurred, type(domain_event).__name__
        if kind == "Dispatched":
            self.view.open(dispatched(stream.bytes, occurred, payload), tracking)
        elif kind == "Departed":
            said = (
                "state = 'departed', used_at = %s, departed_at = %s, odometer_out = %s"
            )
            values = [occurred, occurred, payload["odometer"]]
            self.view.change(stream, said, values, tracking, "trips_dispatched")
        elif kind == "CostRecorded":
            sums = _SUMS[payload["kind"]]
            said = ", ".join(f"{name} = coalesce({name}, 0) + %s" for name, _ in sums)
            values = [payload[field] for _, field in sums]
            self.view.change(stream, said, values, tracking)
        elif kind == "Returned":
            said = (
                "state = 'returned', returned_at = %s, odometer_in = %s,"
                " distance = %s - odometer_out"
            )
            values = [occurred, payload["odometer"], payload["odometer"]]
            self.view.change(stream, said, values, tracking, "distance")
        else:
            self.view.change(stream, "state = 'closed'", [], tracking)


def library_rate(site: Site, url: str, events: int) -> float:
    """Project so many events of the site's history into the site's own schema.

    :returns: events a second.
    """
    env = _environment(url)
    application = Trips(env=env)
    for together in history(site.id, events):
        application.save(*_filed(together))
    last = application.recorder.max_notification_id()
    application.close()
    table = _table(site)
    began = perf_counter()
    with ProjectionRunner(
        application_class=Trips,
        projection_class=TripProjection,
        view_class=table,
        env=env,
    ) as runner:
        runner.wait(last, timeout=600)
    return events / (perf_counter() - began)


def _table(site: Site) -> type[TripTable]:
    store = cast("PostgresStore", site.store)
    ledger = site.declarations.ledgers["vehicles.trips"]
    made = site.projections.tables(ledger, BY_LIBRARY, store.schema)
    with store.writing() as connection:
        create_tables(connection, made.metadata)

    class Table(TripTable):
        """Of this site."""

    Table.made, Table.zone, Table.add = made, site.zone, store.texts[made.add]
    return Table


def _filed(together: Iterable[Written]) -> list[FiledTrip]:
    """The same trips as aggregates of the library's."""
    steps: defaultdict[UUID, list[tuple[Payload, int]]] = defaultdict(list)
    for new, _encoded in together:
        steps[new.stream].append((dict(new.payload), new.occurred))
    trips = []
    for first, departed, receipt, returned, closed in steps.values():
        trips.append(trip := FiledTrip(*first))
        trip.depart(*departed)
        trip.record_cost(*receipt)
        trip.come_back(*returned)
        trip.close(*closed)
    return trips


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
