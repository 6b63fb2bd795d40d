"""What the home pages of the posts show of 垃圾分类."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declarations import Card, PluginPage
from houqin.plugins.waste_sorting.permissions import WastePermission, officer

if TYPE_CHECKING:
    from collections.abc import Callable


def _from(module: str, name: str) -> Callable[[Any], Any]:
    """A card's function, imported with the pages when one is first asked for."""

    def show(request: Any) -> Any:
        found = import_module(f"{__name__}.{module}")
        return getattr(found, name)(request)

    return show


_OFFICER = (officer.code,)
_LEADERS = ("director", "leader")
_USERS = ("clerk", "reviewer")
_AUDITORS = ("auditor", "audit_administrator")

ALL = (
    Card("waste_sorting.year", "垃圾分类", _LEADERS, _from("leading", "year"),
         "waste_counts.pt", 42),
    Card("waste_sorting.buttons", "垃圾分类办理", _OFFICER, _from("keeping", "buttons"),
         "waste_buttons.pt", 10, wide=True, instead="deeds"),
    Card("waste_sorting.today", "要办的", _OFFICER, _from("keeping", "today"),
         "waste_counts.pt", 20),
    Card("waste_sorting.ranking", "最近通报靠后的单位", _OFFICER,
         _from("keeping", "scores"), "waste_scores.pt", 30),
    Card("waste_sorting.our_unit", "本单位垃圾分类", _USERS, _from("unit", "show"),
         "waste_unit.pt", 210),
    Card("waste_sorting.mine", "我的督导", ("driver", *_USERS), _from("unit", "mine"),
         "waste_mine.pt", 220),
    Card("waste_sorting.findings", "垃圾分类疑点", _AUDITORS,
         _from("auditing", "findings"), "waste_findings.pt", 210),
)  # fmt: skip

PAGES = (
    PluginPage(
        "waste_sorting.overview", "全部单位一览", WastePermission.SEE,
        _from("overview", "show"), "waste_overview.pt", (("only", "只看需要关注的"),),
    ),
)  # fmt: skip
