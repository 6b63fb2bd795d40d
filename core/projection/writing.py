"""What one command changes in the projections, computed first and written at once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from houqin.core.projection.kpi import Cell, CellRule, Kpi

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from houqin.core.projection.effective import Effective
    from houqin.core.projection.ledger import Ledger, LedgerRow
    from houqin.core.projection.tables import LedgerTables
    from houqin.events.store import Connection


class BaseLedger:
    """A ledger together with the KPIs kept in its cells; they move as one."""

    def __init__(self, ledger: Ledger, kpis: Iterable[Kpi], zone: ZoneInfo) -> None:
        self.ledger = ledger
        self.zone = zone
        self.rules = [
            CellRule(k, ledger) for k in kpis if k.over is ledger and k.has_cells
        ]


class WriteSet:
    """Rows to put, keys to drop and amounts to add, for one ledger."""

    def __init__(self, base: BaseLedger) -> None:
        self.base = base
        self.put: dict[str, LedgerRow] = {}
        self.dropped: set[str] = set()
        self.cells: Counter[Cell] = Counter()

    def change(self, before: Effective | None, after: Effective | None) -> None:
        """Take in how one stream's rows change.

        Both sides are folded from the stream's own events, so an ordinary event, a
        correction and a voiding are the same thing here.
        """
        ledger = self.base.ledger
        self.replace(ledger.rows(before), ledger.rows(after))

    def replace(self, old: dict[str, LedgerRow], new: dict[str, LedgerRow]) -> None:
        """Take in the difference of two sets of rows."""
        for key, row in new.items():
            if old.get(key) != row:
                self.put[key] = row
                self._count(row, 1)
                if key in old:
                    self._count(old[key], -1)
        for key in old.keys() - new.keys():
            self.dropped.add(key)
            self._count(old[key], -1)

    def _count(self, row: LedgerRow, sign: int) -> None:
        for rule in self.base.rules:
            for cell, amount in rule.cells(row, self.base.zone):
                self.cells[cell] += sign * amount

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.put or self.dropped)

    def flush(self, connection: Connection, tables: LedgerTables) -> None:
        """Write everything to one generation."""
        if self.put:
            connection.run_many(tables.upsert, list(self.put.values()))
        if self.dropped:
            connection.run_many(tables.delete, [(key,) for key in self.dropped])
        added = [(*cell, amount) for cell, amount in self.cells.items() if amount]
        if added:
            connection.run_many(tables.add, added)
