"""驾驶员: today's tasks with one button each, and the month."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count, Quick, month_of, quick
from houqin.core.web.durations import due_text
from houqin.core.web.page import Link
from houqin.core.web.views.alerts import alert_lines
from houqin.plugins.vehicles.cards.rows import cells, in_state, today_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from houqin.core.projection.row import Row

_TRIPS = "vehicles.trips"
_NOTICES, _AHEAD = "vehicles.meeting_notices", timedelta(days=60)
_MEETINGS, _ATTENDANCE = "vehicles.safety_meetings", "vehicles.meeting_attendance"
#: Costs of trips that came back so many days ago are asked for.
_MOST_RETURNED = 3
_SPENT = ("energy_cost", "toll", "parking", "other_cost")


@dataclass(frozen=True, slots=True)
class Task:
    """One trip of the driver's, with the next step as its only button."""

    serial: str
    when: str
    vehicle: str
    user: str
    unit: str
    route: str
    purpose: str
    state: str
    status: str
    step: Quick | None
    check: Link | None
    costs: Link | None
    call: Link | None
    url: str


def tasks(request: Any) -> dict[str, Any]:
    """Trips to go, out, or back without their receipts."""
    me = str(request.identity.id)
    open_now = [
        row
        for row in in_state(request, _TRIPS, "dispatched", "departed")
        if row.values["driver_person"] == me
    ]
    open_now.sort(key=lambda row: row.values["used_at"] or 0)
    back = [row for row in _returned(request, me) if not _spent(row)]
    return {"tasks": [_task(request, row) for row in (*open_now, *back)]}


def _returned(request: Any, me: str) -> list[Row]:
    filters = {"driver_person": me, "state": "returned"}
    period = month_of(today_of(request))
    rows = request.reader.ledger(_TRIPS).page(filters, size=20, period=period)
    return [row for row in rows if not row.voided][:_MOST_RETURNED]


def _spent(row: Row) -> bool:
    return any(row.values[name] for name in _SPENT)


def _task(request: Any, row: Row) -> Task:
    shown = cells(
        request, _TRIPS, row, "serial", "vehicle", "user", "unit", "purpose", "status",
        "origin", "destination",
    )  # fmt: skip
    route = f"{shown.pop('origin')} → {shown.pop('destination')}"
    return Task(
        **shown,
        when=due_text(row.values["used_at"], request.site.now(), request.zone),
        route=route,
        state=row.state or "",
        step=_step(request, row),
        check=_check(request, row),
        costs=_costs(request, row),
        call=_call(request),
        url=request.to.record(_TRIPS, row.stream),
    )


def _step(request: Any, row: Row) -> Quick | None:
    """出车 with the car's last reading, then 回场."""
    command = {"dispatched": "vehicles.depart", "departed": "vehicles.return_trip"}
    name = command.get(row.state or "")
    if name is None:
        return None
    title = "出车" if row.state == "dispatched" else "回场"
    ask = ("odometer", "photos")
    return quick(request, name, _TRIPS, row.stream, ask=ask, title=title)


def _check(request: Any, row: Row) -> Link | None:
    """出车前检查 until it is done."""
    if row.state != "dispatched" or row.values["inspected_at"] is not None:
        return None
    return Link("出车前检查", _form(request, row, "vehicles.inspect_trip"), "check")


def _form(request: Any, row: Row, command: str) -> str:
    """A form that leads back to the card."""
    url = request.to.record_command(_TRIPS, row.stream, command)
    return with_query(url, [("back", request.to.home)])


def _costs(request: Any, row: Row) -> Link | None:
    if row.state != "returned":
        return None
    return Link("费用登记", _form(request, row, "vehicles.record_costs"), "do")


def _call(request: Any) -> Link | None:
    """The office's own telephone; whoever uses the car has only a masked one."""
    number = str(request.reader.setting("vehicles.dispatch_phone"))
    return (
        Link("呼叫调度", f"tel:{number.replace(' ', '')}", "phone") if number else None
    )


def month(request: Any) -> dict[str, Any]:
    """我的本月: 车次, 公里, 过夜, 节假日."""
    period = month_of(today_of(request))
    me = {"driver_person": str(request.identity.id), "voided": "0"}
    reading = request.reader.ledger(_TRIPS)
    sums = reading.totals(me, period=period)
    gone = sum(
        1 for row in reading.rows(me, period=period) if row.values["departed_at"]
    )
    rows = with_query(request.to.ledger(_TRIPS), [("period", "month")])
    return {
        "counts": [
            Count("车次", str(gone), rows),
            Count("公里", f"{sums['distance']:,}", rows),
            Count("过夜", str(sums["nights"]), unit="夜"),
            Count("节假日", str(sums["days_off"]), unit="天"),
        ],
        "more": None,
    }


def due(request: Any) -> dict[str, Any] | None:
    """What is due of the cars he drives and of his own papers."""
    lines = alert_lines(request, request.reader.alerts.mine()[:5])
    return {"lines": lines, "all_url": request.to.page("alerts")} if lines else None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A safety meeting to come or of the month, and whether the driver came."""

    held_at: str
    subject: str
    place: str
    attendance: str
    url: str


def meetings(request: Any) -> dict[str, Any]:
    """例会通知: what is to come, then what the month had, the newest first."""
    return {"meetings": [*_coming(request), *_held(request)]}


def _coming(request: Any) -> Iterator[Meeting]:
    """Meetings the driver is told of, until they are entered or their day is over."""
    today = today_of(request)
    period, own = (today, today + _AHEAD), _own(request)
    told = request.reader.ledger(_NOTICES).page(
        {"voided": "0"}, "meets_at", period=period
    )
    for row in told:
        if row.values["held_at"] is None and own & set(
            json.loads(row.values["invited"])
        ):
            shown = cells(request, _NOTICES, row, "meets_at", "subject", "place")
            yield Meeting(
                shown["meets_at"], shown["subject"], shown["place"], "请参加",
                request.to.record(_NOTICES, row.stream),
            )  # fmt: skip


def _held(request: Any) -> Iterator[Meeting]:
    period = month_of(today_of(request))
    reading = request.reader.ledger(_MEETINGS)
    held = reading.page({"voided": "0"}, "-held_at", period=period)
    came = _attended(request, period) if held else {}
    for row in held:
        yield Meeting(
            **cells(request, _MEETINGS, row, "held_at", "subject", "place"),
            attendance=came.get(row.stream, ""),
            url=request.to.record(_MEETINGS, row.stream),
        )


def _own(request: Any) -> set[str]:
    """The driver's own records."""
    me = {"person": str(request.identity.id)}
    return {row.key for row in request.reader.ledger("vehicles.drivers").rows(me)}


def _attended(request: Any, period: Any) -> dict[Any, str]:
    """到会情况 of the driver's own, by meeting."""
    reader, own = request.reader, _own(request)
    return {
        row.stream: cells(request, _ATTENDANCE, row, "attendance")["attendance"]
        for row in reader.ledger(_ATTENDANCE).rows({"voided": "0"}, period=period)
        if row.values["driver"] in own
    }
