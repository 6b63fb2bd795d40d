"""What home pages show of 办公用房, one module for each post; and its own pages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declarations import Card
from houqin.plugins.buildings.permissions import ROOM_KEEPER

if TYPE_CHECKING:
    from collections.abc import Callable


def _from(module: str, name: str) -> Callable[[Any], Any]:
    """A card's function, imported with the pages when one is first asked for."""

    def show(request: Any) -> Any:
        found = import_module(f"{__name__}.{module}")
        return getattr(found, name)(request)

    return show


_KEEPER = (ROOM_KEEPER[0],)
_COUNTS = "buildings_counts.pt"

ALL = (
    Card("buildings.figures", "办公用房", ("director", "leader"),
         _from("using", "figures"), _COUNTS, 40),
    Card("buildings.buttons", "用房管理", _KEEPER, _from("using", "buttons"),
         "buildings_buttons.pt", 10, wide=True),
    Card("buildings.waiting", "待办用房事项", _KEEPER, _from("using", "waiting"),
         _COUNTS, 20, wide=True),
    Card("buildings.own", "本单位用房", ("clerk", "reviewer"), _from("using", "own"),
         _COUNTS, 45),
    Card("buildings.findings", "用房疑点", ("auditor", "audit_administrator"),
         _from("using", "findings"), _COUNTS, 30),
    Card(
        "buildings.owed", "用房数据待报", ("clerk",), _from("reporting", "owed"),
        "buildings_owed.pt", 50,
    ),
)  # fmt: skip
