"""Places of what forms offer: site / choices / aggregate."""

from __future__ import annotations

from houqin.core.web.node import Node


class Choices(Node):
    """Registers to choose from, by aggregate."""

    def __getitem__(self, name: str) -> ChoicesOf:
        if self.declarations.register_of(name) is None:
            raise KeyError(name)
        return ChoicesOf(self, name)


class ChoicesOf(Node):
    """What fits something typed, of one register."""
