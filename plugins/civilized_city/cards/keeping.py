"""网格员: what is begun every day, what waits, what is due."""

from __future__ import annotations

from typing import Any

from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link
from houqin.core.web.views.alerts import alert_lines
from houqin.plugins.civilized_city.cards.rows import counted

_MOST = 6
_BEGUN = (
    "receive_notice", "issue_notice", "issue_task", "plan_shift", "record_visit",
    "record_cleanup", "assign_online_item", "register_area", "register_volunteer",
    "list_indicator",
)  # fmt: skip
_ITEMS, _TASKS = "civilized_city.rectifications", "civilized_city.tasks"


def buttons(request: Any) -> dict[str, Any]:
    """The forms of every day."""
    specs = [request.declared.commands[f"civilized_city.{name}"] for name in _BEGUN]
    return {"buttons": [Link(s.title, request.to.command(s.name), "do") for s in specs]}


def watch(request: Any) -> dict[str, Any]:
    """What waits for the officer, by kind."""
    return {
        "counts": [
            counted(request, "待分派", _ITEMS, "opened", urgent=True),
            counted(request, "待整改", _ITEMS, "assigned"),
            counted(request, "待复核", _ITEMS, "fed_back"),
            counted(request, "任务待核验", _TASKS, "reported"),
            counted(request, "网报待初审", "civilized_city.online_items", "collected"),
            counted(request, "网报待提交", "civilized_city.online_items", "checked"),
        ]
    }


def due(request: Any) -> dict[str, Any]:
    """The most urgent of this module's alerts."""
    own = [r for r in request.reader.alerts.all() if _own(r)]
    return {
        "lines": alert_lines(request, own[:_MOST]),
        "all_url": with_query(request.to.page("alerts"), [("all", "1")]),
    }


def _own(raised: Any) -> bool:
    return bool(raised.alert.plugin == "civilized_city")
