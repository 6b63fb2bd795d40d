"""审计人员: 疑点 by kind, how many wait to be explained and how many are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.web.addresses import with_query
from houqin.core.web.views.home import shown_year, year_days

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of a ledger that want explaining, by the codes of one column."""

    title: str
    ledger: str
    column: str
    open: tuple[str, ...]
    explained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the card."""

    title: str
    count: int
    open: int
    explained: int
    url: str


_KINDS = (
    Kind(
        "无任务出行", "vehicles.unplanned_trips", "state", ("found", "prompted"),
        ("explained", "rectifying", "rectified", "closed"),
    ),
    Kind("先用后补", "vehicles.requests", "state", ("emergency",), ("approved_after",)),
    #: What auditors asked about themselves, of whatever else.
    Kind("审计取证", "core.findings", "state", ("asked",), ("explained", "closed")),
)  # fmt: skip
#: Recorded in two rows: what happened, and what became of it.
_HANDLED = (
    ("违章", "violation", "violation_handled"),
    ("事故", "accident", "accident_handled"),
)
_INCIDENTS = "vehicles.incidents"
#: 提醒 that an auditor asks about; nobody has explained what is still raised.
_RAISED = ("core.unsigned", "vehicles.fuel_high", "vehicles.not_sealed")


def findings(request: Any) -> dict[str, Any]:
    """疑点 of the year, as the figures below it."""
    year = shown_year(request)
    days = year_days(request, year)
    found = [
        *(_of_kind(request, kind, days) for kind in _KINDS),
        *_incidents(request, days),
        *_raised(request),
    ]
    return {"year": year, "findings": found}


def _counted(request: Any, ledger: str, days: Any, **filters: str) -> int:
    reading = request.reader.ledger(ledger)
    return int(reading.count({**filters, "voided": "0"}, period=days))


def _of_kind(request: Any, kind: Kind, days: Any) -> Finding:
    numbers = [
        sum(_counted(request, kind.ledger, days, **{kind.column: c}) for c in codes)
        for codes in (kind.open, kind.explained)
    ]
    url = with_query(request.to.ledger(kind.ledger), _span(days))
    return Finding(kind.title, sum(numbers), *numbers, url)


def _span(days: Any) -> list[tuple[str, str]]:
    return [("from", str(days[0])), ("to", str(days[1]))]


def _incidents(request: Any, days: Any) -> Iterator[Finding]:
    for title, met, handled in _HANDLED:
        every, done = (
            _counted(request, _INCIDENTS, days, kind=code) for code in (met, handled)
        )
        url = with_query(request.to.ledger(_INCIDENTS), [("f.kind", met)], _span(days))
        yield Finding(title, every, max(every - done, 0), min(every, done), url)


def _raised(request: Any) -> Iterator[Finding]:
    by_kind = Counter(raised.alert.name for raised in request.reader.alerts.all())
    declared = request.registry.houqin.alerts
    for name in _RAISED:
        count = by_kind[name]
        url = with_query(request.to.page("alerts"), [("all", "1"), ("kind", name)])
        yield Finding(declared[name].title, count, count, 0, url)
