"""What one command changes in the projections, computed first and written at once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from houqin.core.projection.digests import definition_digest
from houqin.core.projection.effective import grown
from houqin.core.projection.kpi import Cell, CellRule, Kpi
from houqin.core.projection.rollup import definition_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from houqin.core.projection.effective import Effective
    from houqin.core.projection.ledger import Ledger, LedgerRow
    from houqin.core.projection.rollup import RollUp
    from houqin.core.projection.tables import LedgerTables
    from houqin.events.store import Connection
    from houqin.events.store.connection import Write


#: The columns of a cell's table.
CELL = (*Cell._fields, "amount")


class BaseLedger:
    """A ledger with the KPIs and roll-ups kept in its cells; they move as one."""

    def __init__(
        self,
        ledger: Ledger,
        kpis: Iterable[Kpi],
        zone: ZoneInfo,
        rollups: Iterable[RollUp] = (),
    ) -> None:
        self.ledger = ledger
        self.zone = zone
        self.rules = [
            CellRule(k, ledger)
            for k in kpis
            if k.over and k.over.name == ledger.name and k.has_cells
        ]
        self.rules += [rule for each in rollups for rule in each.rules_over(ledger)]

    @cached_property
    def definition(self) -> str:
        """Changes when what is stored of it or its roll-ups is declared otherwise."""
        return definition_of(definition_digest(self.ledger), self.rules)

    @cached_property
    def fingerprint(self) -> str:
        """Changes with what is stored and counted, and with the code of reducers.

        A rebuild goes on with what another process has written only if they agree.
        """
        codes = [
            (topic, [_code(function) for function in functions])
            for topic, functions in sorted(self.ledger.fold.functions.items())
        ]
        kpis = [repr(replace(rule.kpi, over=None)) for rule in self.rules]
        described = repr((self.definition, codes, kpis))
        return hashlib.sha256(described.encode()).hexdigest()[:16]


def _code(function: Any) -> tuple[object, ...]:
    code = function.__code__
    return code.co_code, [c for c in code.co_consts if not hasattr(c, "co_code")]


class WriteSet:
    """Rows to put, keys to drop and amounts to add, for one ledger."""

    def __init__(self, base: BaseLedger) -> None:
        self.base = base
        self.put: dict[str, LedgerRow] = {}
        #: Values of the changed columns only: an index over another is left alone.
        self.revised: dict[str, dict[int, Any]] = {}
        self.dropped: set[str] = set()
        self.cells: dict[Cell, int] = {}

    def change(self, before: Effective | None, after: Effective | None) -> None:
        """Take in how one stream's rows change.

        Both sides are folded from the stream's own events, so an ordinary event, a
        correction and a voiding are the same thing here.
        """
        ledger, added = self.base.ledger, grown(before, after)
        if added is None or after is None:
            self.replace(ledger.rows(before), ledger.rows(after))
        elif any(map(ledger.concerns, added)):
            self.replace(*ledger.growth(after, len(after.events) - len(added)))

    def replace(self, old: dict[str, LedgerRow], new: dict[str, LedgerRow]) -> None:
        """Take in the difference of two sets of rows."""
        for key, row in new.items():
            if key not in old:
                self.put[key] = row
                self._count(self.base.rules, row, 1)
            elif old[key] != row:
                self._revise(key, old[key], row)
        for key in old.keys() - new.keys():
            self.dropped.add(key)
            self._count(self.base.rules, old[key], -1)

    def rewrite(self, after: Effective | None) -> None:
        """Write a stream's rows whole where the table may hold what was erased since.

        No count changes with a text.
        """
        self.put |= self.base.ledger.rows(after)

    def _revise(self, key: str, old: LedgerRow, new: LedgerRow) -> None:
        pairs = enumerate(zip(old, new, strict=True))
        changed = {index: now for index, (was, now) in pairs if was != now}
        self.revised[key] = changed
        rules = [r for r in self.base.rules if not r.reads.isdisjoint(changed)]
        self._count(rules, old, -1)
        self._count(rules, new, 1)

    def _count(self, rules: Iterable[CellRule], row: LedgerRow, sign: int) -> None:
        cells, zone = self.cells, self.base.zone
        for rule in rules:
            for cell, amount in rule.cells(row, zone):
                cells[cell] = cells.get(cell, 0) + sign * amount

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.put or self.revised or self.dropped)

    def flush(self, connection: Connection, tables: LedgerTables) -> None:
        """Write everything to one generation."""
        for sql, rows in self.statements(connection, tables):
            connection.run_many(sql, rows)

    def statements(self, connection: Connection, tables: LedgerTables) -> list[Write]:
        """What writes everything, each statement with its rows of parameters."""
        found: list[Write] = []
        if self.put:
            found.append((tables.upsert, list(self.put.values())))
        for key, changed in self.revised.items():
            values = (*changed.values(), key)
            found.append((tables.revise(tuple(changed)), [values]))
        if self.dropped:
            found.append((tables.delete, [(key,) for key in self.dropped]))
        added = [(*cell, amount) for cell, amount in self.cells.items() if amount]
        if added and connection.dialect == "postgresql":
            columns = zip(*added, strict=True)
            found.append((tables.add_all, [[_array(column) for column in columns]]))
        elif added:
            found.append((tables.add, added))
        return found


def _array(values: Iterable[str | int]) -> str:
    """An array as PostgreSQL reads it: in quotes, only these two are not themselves."""
    texts = [str(v).replace("\\", "\\\\").replace('"', '\\"') for v in values]
    return '{"' + '","'.join(texts) + '"}'
