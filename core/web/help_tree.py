"""The part of the tree below 帮助."""

from __future__ import annotations

from typing import Any

from houqin.core.web.help_text import TOPICS
from houqin.core.web.node import Node


class Help(Node):
    """帮助: topics, and the cards of posts."""

    def __getitem__(self, name: str) -> Node:
        if name == "cards":
            return Cards(self, name)
        if name in TOPICS:
            return HelpTopic(self, name)
        raise KeyError(name)


class HelpTopic(Node):
    """Help on one kind of page."""

    def __getitem__(self, name: str) -> HelpSubject:
        declared = self.declarations
        subjects: dict[str, dict[str, Any]] = {
            "form": declared.commands,
            "ledger": declared.ledgers,
            "kpi": declared.kpis,
        }
        return HelpSubject(self, name, subjects[self.__name__][name])


class HelpSubject(Node):
    """Help on one form, ledger or indicator."""

    def __init__(self, parent: Node, name: str, subject: Any) -> None:
        super().__init__(parent, name)
        self.subject = subject


class Cards(Node):
    """岗位操作卡, one for each role."""

    def __getitem__(self, name: str) -> CardNode:
        return CardNode(self, name, self.declarations.roles[name])


class CardNode(Node):
    """One of them."""

    def __init__(self, parent: Node, name: str, role: Any) -> None:
        super().__init__(parent, name)
        self.role = role
