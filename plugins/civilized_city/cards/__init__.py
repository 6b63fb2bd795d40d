"""What the home pages of the posts show of the civilized city."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declarations import Card, RecordTab
from houqin.plugins.civilized_city.notice import Notice
from houqin.plugins.civilized_city.permissions import CityPermission as Right
from houqin.plugins.civilized_city.permissions import officer

if TYPE_CHECKING:
    from collections.abc import Callable


def _from(module: str, name: str) -> Callable[..., Any]:
    """A card's function, imported with the pages when one is first asked for."""

    def show(*asked: Any) -> Any:
        found = import_module(f"{__name__}.{module}")
        return getattr(found, name)(*asked)

    return show


_LEADERS = ("director", "leader")
_OFFICER = (officer.code,)
_USERS = ("clerk", "reviewer")
_STAFF = ("driver", "dispatcher")
_AUDITORS = ("auditor", "audit_administrator")
_COUNTS, _DUE = "civilized_city_counts.pt", "civilized_city_due.pt"

ALL = (
    Card("civilized_city.year", "文明创建", _LEADERS, _from("leading", "year"),
         _COUNTS, 44),
    Card("civilized_city.keeping", "网格办理", _OFFICER, _from("keeping", "buttons"),
         "civilized_city_buttons.pt", 10, wide=True, instead="deeds"),
    Card("civilized_city.waiting", "今日要看", _OFFICER, _from("keeping", "watch"),
         _COUNTS, 20),
    Card("civilized_city.alerts", "创城提醒", _OFFICER, _from("keeping", "due"),
         "civilized_city_alerts.pt", 30),
    Card("civilized_city.own", "我单位待报", _USERS, _from("using", "due"), _DUE, 35),
    Card("civilized_city.shifts", "志愿执勤", _STAFF, _from("serving", "shifts"),
         _DUE, 60),
    Card("civilized_city.findings", "创城疑点", _AUDITORS,
         _from("auditing", "findings"), _COUNTS, 25),
)  # fmt: skip

TABS = (
    RecordTab("civilized_city.items", "整改事项", Notice.topic, Right.SEE,
              _from("items", "items"), "civilized_city_items.pt"),
)  # fmt: skip
