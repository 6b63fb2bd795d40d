"""The cells of many rows at once: what a rebuild counts before it writes."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import local_day
from houqin.core.projection.ledger import VOIDED
from houqin.core.projection.rollup import PartRule
from houqin.events.instants import DAY, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from zoneinfo import ZoneInfo

    from houqin.core.projection.kpi import CellRule
    from houqin.core.projection.ledger import LedgerRow
    from houqin.core.projection.writing import BaseLedger

#: Amounts by the code of a value together with a day.
Amounts = dict[int, int]
#: The same by indicator and dimension, with the values in the order of their codes.
Counted = tuple[list[str], dict[tuple[str, str], Amounts]]
#: No zone begins its days, or changes its time, within a quarter of an hour.
QUARTER = 900_000_000
#: Bits of a day; the last one of the calendar has 22.
_DAY = 22
_DAYS = (1 << _DAY) - 1
_EPOCH = date(1970, 1, 1).toordinal()


class _Codes(dict[Any, int]):
    """A number for each value that rows are split by, with room for a day below."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._known: dict[str, int] = {}

    def __missing__(self, value: Any) -> int:
        text = str(value or "")
        if text not in self._known:
            self._known[text] = len(self.texts) << _DAY
            self.texts.append(text)
        code = self[value] = self._known[text]
        return code


class _Days:
    """Local days of instants and of dates, as their ordinals."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._dates: dict[str, int] = {}
        #: What to add to an instant of each day of UTC; nothing where that changes.
        self._offsets: dict[int, int | None] = {}

    def of_date(self, text: str) -> int:
        """The day an ISO date names."""
        if text not in self._dates:
            self._dates[text] = date.fromisoformat(text).toordinal()
        return self._dates[text]

    def of(self, instant: int) -> int:
        """The day `local_day` says, for a fifth of its time."""
        number = instant // DAY
        if number in self._offsets:
            offset = self._offsets[number]
        else:
            offset = self._offsets[number] = self._offset(number * DAY)
        if offset is None:
            return local_day(instant, self._zone).toordinal()
        return (instant + offset) // DAY

    def _offset(self, start: int) -> int | None:
        """With the days before 1970; no zone changes its time twice within a day."""
        first, last = (
            datetime.fromtimestamp(at // SECOND, self._zone).utcoffset()
            for at in (start, start + DAY)
        )
        if first is None or first != last:
            return None
        return first // timedelta(microseconds=1) + _EPOCH * DAY


class Tally:
    """Amounts by cell, as `WriteSet` counts them row by row.

    Rows are counted by the batch, one column after the other, and a cell is found by
    one number: a trip's fourteen cells take a seventh of the time.
    """

    def __init__(self, base: BaseLedger) -> None:
        self._zone = base.zone
        self._codes = _Codes()
        self._days = _Days(base.zone)
        self._totals: dict[tuple[str, str], Counter[int]] = {}
        self._buckets: dict[tuple[int, Any], tuple[int, str]] = {}
        self._parts = [rule for rule in base.rules if isinstance(rule, PartRule)]
        self._rules = [
            (rule, self._place(rule.kpi.name, ""), self._split(rule))
            for rule in base.rules
            if not isinstance(rule, PartRule)
        ]

    def _place(self, kpi: str, dimension: str) -> Counter[int]:
        return self._totals.setdefault((kpi, dimension), Counter())

    def _split(self, rule: CellRule) -> list[tuple[int, Counter[int]]]:
        name = rule.kpi.name
        return [(index, self._place(name, d)) for d, index in rule.dimensions]

    def add(self, rows: Sequence[LedgerRow]) -> None:
        """Count some rows."""
        alive = [row for row in rows if not row[VOIDED]]
        codes, nothing = self._codes, self._codes[""]
        for rule, whole, split in self._rules:
            counted = rule.counted(alive)
            days, amounts = self._days_of(rule, counted), rule.amounts(counted)
            _put(whole, [nothing + day for day in days], amounts)
            for index, place in split:
                pairs = zip(counted, days, strict=True)
                _put(place, [codes[row[index]] + day for row, day in pairs], amounts)
        for part in self._parts:
            self._add_to_part(part, part.counted(alive))

    def _days_of(self, rule: CellRule, rows: Sequence[LedgerRow]) -> list[int]:
        at = rule.at
        day = self._days.of_date if rule.by_date else self._days.of
        return [day(row[at]) for row in rows]

    def _add_to_part(self, part: PartRule, rows: Sequence[LedgerRow]) -> None:
        amounts = part.amounts(rows) or [1] * len(rows)
        for row, amount in zip(rows, amounts, strict=True):
            day, named = self._bucket(part, row) if part.width else (0, "")
            first, second = part.names(row)
            place, cell = (
                self._place(part.kpi.name, first),
                self._codes[second + named] + day,
            )
            place[cell] = place.get(cell, 0) + amount

    def _bucket(self, part: PartRule, row: LedgerRow) -> tuple[int, str]:
        at = row[part.at]
        # Parts with one time column and one width have the same months.
        key = part.width, at if part.by_date else at // QUARTER
        found = self._buckets.get(key)
        if found is None:
            found = self._buckets[key] = part.bucket(row, self._zone)
        return found

    def counted(self) -> Counted:
        """What was counted, for another process to merge."""
        totals = {place: dict(amounts) for place, amounts in self._totals.items()}
        return self._codes.texts, totals

    def merge(self, counted: Counted) -> None:
        """Take in what another process has counted."""
        texts, totals = counted
        codes = [self._codes[text] for text in texts]
        for place, amounts in totals.items():
            known = self._place(*place)
            for cell, amount in amounts.items():
                mine = codes[cell >> _DAY] + (cell & _DAYS)
                known[mine] = known.get(mine, 0) + amount

    def cells(self) -> Iterator[tuple[str, str, str, int, int]]:
        """Every cell that comes to something, in the order of the table's key."""
        texts = self._codes.texts
        order = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = {code: rank for rank, code in enumerate(order)}
        for (kpi, dimension), amounts in sorted(self._totals.items()):
            # Numbers again: to sort as many texts takes several times as long.
            ranked = sorted(
                (ranks[cell >> _DAY] << _DAY | cell & _DAYS, amount)
                for cell, amount in amounts.items()
                if amount
            )
            for cell, amount in ranked:
                value = texts[order[cell >> _DAY]]
                yield kpi, dimension, value, cell & _DAYS, amount


def _put(
    place: Counter[int], cells: Sequence[int], amounts: Sequence[int] | None
) -> None:
    if amounts is None:
        place.update(cells)
        return
    for cell, amount in zip(cells, amounts, strict=True):
        place[cell] = place.get(cell, 0) + amount
