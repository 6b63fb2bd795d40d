"""某时用车查询: who had this car at that minute, for fines and complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from houqin.core.registry.declarations import PluginPage
from houqin.events.instants import from_datetime
from houqin.plugins.vehicles.permissions import VehiclesPermission as Right

#: No trip lasts longer.
_LONGEST = timedelta(days=120)
_TRIPS = "vehicles.trips"
_SHOWN = ("vehicle", "driver", "departed_at", "returned_at", "unit", "user", "purpose")


@dataclass(frozen=True, slots=True)
class Holder:
    """One trip that had the car then."""

    serial: str
    url: str
    facts: list[tuple[str, str]]


def who_had(request: Any) -> dict[str, Any]:
    """The trips under way with a car at a minute; nothing typed shows the form."""
    plate = request.GET.get("plate", "").strip()
    typed = request.GET.get("moment", "").strip()
    error, moment = "", None
    if plate or typed:
        moment = _moment(typed, request.zone)
        if not plate:
            error = "请填写号牌"
        elif moment is None:
            error = "时刻应为日期和时间，例如2023-03-05T09:30"
    found = _holders(request, plate, moment) if moment and not error else []
    return {
        "plate": plate, "typed": typed, "error": error,
        "found": found, "asked": bool(moment) and not error, "action": request.path,
    }  # fmt: skip


def _moment(typed: str, zone: Any) -> int | None:
    """Microseconds of a local minute as a browser sends it."""
    try:
        found = datetime.fromisoformat(typed)
        return from_datetime((found.replace(tzinfo=zone)).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _holders(request: Any, plate: str, moment: int) -> list[Holder]:
    reader = request.reader
    day = datetime.fromtimestamp(moment / 1_000_000, request.zone).date()
    rows = reader.ledger(_TRIPS).rows({"vehicle": plate}, period=(day - _LONGEST, day))
    return [_holder(request, row) for row in rows if _had(row, moment)]


def _had(row: Any, moment: int) -> bool:
    """Out at that instant: gone, and not yet back."""
    out, back = row.values["departed_at"], row.values["returned_at"]
    if row.voided or out is None:
        return False
    return bool(out <= moment and (back is None or moment <= back))


def _holder(request: Any, row: Any) -> Holder:
    ledger = request.registry.houqin.ledgers[_TRIPS]
    columns = [ledger.column(name) for name in _SHOWN]
    display = request.reader.display
    facts = [(c.title, display.text(c, row.values[c.name])) for c in columns]
    return Holder(row.values["serial"], request.to.record(_TRIPS, row.stream), facts)


PAGES = (
    PluginPage(
        "vehicles.who_had",
        "某时用车查询",
        Right.SEE_FLEET,
        who_had,
        "vehicles_who_had.pt",
        (("plate", "号牌"), ("moment", "时刻")),
    ),
)
