"""What a test may look at in an office: rows, histories, figures, digests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.site.checking import check
from houqin.events.store import PostgresStore, SQLiteStore

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.projection.row import Row
    from houqin.core.site.history import Step
    from houqin.core.site.records import RecordView
    from houqin.core.site.site import Site
    from houqin.events.entry import RecordedEvent

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


class Looking:
    """Reads of one site, each in a snapshot of its own."""

    site: Site

    def events(self, record: UUID) -> list[RecordedEvent]:
        with self.site.reader() as reader:
            return reader.events(record)

    def last(self, record: UUID) -> RecordedEvent:
        return self.events(record)[-1]

    def version(self, record: UUID, name: str) -> int:
        """The version of a record's last event of that name."""
        found = [e.version for e in self.events(record) if e.topic.endswith(f".{name}")]
        return found[-1]

    def head(self) -> int:
        with self.site.store.reading() as connection:
            return int(self.site.log.head(connection)[0])

    def row(self, ledger: str, record: UUID, horizon: Horizon = LIVE) -> Row | None:
        with self.site.reader(horizon) as reader:
            return reader.ledger(ledger).row(str(record))

    def value(
        self, record: UUID, column: str, horizon: Horizon = LIVE, *, ledger: str = ""
    ) -> Any:
        """One value of a record's row; a trip's unless another ledger is named."""
        row = self.row(ledger or "vehicles.trips", record, horizon)
        assert row is not None
        return row.values[column]

    def rows(self, ledger: str, horizon: Horizon = LIVE) -> list[Row]:
        """Every row of a ledger, in the order of its keys."""
        with self.site.reader(horizon) as reader:
            return sorted(reader.ledger(ledger).rows(), key=lambda row: row.key)

    def state(self, record: UUID) -> str | None:
        return self.view(record).state

    def view(self, record: UUID, horizon: Horizon = LIVE) -> RecordView:
        with self.site.reader(horizon) as reader:
            return reader.record(record)

    def history(self, record: UUID, horizon: Horizon = LIVE) -> list[Step]:
        with self.site.reader(horizon) as reader:
            return reader.history(record)

    def kpi(
        self,
        name: str = "trips_dispatched",
        start: date = YEAR[0],
        end: date = YEAR[1],
        horizon: Horizon = LIVE,
    ) -> int | None:
        with self.site.reader(horizon) as reader:
            return reader.kpi(f"vehicles.{name}", start, end).value

    def digest(self, ledger: str = "vehicles.trips", horizon: Horizon = LIVE) -> str:
        with self.site.reader(horizon) as reader:
            return reader.digest(ledger)

    def raw(self) -> bytes:
        """Everything the site's database holds, as bytes."""
        store = self.site.store
        if isinstance(store, SQLiteStore):
            beside = store.path.with_name(f"{store.path.name}-wal")
            return b"".join(f.read_bytes() for f in (store.path, beside) if f.exists())
        assert isinstance(store, PostgresStore)
        with store.reading() as connection:
            names = connection.driver(
                "SELECT tablename::text FROM pg_tables WHERE schemaname = %s",
                (store.schema,),
            )
            values = [
                value
                for (name,) in names
                for row in connection.execute(f"SELECT * FROM [{name}]")  # noqa: S608
                for value in row
            ]
        return b"".join(
            bytes(v) if isinstance(v, bytes) else str(v).encode() for v in values
        )

    def assert_sound(self) -> None:
        """Everything projected agrees with the events."""
        report = check(self.site)
        assert [f for f in report.findings if not f.agrees] == []
