"""What a module adds to a record, on a page of its own."""

from __future__ import annotations

from typing import Any

from houqin.core.web.record_tabs import tabs_of
from houqin.core.web.tree import TabNode
from houqin.core.web.views.record import checked_record, record_crumbs


def show_tab(context: TabNode, request: Any) -> dict[str, Any]:
    """One tab, within the request's horizon; who may not see the record sees none."""
    record, tab = context.record, context.tab
    found = checked_record(record)
    request.page.crumbs = record_crumbs(request, record.ledger)
    given = {"request": request, "page": request.page, **tab.show(request, record.id)}
    return {
        "title": f"{found.title} · {tab.title}",
        "heading": f"{found.kind} {found.title}",
        "tabs": tabs_of(record, request, tab.name),
        "body": request.templates.render(tab.template, given),
    }


def includeme(config: Any) -> None:
    """Register the tabs."""
    config.add_view(
        show_tab, context=TabNode, renderer="record_tab.pt", request_method="GET"
    )
