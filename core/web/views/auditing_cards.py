"""What the home page of an auditor shows: under which letter, what was amended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from houqin.core.audit import checkpoints, verifying
from houqin.core.model.permission import CorePermission
from houqin.core.registry.declarations import Card
from houqin.core.site.conduct import conduct
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.views.audit import CODE, verified_text
from houqin.events.tree import ALGORITHMS

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
        "home": request.to.home,
        "as_of": request.typed_horizon.as_of,
    }


def checkpoint(request: Any) -> dict[str, Any]:
    """最近存证点, how old it is and what was recorded since; the last verification."""
    site, reader = request.site, request.snapshot.live
    last = checkpoints.last(reader.connection, ALGORITHMS[0])
    work = site.upkeep.all(reader.connection).get(verifying.WORK)
    signed = last and {
        "position": f"{last.position:,}",
        "at": durations.minute_text(last.signed, request.zone),
        "age": durations.waited_text(last.signed, site.now()),
        "since": f"{reader.position - last.position:,}",
    }
    return {
        "signed": signed,
        "witness": _witnessed(request),
        "verified": verified_text(work, request),
        "url": request.to.page(f"admin/{CODE}")
        if CorePermission.VERIFY in request.rights
        else None,
        "sample_url": request.to.page("sample"),
        "compare_url": request.to.page("compare"),
    }


def _witnessed(request: Any) -> dict[str, str] | None:
    """The newest head that somebody outside has acknowledged."""
    reader = request.snapshot.live
    ledger = reader.ledger("core.checkpoint_slips")
    wanted = {"state": "acknowledged", "voided": "0"}
    rows = ledger.page(wanted, "-handed_at", size=1)
    if not rows:
        return None
    values = rows[0].values
    return {
        "name": reader.title("core.Witness", values["witness"]),
        "position": f"{values['size']:,}",
        "day": values["received_on"],
        "url": request.to.record("core.checkpoint_slips", rows[0].stream),
    }


@dataclass(frozen=True, slots=True)
class AskedOf:
    """取证单 about one ledger: how many wait to be answered, how many are."""

    title: str
    count: int
    open: int
    explained: int
    url: str


def findings(request: Any) -> dict[str, Any]:
    """取证单 by the ledger they are about."""
    reading = request.reader.ledger("core.findings")
    page = request.to.ledger("core.findings")
    states: dict[str, Counter[str]] = {}
    for row in reading.rows({"voided": "0"}):
        states.setdefault(row.values["ledger"], Counter())[row.state or ""] += 1
    return {
        "findings": [
            AskedOf(
                title, counted.total(), counted["asked"],
                counted.total() - counted["asked"],
                with_query(page, [("f.ledger", title)]),
            )
            for title, counted in states.items()
        ],
        "all_url": page,
    }  # fmt: skip


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
        Card("core.checkpoint", "存证点", _AUDITORS, checkpoint,
             "home_checkpoint.pt", 10),
        Card("core.findings", "取证单", _AUDITORS, findings, "home_findings.pt", 45),
        Card("core.amended", "补录·更正·作废·代录", _AUDITORS, amended,
             "home_amended.pt", 50),
        Card("core.my_looks", "我的查阅记录", _AUDITORS, looks, "home_looks.pt", 60),
    )  # fmt: skip
