"""出车回场登记 at the drivers' room or the gate: last four of the plate, odometer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.web.cards import Quick, quick
from houqin.core.web.durations import due_text
from houqin.plugins.vehicles.cards.rows import cells, in_state

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

_TRIPS = "vehicles.trips"
_STEPS = {
    "dispatched": ("vehicles.depart", "出车登记"),
    "departed": ("vehicles.return_trip", "回场登记"),
}
#: Without a plate the trips that are next.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Passing:
    """A car that leaves or comes back."""

    vehicle: str
    driver: str
    unit: str
    destination: str
    when: str
    step: Quick


def show(request: Any) -> dict[str, Any]:
    """Trips whose plate ends so, each with its odometer and one button."""
    typed = request.GET.get("plate", "").strip()
    wanted = request.GET.get("do", "")
    states = {"depart": ("dispatched",), "return": ("departed",)}
    rows = in_state(request, _TRIPS, *states.get(wanted, tuple(_STEPS)))
    rows.sort(key=lambda row: (row.state != "departed", row.values["used_at"] or 0))
    found = [p for row in rows if (p := _passing(request, row, typed)) is not None]
    return {
        "plate": typed,
        "wanted": wanted if wanted in states else "",
        "passing": found[:_MOST],
        "action": request.path,
    }


def _passing(request: Any, row: Row, typed: str) -> Passing | None:
    shown = cells(request, _TRIPS, row, "vehicle", "driver", "unit", "destination")
    if not shown["vehicle"].upper().endswith(typed.upper()):
        return None
    command, title = _STEPS[row.state or ""]
    step = quick(request, command, _TRIPS, row.stream, ask=("odometer",), title=title)
    if step is None:
        return None
    now = request.site.now()
    at = row.values["planned_end" if row.state == "departed" else "used_at"]
    return Passing(**shown, when=due_text(at, now, request.zone), step=step)
