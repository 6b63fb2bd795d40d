"""审计人员: what asks to be explained."""

from __future__ import annotations

from typing import Any

from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count
from houqin.plugins.civilized_city.cards.rows import counted

_ITEMS = "civilized_city.rectifications"
_RAISED = (
    "civilized_city.rectification_overdue", "civilized_city.notice_unnumbered",
    "civilized_city.online_overdue",
)  # fmt: skip


def findings(request: Any) -> dict[str, Any]:
    """Late items, items that failed, numbers that never came."""
    late = request.reader.ledger(_ITEMS).count({"in_time": "no", "voided": "0"})
    url = with_query(request.to.ledger(_ITEMS), [("f.in_time", "no")])
    return {
        "counts": [
            Count("逾期整改", str(late), url, urgent=bool(late)),
            counted(request, "重新整改", _ITEMS, "failed"),
            *(_raised(request, name) for name in _RAISED),
        ]
    }


def _raised(request: Any, name: str) -> Count:
    number = sum(r.alert.name == name for r in request.reader.alerts.all())
    url = with_query(request.to.page("alerts"), [("all", "1"), ("kind", name)])
    title = request.registry.houqin.alerts[name].title
    return Count(title, str(number), url, urgent=bool(number))
