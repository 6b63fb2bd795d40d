"""系统管理: what this person may administer, one card each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from houqin.core.site.condition import stopped_of
from houqin.core.web.page import Link
from houqin.core.web.tree import AdminNode
from houqin.core.web.views import projections


@dataclass(frozen=True, slots=True)
class Card:
    """One entry."""

    title: str
    help: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading."""

    title: str
    cards: list[Card]


def sections_of(request: Any) -> list[Section]:
    """The headings in the order of their first entries."""
    mine = [
        control
        for control in request.declared.controls.values()
        if control.permission in request.rights
    ]
    first: dict[str, int] = {}
    for control in sorted(mine, key=lambda control: control.order):
        first.setdefault(control.section, control.order)
    mine.sort(key=lambda c: (first[c.section], c.section, c.order))
    return [
        Section(title, [_card(request, control) for control in controls])
        for title, controls in groupby(mine, key=lambda control: control.section)
    ]


def _card(request: Any, control: Any) -> Card:
    url = request.to.control(control)
    return Card(control.title, control.help, url, control.icon)


def admin_index(context: AdminNode, request: Any) -> dict[str, Any]:
    """Where administration begins, with 系统告警 for whoever can see to it."""
    return {
        "title": "系统管理",
        "sections": sections_of(request),
        "stopped": _stopped(request),
    }


def _stopped(request: Any) -> Link | None:
    """The ledgers that stand still, with the page where they are resumed."""
    control = request.declared.controls[projections.CODE]
    if control.permission not in request.rights:
        return None
    ledgers = request.declared.ledgers
    titles = [ledgers[s["ledger"]].title for s in stopped_of(request.site)]
    return Link("、".join(titles), request.to.control(control)) if titles else None


def includeme(config: Any) -> None:
    """Register the index and the entries whose pages are core's own."""
    config.include("houqin.core.web.views.settings")
    for name in ("organisation", "people", "organisation_import", "slips"):
        config.include(f"houqin.core.web.views.{name}")
    config.include("houqin.core.web.views.calendar")
    config.include("houqin.core.web.views.themes")
    config.include("houqin.core.web.views.projections")
    config.include("houqin.core.web.views.plugins")
    config.include("houqin.core.web.views.health")
    config.include("houqin.core.web.views.system_log")
    config.include("houqin.core.web.views.audit")
    config.add_view(
        admin_index, context=AdminNode, renderer="admin.pt", request_method="GET"
    )
