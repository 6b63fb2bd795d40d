"""电话同意待补签 on the home page, apart from what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.registry.declarations import Card
from houqin.core.web import durations
from houqin.core.web.cards import Quick, quick
from houqin.core.web.worklists import WorklistLine, worklist_line

if TYPE_CHECKING:
    from houqin.core.site.lines import Item

#: Who decides, and so may be said to have agreed.
_APPROVERS = ("director", "leader", "reviewer")
_MOST = 8


@dataclass(frozen=True, slots=True)
class ToSign:
    """One agreement, with what makes it good and what takes it back."""

    line: WorklistLine
    agreed: str
    sign: Quick | None
    disown_url: str


def to_sign(request: Any) -> dict[str, Any] | None:
    """What somebody else recorded as agreed to on the phone."""
    found = request.worklists.to_sign()
    if not found:
        return None
    return {
        "agreements": [_to_sign(request, item, at) for item, at in found[:_MOST]],
        "count": len(found),
        "all_url": request.to.page("waiting"),
    }


def _to_sign(request: Any, item: Item, at: int) -> ToSign:
    disown = request.to.record_command(item.ledger, item.record, "core.disown")
    return ToSign(
        worklist_line(request, item),
        durations.minute_text(at, request.zone),
        quick(request, "core.confirm", item.ledger, item.record, title="补签确认"),
        disown,
    )


def includeme(config: Any) -> None:
    """Declare the card."""
    config.add_card(
        Card(
            "core.to_sign",
            "电话同意待补签",
            _APPROVERS,
            to_sign,
            "home_to_sign.pt",
            12,
            wide=True,
        )
    )
