"""Places of the grids: site / plugin / batch / command."""

from __future__ import annotations

from typing import Any

from houqin.core.web.node import Node


class BatchNode(Node):
    """The grid of one command."""

    def __init__(self, parent: Node, name: str, spec: Any) -> None:
        super().__init__(parent, name)
        self.spec = spec


class Batches(Node):
    """Commands that take many at once (成批登记)."""

    def __getitem__(self, name: str) -> BatchNode:
        assert self.__parent__ is not None  # noqa: S101 - a plugin has it
        spec = self.declarations.commands[f"{self.__parent__.__name__}.{name}"]
        if not spec.batch:
            raise KeyError(name)
        return BatchNode(self, name, spec)
