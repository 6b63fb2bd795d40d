"""A place in the tree of pages."""

from __future__ import annotations

from typing import Any


class Node:
    """A place in the tree."""

    __name__: str = ""
    __parent__: Node | None = None

    def __init__(self, parent: Node, name: str) -> None:
        self.__parent__, self.__name__ = parent, name
        self.request: Any = parent.request
        self.site: Any = getattr(parent, "site", None)

    @property
    def declarations(self) -> Any:
        """What core and the modules of this site declare."""
        return self.request.declared
