"""经办人: applying, what became of it, receipts, the unit's month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.site.recent import Recent
from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count, Quick, month_of, quick
from houqin.core.web.page import Link
from houqin.core.web.worklists import WorklistLine, worklist_line, worklist_url
from houqin.plugins.vehicles.cards.rows import cells, in_state, today_of
from houqin.plugins.vehicles.fields import Rating

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.row import Row
    from houqin.core.site.lines import Item

_REQUESTS, _TRIPS = "vehicles.requests", "vehicles.trips"
_MOST, _MOST_ROUTES = 6, 3
#: What makes a route, as the form of 我要用车 names it.
_ROUTE = ("range", "origin", "destination")


def ask(request: Any) -> dict[str, Any]:
    """我要用车, anew, like the last time or along a route one has used."""
    url = request.to.command("vehicles.request_vehicle")
    again = with_query(url, [("copy", "last")])
    return {
        "buttons": [Link("我要用车", url, "do"), Link("复制上次", again, "copy")],
        "routes": [_along(url, route) for route in _routes(request)],
    }


def _routes(request: Any) -> list[tuple[str, ...]]:
    """常用路线 of one's own last requests: the most used, of those alike the newest."""
    spec = request.declared.commands["vehicles.request_vehicle"]
    before = Recent(request.reader, spec, request.identity.id).records()
    keys = [str(record) for record in before]
    found = request.reader.ledger(_REQUESTS).by_keys(keys)
    rows = [found[key] for key in keys if key in found]
    # An address is kept by the server: what is sensitive is not in one.
    used = Counter(
        tuple(row.values[name] for name in _ROUTE)
        for row in rows
        if not row.voided and not row.values["sensitive"]
    )
    return [route for route, _ in used.most_common(_MOST_ROUTES)]


def _along(url: str, route: tuple[str, ...]) -> Link:
    """The form with a route filled in."""
    _, origin, destination = route
    filled = with_query(url, list(zip(_ROUTE, route, strict=True)))
    return Link(f"{origin} → {destination}", filled, "route")


@dataclass(frozen=True, slots=True)
class Mine:
    """One application: where it stands, its car once there is one, what one may do."""

    line: WorklistLine
    car: str
    papers: tuple[Link, ...]
    urge: Quick | None
    withdraw: Quick | None


def mine(request: Any) -> dict[str, Any]:
    """我的申请: its step and who is waited for, or its car and driver."""
    found = request.worklists.started(size=_MOST)
    return {
        "items": [_mine(request, item) for item in found.items],
        "all_url": worklist_url(request, "started"),
    }


def _mine(request: Any, item: Item) -> Mine:
    line, urge, withdraw = worklist_line(request, item), None, None
    if item.waiting:
        urge, withdraw = (
            quick(request, name, item.ledger, item.record, style="plain")
            for name in ("core.urge", "core.withdraw")
        )
    papers = tuple(_papers(request, item))
    return Mine(line, _car(request, item), papers, urge, withdraw)


def _papers(request: Any, item: Item) -> Iterator[Link]:
    """打印 of the 派车单 that came of an application, one each."""
    if item.ledger != _REQUESTS:
        return
    trips = request.reader.ledger(_TRIPS).referring("request", str(item.record))
    going = [trip for trip in trips if not trip.voided and trip.state != "cancelled"]
    for trip in going:
        car = cells(request, _TRIPS, trip, "vehicle")["vehicle"]
        title = "打印" if len(going) == 1 else f"打印 {car}"
        url = f"{request.to.record(_TRIPS, trip.stream)}/print.pdf"
        yield Link(title, url, "print")


def _car(request: Any, item: Item) -> str:
    """The plate and the driver of an application that has them."""
    if item.ledger != _REQUESTS:
        return ""
    row = request.reader.ledger(_REQUESTS).row(str(item.record))
    shown = cells(request, _REQUESTS, row, "vehicle", "driver") if row else {}
    return " ".join(filter(None, shown.values()))


@dataclass(frozen=True, slots=True)
class Receipt:
    """One application whose trips are over: what was driven, to be confirmed."""

    serial: str
    purpose: str
    driven: tuple[str, ...]
    confirm: Quick
    form_url: str


def receipts(request: Any) -> dict[str, Any] | None:
    """待回执: route and kilometres, confirmed with one button."""
    found: list[Receipt] = []
    for row in in_state(request, _REQUESTS, "arranged", "approved_after"):
        if row.values["confirmed_at"] is None and len(found) < _MOST:
            found += filter(None, [_receipt(request, row)])
    return {"receipts": found} if found else None


def _receipt(request: Any, row: Row) -> Receipt | None:
    name, satisfied = "vehicles.confirm_use", {"rating": Rating.GOOD.value}
    button = quick(
        request, name, _REQUESTS, row.stream, title="回执确认", settled=satisfied
    )
    if button is None:
        return None
    trips = request.reader.ledger(_TRIPS).referring("request", row.key)
    driven = tuple(_driven(request, trip) for trip in trips if not trip.voided)
    shown = cells(request, _REQUESTS, row, "serial", "purpose")
    form = request.to.record_command(_REQUESTS, row.stream, name)
    return Receipt(**shown, driven=driven, confirm=button, form_url=form)


def _driven(request: Any, trip: Row) -> str:
    shown = cells(request, _TRIPS, trip, "vehicle", "origin", "destination", "distance")
    route = f"{shown['origin']} → {shown['destination']}"
    return f"{shown['vehicle']}　{route}　{shown['distance'] or '—'} 公里"


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
