"""What a test looks at: events, rows, histories, figures, digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import LIVE, Horizon
from houqin.core.site.checking import check

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from houqin.core.projection.row import Row
    from houqin.core.site.history import Step
    from houqin.core.site.records import RecordView
    from houqin.core.site.site import Site
    from houqin.events.entry import RecordedEvent


class Looking:
    """Reads of one site, each in a snapshot of its own."""

    site: Site

    def events(self, record: UUID) -> list[RecordedEvent]:
        """Everything recorded of a record."""
        with self.site.reader() as reader:
            return reader.events(record)

    def last(self, record: UUID) -> RecordedEvent:
        """What was recorded of it last."""
        return self.events(record)[-1]

    def version(self, record: UUID, name: str) -> int:
        """The version of a record's last event of that name."""
        found = [e.version for e in self.events(record) if e.topic.endswith(f".{name}")]
        return found[-1]

    def head(self) -> int:
        """The position of the last event of all."""
        with self.site.store.reading() as connection:
            return int(self.site.log.head(connection)[0])

    def since(self, position: int) -> list[RecordedEvent]:
        """Every event behind a position."""
        with self.site.store.reading() as connection:
            return list(self.site.log.read(connection, position + 1))

    def row(self, ledger: str, record: UUID, horizon: Horizon = LIVE) -> Row | None:
        """A record's row."""
        with self.site.reader(horizon) as reader:
            return reader.ledger(ledger).row(str(record))

    def rows(self, ledger: str, horizon: Horizon = LIVE) -> list[Row]:
        """Every row of a ledger, in the order of its keys."""
        with self.site.reader(horizon) as reader:
            return sorted(reader.ledger(ledger).rows(), key=lambda row: row.key)

    def figure(
        self, kpi: str, start: date, end: date, horizon: Horizon = LIVE
    ) -> int | None:
        """What an indicator counts from one day to another."""
        with self.site.reader(horizon) as reader:
            return reader.kpi(kpi, start, end).value

    def state(self, record: UUID) -> str | None:
        """The state of a record."""
        return self.view(record).state

    def view(self, record: UUID, horizon: Horizon = LIVE) -> RecordView:
        """A record as its page shows it."""
        with self.site.reader(horizon) as reader:
            return reader.record(record)

    def history(self, record: UUID, horizon: Horizon = LIVE) -> list[Step]:
        """办理经过 of a record."""
        with self.site.reader(horizon) as reader:
            return reader.history(record)

    def differing(self) -> list[Any]:
        """Whatever is projected otherwise than the events say."""
        return [found for found in check(self.site).findings if not found.agrees]

    def assert_sound(self) -> None:
        """Everything projected agrees with the events."""
        differing = self.differing()
        if differing:
            raise AssertionError(differing)
