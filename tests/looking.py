"""What a test may look at in an office: rows, histories, figures, digests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.testing import looking
from houqin.events.store import PostgresStore, SQLiteStore

if TYPE_CHECKING:
    from uuid import UUID


YEAR = (date(2023, 1, 1), date(2023, 12, 31))


class Looking(looking.Looking):
    """Reads of one site, each in a snapshot of its own."""

    def value(
        self, record: UUID, column: str, horizon: Horizon = LIVE, *, ledger: str = ""
    ) -> Any:
        """One value of a record's row; a trip's unless another ledger is named."""
        row = self.row(ledger or "vehicles.trips", record, horizon)
        assert row is not None
        return row.values[column]

    def kpi(
        self,
        name: str = "trips_dispatched",
        start: date = YEAR[0],
        end: date = YEAR[1],
        horizon: Horizon = LIVE,
    ) -> int | None:
        return self.figure(f"vehicles.{name}", start, end, horizon)

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
