"""Figures (CONTRACTS §6) counted from the naive model's rows, none of them kept."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tests.core.site.naive import Naive

SAVING = ("electric", "plug_in_hybrid")


def _ratio(numerator: int, denominator: int, factor: int) -> int | None:
    """Half up; nothing when the divisor is 0."""
    if denominator == 0:
        return None
    return math.floor(Fraction(numerator * factor, denominator) + Fraction(1, 2))


def _trips_dispatched(view: Naive, start: date, end: date) -> int:
    return len(view.trips_between("departed_at", start, end))


def _distance(view: Naive, start: date, end: date) -> int:
    return sum(
        r["distance"] or 0 for r in view.trips_between("returned_at", start, end)
    )


def _saving_share(view: Naive, start: date, end: date) -> int | None:
    gone = view.trips_between("departed_at", start, end)
    return _ratio(sum(r["energy"] in SAVING for r in gone), len(gone), 1000)


def _response(view: Naive, start: date, end: date) -> int | None:
    sent = view.trips_between("dispatched_at", start, end)
    return _ratio(sum(r["response"] for r in sent), len(sent), 10)


def _new_energy_share(view: Naive, _start: date, end: date) -> int | None:
    cars = view.fleet(end)
    return _ratio(sum(r["energy"] in SAVING for r in cars), len(cars), 1000)


def _over_eight_share(view: Naive, _start: date, end: date) -> int | None:
    cars = view.fleet(end)
    limit = end.replace(year=end.year - 8).isoformat()
    return _ratio(sum(r["registered_on"] < limit for r in cars), len(cars), 1000)


def _fleet_size(view: Naive, _start: date, end: date) -> int:
    return len(view.fleet(end))


_FIGURES: dict[str, Callable[[Naive, date, date], int | None]] = {
    "vehicles.trips_dispatched": _trips_dispatched,
    "vehicles.distance": _distance,
    "vehicles.saving_share": _saving_share,
    "vehicles.response": _response,
    "vehicles.new_energy_share": _new_energy_share,
    "vehicles.over_eight_share": _over_eight_share,
    "vehicles.fleet_size": _fleet_size,
}
KPIS = tuple(_FIGURES)


def kpi(view: Naive, name: str, start: date, end: date) -> int | None:
    """One figure between two days, both inclusive."""
    return _FIGURES[name](view, start, end)
