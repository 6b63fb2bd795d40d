"""What the home page of an auditor shows: under which letter, what was amended."""

from __future__ import annotations

from typing import Any

from houqin.core.registry.declarations import Card
from houqin.core.site.conduct import conduct
from houqin.core.web.addresses import with_query

_AUDITORS = ("auditor", "audit_administrator")
_MONTHS, _MOST_LOOKS = 6, 8


def letter(request: Any) -> dict[str, Any] | None:
    """只读 · 授权文号 · 期限, of who reads under a letter."""
    standing = request.standing
    if standing is None or standing.letter is None:
        return None
    reader = request.snapshot.live
    row = reader.ledger("core.letters").row(str(standing.letter))
    if row is None:
        return None
    values = row.values
    return {
        "number": values["number"],
        "since": values["since"],
        "until": values["until"],
    }


def amended(request: Any) -> dict[str, Any]:
    """补录 · 更正 · 作废 · 代录, month by month."""
    return {"months": conduct(request.snapshot.live, _MONTHS)}


def looks(request: Any) -> dict[str, Any]:
    """我的查阅记录."""
    reader = request.snapshot.live
    mine = {"person": str(request.identity.id)}
    ledger = reader.ledger("core.looks")
    rows = ledger.page(mine, size=_MOST_LOOKS)
    shown = [
        (
            reader.display.moment(row.values["looked_at"]),
            row.values["what"] or "",
        )
        for row in rows
    ]
    url = with_query(request.to.ledger("core.looks"), [("f.person", mine["person"])])
    seen = ledger.ledger.seen_by in request.rights
    return {"looks": shown, "all_url": url if seen else None}


def includeme(config: Any) -> None:
    """Declare the cards."""
    config.add_card(
        Card("core.letter", "审计查阅", _AUDITORS, letter, "home_letter.pt", 5,
             wide=True),
        Card("core.amended", "补录·更正·作废·代录", _AUDITORS, amended,
             "home_amended.pt", 50),
        Card("core.my_looks", "我的查阅记录", _AUDITORS, looks, "home_looks.pt", 60),
    )  # fmt: skip
