"""What home pages show of 办公用房, one module for each post; and its own pages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declarations import Card

if TYPE_CHECKING:
    from collections.abc import Callable


def _from(module: str, name: str) -> Callable[[Any], Any]:
    """A card's function, imported with the pages when one is first asked for."""

    def show(request: Any) -> Any:
        found = import_module(f"{__name__}.{module}")
        return getattr(found, name)(request)

    return show


ALL = (
    Card(
        "buildings.owed", "用房数据待报", ("clerk",), _from("reporting", "owed"),
        "buildings_owed.pt", 50,
    ),
)  # fmt: skip
PAGES = ()
