"""From a figure of a roll-up to the rows it was added up from."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from houqin.core.projection.rollup import RollUp
    from houqin.core.projection.row import Row


def behind(rollup: RollUp, measure: str, row: Row) -> list[tuple[str, str]] | None:
    """What the source ledger's page is asked for; nothing where nothing leads there.

    A group whose value is missing cannot be typed as a filter.
    """
    if measure not in rollup.measures:
        return None
    part = rollup.part_of(measure)
    pairs = [("kpi", rollup.measures[measure].name)]
    for name in rollup.groups:
        if not row.values[name]:
            return None
        pairs.append((f"f.{part.by.get(name, name)}", row.values[name]))
    if rollup.time:
        first, last = _days(row.values[rollup.time])
        pairs += [("from", first), ("to", last)]
    return pairs


def _days(named: str) -> tuple[str, str]:
    """First and last day of ``2023`` or ``2023-02``."""
    year, _, month = named.partition("-")
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    return f"{named}-01", f"{named}-{monthrange(int(year), int(month))[1]}"
