"""The limits of an as-of view, and which events lie within them.

CONTRACTS §4 is the definition; live is the horizon without limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_FAR = 2**62


@dataclass(frozen=True, slots=True)
class Horizon:
    """Position (``--at``), knowledge date (``--recorded-by``), business date.

    Both dates are whole local days of the site, inclusive.
    """

    position: int | None = None
    recorded_by: date | None = None
    as_of: date | None = None

    @property
    def live(self) -> bool:
        """Whether there is no limit at all."""
        return self == LIVE


LIVE = Horizon()


class Limits(NamedTuple):
    """A horizon in the log's own terms: both instants are exclusive ends."""

    position: int = _FAR
    recorded_before: int = _FAR
    occurred_before: int = _FAR


UNLIMITED = Limits()


# Every figure, check and display asks for the days of the same few instants.
@lru_cache(maxsize=4096)
def day_start(day: date, zone: ZoneInfo) -> int:
    """Microseconds UTC at which the local ``day`` begins."""
    return int(datetime.combine(day, time(), zone).timestamp()) * 1_000_000


@lru_cache(maxsize=4096)
def local_day(instant: int, zone: ZoneInfo) -> date:
    """The local date of an instant."""
    return datetime.fromtimestamp(instant // 1_000_000, zone).date()


def limits_of(horizon: Horizon, zone: ZoneInfo) -> Limits:
    """Translate inclusive local days into exclusive instants."""
    one = timedelta(days=1)
    return Limits(
        _FAR if horizon.position is None else horizon.position,
        day_start(horizon.recorded_by + one, zone) if horizon.recorded_by else _FAR,
        day_start(horizon.as_of + one, zone) if horizon.as_of else _FAR,
    )
