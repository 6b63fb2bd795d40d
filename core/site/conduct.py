"""How records came about, month by month: 补录, 更正, 作废, 代录."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from houqin.core.projection.effective import CORRECTED, VOIDED
from houqin.core.projection.horizon import day_start
from houqin.events.entry import NIL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.site.reader import Reader

_DAY = 86_400_000_000
_COUNTED = (
    "SELECT COALESCE(SUM(CASE WHEN (recorded + ?) / ? > (occurred + ?) / ?"
    " AND topic NOT IN (?, ?) THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN topic = ? THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN topic = ? THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN on_behalf_of <> ? AND on_behalf_of <> actor"
    " THEN 1 ELSE 0 END), 0)"
    " FROM [event] WHERE position > ? AND position <= ?"
)


@dataclass(frozen=True, slots=True)
class Conduct:
    """One month by the time of recording."""

    month: str
    late: int
    corrected: int
    voided: int
    on_behalf: int


def conduct(reader: Reader, months: int) -> list[Conduct]:
    """The last months, the newest first; each is read by its positions alone."""
    site, connection = reader.site, reader.connection
    found = []
    for first, after in _months(reader.last_day(), months):
        begins, ends = (day_start(day, site.zone) for day in (first, after))
        start = site.log.position_at(connection, begins)
        stop = min(site.log.position_at(connection, ends), reader.position)
        # Added to an instant it makes local days of whole ones, as the month begins.
        shift = -begins % _DAY
        asked = (
            shift, _DAY, shift, _DAY, CORRECTED, VOIDED,
            CORRECTED, VOIDED, NIL.bytes, start, stop,
        )  # fmt: skip
        (row,) = connection.execute(_COUNTED, asked)
        found.append(Conduct(f"{first:%Y-%m}", *map(int, row)))
    return found


def _months(day: date, count: int) -> Iterator[tuple[date, date]]:
    """First day of a month and of the next, going back."""
    first = day.replace(day=1)
    for _ in range(count):
        after = (first + timedelta(days=32)).replace(day=1)
        yield first, after
        first = (first - timedelta(days=1)).replace(day=1)
