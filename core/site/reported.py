"""指标表: a figure as known on the day it was reported, and as it is known now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from houqin.core.schema.numerals import decimal_text
from houqin.core.site.figures import year_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from houqin.core.projection.kpi import Kpi
    from houqin.core.projection.row import Row
    from houqin.core.site.figures import Figure
    from houqin.core.site.reader import Reader

#: Rows of a figure: what each adds to it, by ledger and key, and of which record.
Counted = dict[tuple[str, str], tuple[Any, "UUID"]]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two figures of one indicator, and what lies between them.

    :param causes: records that count in only one of them, or otherwise in each.
    """

    before: Figure
    now: Figure
    causes: tuple[UUID, ...] = ()

    @property
    def difference(self) -> int | None:
        """In the indicator's scale; nothing where a figure is none."""
        before, now = self.before.value, self.now.value
        return None if before is None or now is None else now - before

    @property
    def difference_text(self) -> str:
        """With its sign."""
        found = self.difference
        sign = "+" if found is not None and found > 0 else ""
        return f"{sign}{decimal_text(found, self.now.kpi.scale)}"

    def as_json(self) -> dict[str, Any]:
        """Both figures, their difference and the records behind it."""
        return {
            "before": self.before.as_json(),
            "now": self.now.as_json(),
            "difference": self.difference,
            "causes": [str(record) for record in self.causes],
        }


def as_reported(
    reader: Reader, kpis: Iterable[Kpi], start: date, end: date, reported: date
) -> Iterator[Beside]:
    """The figures as recorded by the end of a day, beside those of the reader."""
    then = reader.within(replace(reader.horizon, recorded_by=reported))
    for kpi in kpis:
        before, now = (each.kpi(kpi.name, start, end) for each in (then, reader))
        changed = before.value != now.value
        causes = _causes(then, reader, kpi, start, end) if changed else ()
        yield Beside(before, now, causes)


def two_periods(
    reader: Reader,
    kpis: Iterable[Kpi],
    first: tuple[date, date],
    second: tuple[date, date],
) -> Iterator[Beside]:
    """两期对比: the figures of the first period, beside those of the second."""
    for kpi in kpis:
        yield Beside(reader.kpi(kpi.name, *first), reader.kpi(kpi.name, *second))


def _causes(
    then: Reader, now: Reader, kpi: Kpi, start: date, end: date
) -> tuple[UUID, ...]:
    """Records whose rows count otherwise now than then, each once."""
    spans = [(start, end)]
    if kpi.measure == "change":
        spans.append((year_before(start), year_before(end)))
    found: dict[UUID, None] = {}
    for span in spans:
        before, after = (_counted(each, kpi, *span) for each in (then, now))
        for key in after | before:
            if before.get(key) != after.get(key):
                found[(after.get(key) or before[key])[1]] = None
    return tuple(found)


def _counted(reader: Reader, kpi: Kpi, start: date, end: date) -> Counted:
    """The rows a figure is made of; a part's own for one worked out of others."""
    return {
        (chosen[0].name, row.key): (_adds(chosen[0], row), row.stream)
        for reading, chosen in reader.kpi_rows(kpi.name, start, end)
        for row in reading.rows(kpi=chosen)
    }


def _adds(kpi: Kpi, row: Row) -> Any:
    return row.values[kpi.column] if kpi.column else 1
