"""Tabs on a record: the record itself, and what modules add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link

if TYPE_CHECKING:
    from houqin.core.web.tree import RecordNode

#: The record's own page.
_ITSELF = "基本情况"


def tabs_of(record: RecordNode, request: Any, current: str = "") -> list[Link]:
    """The tabs this person may open; none where the record is all there is."""
    mine = [
        tab
        for tab in request.declared.record_tabs.values()
        if tab.aggregate == record.ledger.per.topic and tab.permission in request.rights
    ]
    if not mine:
        return []
    url, kept = request.to.record(record.ledger.name, record.id), request.typed_horizon
    links = [(_ITSELF, "", url)]
    links += [
        (tab.title, tab.name, f"{url}/tabs/{tab.name}")
        for tab in sorted(mine, key=lambda tab: tab.order)
    ]
    return [
        Link(title, with_query(path, kept.pairs),
             current="page" if name == current else None)
        for title, name, path in links
    ]  # fmt: skip
