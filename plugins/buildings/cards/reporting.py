"""经办人: 用房数据待报 of one's own unit, with deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.projection.watching import Is
from houqin.core.site.alerts import moment_of

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

_REPORTS = "buildings.unit_reports"
_MOST = 6


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that the unit owes; ``url`` is the form."""

    round: str
    unit: str
    deadline: str
    state: str
    late: bool
    url: str


def owed(request: Any) -> dict[str, Any] | None:
    """What has to be reported, the first deadline first; nothing where none is."""
    moment = moment_of(request.reader)
    wanted = (Is("state", ("assigned", "returned")),)
    rows = request.reader.ledger(_REPORTS).watched(wanted, moment, _MOST)
    found = sorted(rows, key=lambda row: row.values["deadline"])
    shown = [_owed(request, row, moment.instant) for row in found]
    return {"reports": shown} if shown else None


def _owed(request: Any, row: Row, now: int) -> Owed:
    reader = request.reader
    ledger = reader.ledger_named(_REPORTS)

    def cell(name: str) -> str:
        return str(reader.shown(ledger, row, ledger.column(name)))

    url = request.to.record_command(_REPORTS, row.stream, "buildings.report_rooms")
    return Owed(
        cell("round"), cell("unit"), cell("deadline"), cell("status"),
        row.values["deadline"] < now, url,
    )  # fmt: skip
