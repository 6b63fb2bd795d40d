"""The cells of many rows at once: what a rebuild counts before it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.rollup import PartRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.kpi import CellRule
    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.writing import BaseLedger

#: Amounts by value, then by day.
Days = dict[str, dict[int, int]]
#: The same by indicator and dimension.
Totals = dict[tuple[str, str], Days]
#: No zone begins its days, or changes its time, within a quarter of an hour.
QUARTER = 900_000_000


class Tally:
    """Amounts by cell, as `WriteSet` counts them row by row.

    A cell is found by its value and its day alone, without a key of four parts made
    for each contribution, and a quarter of an hour is put on its day once: a trip's
    fourteen cells take a third of the time.
    """

    def __init__(self, base: BaseLedger) -> None:
        self.totals: Totals = {}
        self._zone = base.zone
        self._days: dict[Any, int] = {}
        self._buckets: dict[tuple[int, Any], tuple[int, str]] = {}
        self._parts = [rule for rule in base.rules if isinstance(rule, PartRule)]
        self._rules = [
            (rule, *self._places(rule))
            for rule in base.rules
            if not isinstance(rule, PartRule)
        ]

    def _places(self, rule: CellRule) -> tuple[dict[int, int], list[tuple[int, Days]]]:
        name = rule.kpi.name
        whole = self.totals.setdefault((name, ""), {}).setdefault("", {})
        split = [
            (index, self.totals.setdefault((name, dimension), {}))
            for dimension, index in rule.dimensions
        ]
        return whole, split

    def add(self, row: LedgerRow) -> None:
        """Count one row."""
        for rule, whole, split in self._rules:
            amount = rule.amount(row)
            if amount is None:
                continue
            at = row[rule.at]
            key = at if rule.by_date else at // QUARTER
            day = self._days.get(key)
            if day is None:
                day = self._days[key] = rule.day(row, self._zone).toordinal()
            whole[day] = whole.get(day, 0) + amount
            for index, values in split:
                value = str(row[index] or "")
                days = values.get(value)
                if days is None:
                    days = values[value] = {}
                days[day] = days.get(day, 0) + amount
        for part in self._parts:
            amount = part.amount(row)
            if amount is not None:
                self._add_to_part(part, row, amount)

    def _add_to_part(self, part: PartRule, row: LedgerRow, amount: int) -> None:
        day, named = self._bucket(part, row) if part.width else (0, "")
        if len(part.groups) == 1:
            first, value = str(row[part.groups[0]] or ""), named
        else:
            first, second = part.names(row)
            value = second + named
        place = part.kpi.name, first
        values = self.totals.get(place)
        if values is None:
            values = self.totals[place] = {}
        days = values.get(value)
        if days is None:
            days = values[value] = {}
        days[day] = days.get(day, 0) + amount

    def _bucket(self, part: PartRule, row: LedgerRow) -> tuple[int, str]:
        at = row[part.at]
        # Parts with one time column and one width have the same months.
        key = part.width, at if part.by_date else at // QUARTER
        found = self._buckets.get(key)
        if found is None:
            found = self._buckets[key] = part.bucket(row, self._zone)
        return found

    def merge(self, totals: Totals) -> None:
        """Take in what another process has counted."""
        for place, values in totals.items():
            known = self.totals.setdefault(place, {})
            for value, days in values.items():
                kept = known.setdefault(value, {})
                for day, amount in days.items():
                    kept[day] = kept.get(day, 0) + amount

    def cells(self) -> Iterator[tuple[str, str, str, int, int]]:
        """Every cell that comes to something, in the order of the table's key."""
        for (kpi, dimension), values in sorted(self.totals.items()):
            for value, days in sorted(values.items()):
                for day, amount in sorted(days.items()):
                    if amount:
                        yield kpi, dimension, value, day, amount
