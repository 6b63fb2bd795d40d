"""A source's part of a roll-up for whoever sees only some of its rows.

Cells count every row; these are counted anew, from the rows that are seen alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from houqin.core.projection.horizon import day_start, local_day
from houqin.core.projection.kpi import Equals

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.rollup import Part, RollUp
    from houqin.core.projection.source import RowSource
    from houqin.core.projection.tables import LedgerTables
    from houqin.core.projection.visibility import Visibility


class SeenPart:
    """The rows one person sees of a source, as contributions to a roll-up."""

    def __init__(
        self,
        rollup: RollUp,
        tables: LedgerTables,
        source: RowSource,
        seen: Visibility,
        zone: ZoneInfo,
    ) -> None:
        self._rollup = rollup
        self._rows = tables.rows
        self._ledger = tables.ledger
        self._source = source
        self._seen = seen.condition(self._ledger, lambda name: self._rows.c[name])
        self._zone = zone

    def cells(self) -> list[Any]:
        """For each measure a query of measure, amount, groups and time."""
        return [
            self._measure(part, self._rollup.measures[column])
            for part in self._rollup.parts
            if part.over.name == self._ledger.name
            for column in part.measures
        ]

    def _measure(self, part: Part, kpi: Kpi) -> Any:
        columns, rollup = self._rows.c, self._rollup
        groups = [
            sa.func.coalesce(columns[part.by.get(name, name)], "").label(name)
            for name in rollup.groups
        ]
        wanted = [columns.voided == 0, self._seen]
        wanted += [
            columns[w.column].in_(w.codes) for w in kpi.where if isinstance(w, Equals)
        ]
        if rollup.time:
            wanted.append(columns[part.at].is_not(None))
            groups.append(self._named(part.at).label(rollup.time))
        amount = columns[kpi.column] if kpi.column else sa.literal(1)
        wanted.append(amount != 0)
        measured = sa.literal(kpi.name).label("kpi")
        return sa.select(measured, amount.label("amount"), *groups).where(*wanted)

    def _named(self, at: str) -> Any:
        """The month or year of a time, by the site's zone."""
        column, width = self._rows.c[at], self._rollup.width
        declared = self._ledger.column(at)
        if declared is not None and declared.type.kind == "date":
            return sa.func.substr(column, 1, width)
        bounds = sa.select(sa.func.min(column), sa.func.max(column))
        ((first, last),) = self._source.run(bounds.where(self._seen))
        if first is None:
            return sa.literal("")
        begins = local_day(int(first), self._zone).replace(day=1)
        ends = local_day(int(last), self._zone)
        return sa.case(*self._months(column, begins, ends), else_="")

    def _months(self, column: Any, month: date, last: date) -> list[Any]:
        """Each month up to the last: before the next begins it is this one."""
        found = []
        while month <= last:
            after = (month + timedelta(days=32)).replace(day=1)
            named = month.isoformat()[: self._rollup.width]
            found.append((column < day_start(after, self._zone), named))
            month = after
        return found
