"""主任: what waits for approval, today's cars, at most five red lines."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import RED
from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count, Quick, quick
from houqin.core.web.views.alerts import alert_lines
from houqin.core.web.worklists import WorklistLine, worklist_line
from houqin.plugins.vehicles.cards.rows import cell, today_of, trips_of

if TYPE_CHECKING:
    from houqin.core.site.lines import Item

_REQUESTS, _CARS = "vehicles.requests", "vehicles.vehicles"
_DUTIES = "vehicles.special_duties"
_MOST, _MOST_RED = 8, 5


@dataclass(frozen=True, slots=True)
class Approval:
    """One matter that waits, with its two buttons."""

    line: WorklistLine
    range: str
    agree: Quick | None
    send_back_url: str


def approving(request: Any) -> dict[str, Any]:
    """待我审批, each with 同意 and 退回."""
    found = request.worklists.waiting(size=_MOST)
    shown = [_approval(request, item) for item in found.items]
    return {
        "approvals": [each for each in shown if each.agree is not None],
        "count": found.count,
        "all_url": request.to.page("waiting"),
    }


def _approval(request: Any, item: Item) -> Approval:
    agree = quick(request, "core.agree", item.ledger, item.record, title="同意")
    range_ = ""
    if item.ledger == _REQUESTS:
        row = request.reader.ledger(_REQUESTS).row(str(item.record))
        range_ = cell(request, _REQUESTS, row, "range") if row else ""
    back = request.to.record_command(item.ledger, item.record, "core.send_back")
    return Approval(worklist_line(request, item), range_, agree, back)


def today(request: Any) -> dict[str, Any]:
    """出车, 可用, 在修, 封存, 抽调; 重要保障."""
    rows = list(request.reader.ledger(_CARS).rows({"voided": "0"}))
    by_status = Counter(row.values["status"] for row in rows)
    going = trips_of(request, today_of(request))
    page = request.to.ledger(_CARS)
    shown = (
        ("在外", "on_duty"), ("可用", "available"), ("在修", "in_repair"),
        ("封存", "sealed"), ("抽调", "detached"),
    )  # fmt: skip
    counts = [
        Count(title, str(by_status[code]), with_query(page, [("f.status", code)]))
        for title, code in shown
    ]
    trips = with_query(request.to.ledger("vehicles.trips"), [("period", "month")])
    duties = request.reader.ledger(_DUTIES).count({"state": "running", "voided": "0"})
    running = with_query(request.to.ledger(_DUTIES), [("f.state", "running")])
    return {
        "counts": [
            Count("今日用车", str(len(going)), trips),
            *counts,
            Count("重要保障", str(duties), running),
        ],
        "more": None,
    }


def red_lines(request: Any) -> dict[str, Any] | None:
    """At most five, each with who is to act."""
    red = [r for r in request.reader.alerts.all() if r.level == RED]
    lines = alert_lines(request, red[:_MOST_RED])
    return {
        "lines": lines,
        "all_url": with_query(request.to.page("alerts"), [("all", "1")]),
    }
