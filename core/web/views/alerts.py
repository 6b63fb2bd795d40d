"""提醒: what falls to a person, or all a person may know of, within a horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.model.alerts import LEVELS
from houqin.core.site.alerts import AlertCounts, counted
from houqin.core.web.addresses import with_query
from houqin.core.web.asking import WANTED
from houqin.core.web.horizons import BadAddress, read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import SiteNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.site.alerts import Raised

SIZE = 50
_PAGE = "alerts"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One alert as pages show it."""

    level: str
    level_title: str
    title: str
    text: str
    due: str
    person: str
    url: str


class Asked:
    """What the address of the page asks for."""

    def __init__(self, request: Any) -> None:
        query = request.GET
        self.request = request
        self.level = query.get("level", "")
        self.kind = query.get("kind", "")
        self.everything = query.get("all", "") == "1"
        self.page = read_number(query.get("page", ""), "页码") or 1
        if self.level and self.level not in LEVELS:
            raise BadAddress("没有这个级别，请选黄或红")
        if self.kind and self.kind not in request.declared.alerts:
            raise BadAddress("没有这种提醒")

    def found(self) -> list[Raised]:
        """What is raised and asked for."""
        alerts = self.request.reader.alerts
        raised = alerts.all() if self.everything else alerts.mine()
        return [
            r
            for r in raised
            if self.level in {"", r.level} and self.kind in {"", r.alert.name}
        ]

    def url(self, **changed: str) -> str:
        """This page, something of it otherwise."""
        here = {
            "level": self.level,
            "kind": self.kind,
            "all": "1" if self.everything else "",
        }
        pairs = {**here, **changed}.items()
        kept = self.request.typed_horizon.pairs
        return with_query(self.request.to.page(_PAGE), pairs, kept)


def alert_lines(request: Any, raised: Iterable[Raised]) -> list[AlertLine]:
    """Alerts with what they say and where they lead."""
    alerts = request.reader.alerts
    return [
        AlertLine(
            each.level,
            LEVELS[each.level],
            each.alert.title,
            alerts.text(each),
            alerts.due(each),
            _person(request, each),
            _url(request, each),
        )
        for each in raised
    ]


def _person(request: Any, raised: Raised) -> str:
    """Who is to act: the person, or those who have the right."""
    if raised.person:
        return str(request.reader.title("core.Person", raised.person))
    declared = request.declared
    roles = [
        role.title
        for role in declared.roles.values()
        if str(raised.alert.falls_to) in declared.rights_of_role(role.code)
    ]
    return "、".join(roles)


def _url(request: Any, raised: Raised) -> str:
    if not raised.ledger:
        return ""
    to, kept = request.to, request.typed_horizon.pairs
    if raised.record is None:
        return with_query(to.ledger(raised.ledger), kept)
    return with_query(to.record(raised.ledger, raised.record), kept)


def show_alerts(context: SiteNode, request: Any) -> dict[str, Any]:
    """One page of alerts, red before yellow."""
    asked = Asked(request)
    found = asked.found()
    first = (asked.page - 1) * SIZE
    shown = found[first : first + SIZE]
    counts = counted(found)
    declared = request.declared.alerts
    return {
        "title": "提醒",
        "lines": alert_lines(request, shown),
        "count_text": f"共 {len(found)} 条，红 {counts.red}，黄 {counts.yellow}",
        "tabs": [
            Link("归我办理", asked.url(all=""), current=_mark(not asked.everything)),
            Link("全部", asked.url(all="1"), current=_mark(asked.everything)),
        ],
        "levels": [
            (code, title, code == asked.level) for code, title in LEVELS.items()
        ],
        "kinds": [(a.name, a.title, a.name == asked.kind) for a in declared.values()],
        "everything": asked.everything,
        "action": request.to.page(_PAGE),
        "horizon": request.typed_horizon,
        "previous_url": asked.url(page=str(asked.page - 1)) if asked.page > 1 else None,
        "next_url": asked.url(page=str(asked.page + 1))
        if len(found) > first + SIZE
        else None,
    }


def _mark(chosen: bool) -> str | None:  # noqa: FBT001 - says which of two
    return "page" if chosen else None


def alerts_in_json(context: SiteNode, request: Any) -> dict[str, Any]:
    """The same for programs, all of them."""
    found = Asked(request).found()
    counts, alerts = counted(found), request.reader.alerts
    return {
        "red": counts.red,
        "yellow": counts.yellow,
        "alerts": [alerts.as_json(each) for each in found],
    }


def _counts(request: Any) -> AlertCounts:
    """What falls to whoever is logged in, now: for the navigation."""
    if not request.identity:
        return AlertCounts()
    live = request.snapshot.live
    found = live.site.alert_board.at(live)
    return counted(r for r in found if r.falls_to(request.standing))


def includeme(config: Any) -> None:
    """Register the page, and its count for every other."""
    config.add_request_method(_counts, "alert_counts", reify=True)
    page = {"context": SiteNode, "name": _PAGE, "request_method": "GET"}
    config.add_view(show_alerts, renderer="alerts.pt", **page)
    config.add_view(alerts_in_json, renderer="json", **page, **WANTED)
