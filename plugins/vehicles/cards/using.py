"""经办人: applying, what became of it, receipts, the unit's month."""

from __future__ import annotations

from typing import Any

from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count, month_of, quick
from houqin.core.web.page import Link
from houqin.core.web.worklists import worklist_lines, worklist_url
from houqin.plugins.vehicles.cards.rows import cells, in_state, today_of

_REQUESTS = "vehicles.requests"
_MOST = 6


def ask(request: Any) -> dict[str, Any]:
    """我要用车, anew or like the last time."""
    url = request.to.command("vehicles.request_vehicle")
    again = with_query(url, [("copy", "last")])
    return {"buttons": [Link("我要用车", url, "do"), Link("复制上次", again, "copy")]}


def mine(request: Any) -> dict[str, Any]:
    """我的申请: its step, and who is waited for."""
    found = request.worklists.started(size=_MOST)
    return {
        "items": worklist_lines(request, found.items),
        "all_url": worklist_url(request, "started"),
    }


def receipts(request: Any) -> dict[str, Any] | None:
    """待回执: trips that are over, confirmed with one button."""
    found = []
    for row in in_state(request, _REQUESTS, "arranged", "approved_after"):
        if row.values["confirmed_at"] is not None:
            continue
        button = quick(
            request, "vehicles.confirm_use", _REQUESTS, row.stream, ask=("rating",)
        )
        if button is not None:
            shown = cells(request, _REQUESTS, row, "serial", "purpose", "vehicle")
            form = request.to.record_command(
                _REQUESTS, row.stream, "vehicles.confirm_use"
            )
            found.append({**shown, "url": form})
    return {"receipts": found[:_MOST]} if found else None


def month(request: Any) -> dict[str, Any]:
    """本单位本月: what the unit's people used."""
    period = month_of(today_of(request))
    names = ("vehicles.trips_dispatched", "vehicles.distance")
    figures = [request.reader.kpi(name, *period) for name in names]
    url = with_query(request.to.ledger("vehicles.trips"), [("period", "month")])
    counts = [
        Count(f.kpi.title, f.text, request.to.kpi(f.kpi.name), unit=f.kpi.unit)
        for f in figures
    ]
    sums = request.reader.ledger("vehicles.trip_costs").totals(period=period)
    spent = f"{(sums['amount'] or 0) / 100:,.2f}"
    return {"counts": [*counts, Count("费用", spent, url, unit="元")], "more": None}
