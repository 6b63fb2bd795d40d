"""Rows that several cards show, read the way that is cheap with many trips."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.projection.horizon import day_start, local_day
from houqin.core.projection.watching import Is
from houqin.core.site.alerts import moment_of

if TYPE_CHECKING:
    from datetime import date

    from houqin.core.projection.row import Row

#: More than go on one day in a county.
MOST = 200
#: A trip that began longer ago is shown while it is out.
BACK = timedelta(days=7)


def today_of(request: Any) -> date:
    """The local date by the site's clock."""
    return local_day(request.site.now(), request.zone)


def in_state(request: Any, ledger: str, *states: str) -> list[Row]:
    """Unvoided rows of a ledger in these states that the person sees."""
    reader = request.reader
    wanted = (Is("state", states),)
    found: list[Row] = reader.ledger(ledger).watched(wanted, moment_of(reader), MOST)
    return found


def trips_of(request: Any, day: date, *, person: str = "") -> list[Row]:
    """Trips that go, are out or came back on a day; those of one driver if asked.

    What was cancelled is none.
    """
    filters = {"driver_person": person} if person else None
    period = (day - BACK, day)
    rows = {
        row.key: row
        for row in request.reader.ledger("vehicles.trips").rows(filters, period=period)
    }
    for row in in_state(request, "vehicles.trips", "departed"):
        if person in {"", row.values["driver_person"]}:
            rows[row.key] = row
    begins = day_start(day, request.zone)
    return [
        row
        for row in rows.values()
        if not row.voided and row.state != "cancelled" and _until(row) >= begins
    ]


def _until(row: Row) -> int:
    """When a trip ends: as it did, as planned, or not yet."""
    if row.state == "departed":
        return 2**62
    values = row.values
    return int(values["returned_at"] or values["planned_end"] or values["used_at"] or 0)


def cell(request: Any, ledger: str, row: Row, column: str) -> str:
    """One column of a row as the person reads it."""
    declared = request.reader.ledger_named(ledger)
    return str(request.reader.shown(declared, row, declared.column(column)))


def cells(request: Any, ledger: str, row: Row, *columns: str) -> dict[str, str]:
    """Several columns of a row, by name."""
    return {name: cell(request, ledger, row, name) for name in columns}
