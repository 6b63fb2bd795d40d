"""The board of cars and hours, and the sheet of the day's trips."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import day_start
from houqin.core.web.durations import day_text, minute_text
from houqin.plugins.vehicles.cards.rows import cell, cells, today_of, trips_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from houqin.core.projection.row import Row

_TRIPS, _CARS = "vehicles.trips", "vehicles.vehicles"
#: The hours shown, and how fine a bar is drawn: tenths of an hour.
FIRST, LAST, TENTH = 6, 22, 360_000_000
WIDTH = (LAST - FIRST) * 10
#: Dispatch looks first at what costs least to drive.
_ORDER = {"electric": 0, "plug_in_hybrid": 1, "hybrid": 2}
_AWAY = {"sealed", "in_repair", "detached", "pending_disposal"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One trip on the board; places in tenths of an hour from the first."""

    x: int
    width: int
    state: str
    text: str
    url: str


@dataclass(slots=True)
class Line:
    """One car of the board; ``why`` it cannot go today."""

    plate: str
    energy: str
    why: str
    url: str
    bars: list[Bar] = field(default_factory=list)


def show(request: Any) -> dict[str, Any]:
    """Cars, electric ones first, with today's trips as bars from 6 to 22."""
    day = today_of(request)
    trips: dict[str, list[Row]] = {}
    for row in trips_of(request, day):
        trips.setdefault(row.values["vehicle"], []).append(row)
    cars = [row for row in _cars(request) if row.state != "disposed"]
    cars.sort(
        key=lambda row: (_ORDER.get(row.values["energy"], 9), row.values["plate"])
    )
    return {
        "hours": range(FIRST, LAST, 2),
        "width": WIDTH,
        "now_x": _place(request, day, request.site.now()),
        "lines": [_line(request, day, row, trips.get(row.key, ())) for row in cars],
    }


def _place_of(car: Row) -> tuple[int, str]:
    return _ORDER.get(car.values["energy"], len(_ORDER)), car.values["plate"]


def _cars(request: Any) -> list[Row]:
    return list(request.reader.ledger(_CARS).rows({"voided": "0"}))


def _line(request: Any, day: date, car: Row, trips: Iterable[Row]) -> Line:
    shown = cells(request, _CARS, car, "plate", "energy", "status")
    line = Line(
        shown["plate"], shown["energy"], _why(car, shown["status"], day),
        request.to.record(_CARS, car.stream),
    )  # fmt: skip
    line.bars = [_bar(request, day, row) for row in trips]
    return line


def _why(car: Row, status: str, day: date) -> str:
    """封存, 在修, 保险到期: why a car is grey."""
    if car.values["status"] in _AWAY:
        return status
    for name, said in (("insured_until", "保险到期"), ("inspected_until", "年检到期")):
        until = car.values[name]
        if until is not None and until < day.isoformat():
            return said
    return ""


def _bar(request: Any, day: date, row: Row) -> Bar:
    values = row.values
    start = values["departed_at"] or values["used_at"]
    planned = values["planned_end"] or start
    late = max(planned, request.site.now()) if row.state == "departed" else planned
    end = values["returned_at"] or late
    first = _place(request, day, start)
    shown = cells(request, _TRIPS, row, "serial", "unit", "driver", "destination")
    hours = (minute_text(at, request.zone)[11:] for at in (start, end))
    text = "–".join(hours) + " "
    return Bar(
        first, max(_place(request, day, end) - first, 2), row.state or "",
        text + " ".join(filter(None, shown.values())),
        request.to.record(_TRIPS, row.stream),
    )  # fmt: skip


def _place(request: Any, day: date, instant: int) -> int:
    """Tenths of an hour after the board's first hour, within the board."""
    begins = day_start(day, request.zone) + FIRST * 10 * TENTH
    return min(max((instant - begins) // TENTH, 0), WIDTH)


def sheet(request: Any) -> dict[str, Any]:
    """当日派车表: every trip of the day, for the wall."""
    day = today_of(request)
    rows = sorted(trips_of(request, day), key=lambda row: row.values["used_at"] or 0)
    names = ("serial", "used_at", "planned_end", "unit", "user", "passengers",
             "destination", "vehicle", "driver", "status")  # fmt: skip
    declared = request.reader.ledger_named(_TRIPS)
    return {
        "day": day_text(day),
        "tomorrow": day_text(day + timedelta(days=1)),
        "heads": [declared.column(name).title for name in names],
        "rows": [[cell(request, _TRIPS, row, n) for n in names] for row in rows],
        "printed": minute_text(request.site.now(), request.zone),
    }
