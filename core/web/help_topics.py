"""Which help a page has: by the kind of place it is, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.web.account_tree import AccountDeed, AccountNode
from houqin.core.web.tree import (
    AdminNode,
    CommandNode,
    ControlNode,
    KpiNode,
    Kpis,
    LedgerNode,
    PluginNode,
    RecordNode,
    SiteNode,
)

if TYPE_CHECKING:
    from houqin.core.web.node import Node

#: Views of a site that are no home page.
_VIEWS = {"": "workbench", "waiting": "todo"}
_AMENDMENTS = frozenset({"core.correct", "core.void", "core.restore"})
_KINDS: tuple[tuple[type[Node], str], ...] = (
    (RecordNode, "record"),
    (PluginNode, "module"),
    (Kpis, "kpi"),
    (AccountNode, "account"),
    (AccountDeed, "account"),
    (AdminNode, "admin"),
    (ControlNode, "admin"),
)


def topic_of(context: Any, view_name: str) -> str:
    """The path of a page's help below the site's help; empty for the list of all."""
    if isinstance(context, CommandNode):
        name = context.spec.name
        return "amend" if name in _AMENDMENTS else f"form/{name}"
    if isinstance(context, LedgerNode):
        return f"ledger/{context.ledger.name}"
    if isinstance(context, KpiNode):
        return f"kpi/{context.kpi.name}"
    if isinstance(context, SiteNode):
        return _VIEWS.get(view_name, "")
    return next((topic for kind, topic in _KINDS if isinstance(context, kind)), "")
