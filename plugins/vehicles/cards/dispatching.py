"""调度员: what waits for a car, five buttons, what to look after today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.projection.kpi import Equals, Kpi
from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count, month_of
from houqin.core.web.durations import due_text
from houqin.core.web.page import Link
from houqin.plugins.vehicles.cards.rows import BACK, cells, in_state, today_of

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

#: A request that starts sooner is red.
_SOON = 30 * 60 * 1_000_000
_REQUESTS, _TRIPS = "vehicles.requests", "vehicles.trips"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that has no car yet."""

    serial: str
    start: str
    soon: bool
    unit: str
    passengers: str
    destination: str
    range: str
    url: str
    dispatch_url: str


def waiting(request: Any) -> dict[str, Any]:
    """待派 by time; red half an hour before it goes."""
    rows = in_state(request, _REQUESTS, "approved")
    rows.sort(key=lambda row: row.values["planned_start"] or 0)
    return {
        "waiting": [_waiting(request, row) for row in rows],
        "dispatch_url": request.to.command("vehicles.dispatch"),
    }


def _waiting(request: Any, row: Row) -> Waiting:
    shown = cells(
        request, _REQUESTS, row, "serial", "unit", "passengers", "destination", "range"
    )
    start, now = row.values["planned_start"] or 0, request.site.now()
    return Waiting(
        **shown,
        start=due_text(start, now, request.zone),
        soon=start - now < _SOON,
        url=request.to.record(_REQUESTS, row.stream),
        dispatch_url=request.to.record_command(
            _REQUESTS, row.stream, "vehicles.dispatch_request"
        ),
    )


def buttons(request: Any) -> dict[str, Any]:
    """Five large buttons."""
    to = request.to
    gate = to.page("vehicles/gate")
    return {
        "buttons": [
            Link("派车", to.command("vehicles.dispatch"), "do"),
            Link("出车登记", with_query(gate, [("do", "depart")]), "do"),
            Link("回场登记", with_query(gate, [("do", "return")]), "do"),
            Link("补录派车单", to.command("vehicles.paper_slip"), "do"),
            Link("先用后补", to.command("vehicles.use_in_emergency"), "do"),
        ]
    }


def watch(request: Any) -> dict[str, Any]:
    """超计划未回 · 缺里程 · 昨日费用未登 · 今日驾驶员 · 到期 · 本月车次."""
    today = today_of(request)
    raised = request.reader.alerts.mine()
    alerts = request.to.page("alerts")
    late = [r for r in raised if r.alert.name == "vehicles.not_returned"]
    due = [
        r for r in raised if r.alert.over is not None and r.alert.due and r not in late
    ]
    missing, without = _missing(request), _without_costs(request)
    trips = request.reader.kpi("vehicles.trips_dispatched", *month_of(today))
    drivers = request.to.ledger("vehicles.drivers")
    late_url = with_query(alerts, [("kind", "vehicles.not_returned")])
    return {
        "counts": [
            Count("超计划未回", str(len(late)), late_url, bool(late), "辆"),
            Count("缺里程", str(missing), _list(request, "dispatched"), bool(missing)),
            Count("昨日费用未登", str(without), _list(request, "returned")),
            Count("今日驾驶员", str(_drivers(request)), drivers),
            Count("到期", str(len(due)), alerts, bool(due)),
            Count("本月车次", trips.text, request.to.kpi("vehicles.trips_dispatched")),
        ],
        "more": Link("打印当日派车表", request.to.page("vehicles/day"), "print"),
    }  # fmt: skip


def _list(request: Any, state: str) -> str:
    return with_query(request.to.ledger(_TRIPS), [("f.state", state)])


def _missing(request: Any) -> int:
    """Trips whose day is over and whose departure nobody recorded."""
    rows = in_state(request, _TRIPS, "dispatched")
    now = request.site.now()
    return sum(1 for row in rows if (row.values["planned_end"] or now) < now)


def _without_costs(request: Any) -> int:
    """Trips that came back yesterday without a receipt."""
    day = today_of(request) - timedelta(days=1)
    back = Kpi(
        name="", title="", unit="", meaning="", measure="count", at="returned_at",
        where=(Equals("state", ("returned", "closed")),),
    )  # fmt: skip
    reading = request.reader.ledger(_TRIPS)
    spent = ("energy_cost", "toll", "parking", "other_cost")
    # They began in that week at the most, and the week has an index.
    rows = reading.rows(kpi=(back, day, day), period=(day - BACK, day))
    return sum(1 for row in rows if not any(row.values[name] for name in spent))


def _drivers(request: Any) -> int:
    drivers = request.reader.ledger("vehicles.drivers")
    return int(drivers.count({"state": "active", "voided": "0"}))
