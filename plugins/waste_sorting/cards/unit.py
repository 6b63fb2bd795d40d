"""单位经办人 and whoever is a supervisor: one's own unit, one's own record."""

from __future__ import annotations

from typing import Any

from houqin.core.web.cards import Count
from houqin.core.web.page import Link

_UNITS, _SUPERVISORS = "waste_sorting.units", "waste_sorting.supervisors"


def show(request: Any) -> dict[str, Any] | None:
    """本单位: 督导员, 已培训, 最近得分, 未销号问题; nothing where it is no unit."""
    rows = request.reader.ledger(_UNITS).page({"voided": "0"}, None, 1, 1)
    if not rows:
        return None
    row, page = rows[0], request.to.record(_UNITS, rows[0].stream)
    score = row.values["last_score"]
    counts = [
        Count("督导员", str(row.values["supervisors"] or 0),
              request.to.ledger(_SUPERVISORS), unit="人",
              urgent=not row.values["supervisors"]),
        Count("已培训", str(row.values["trained"] or 0), page, unit="人"),
        Count("最近得分", "—" if score is None else f"{score / 10:g}", page, unit="分"),
        Count("未销号问题", str(row.values["open_defects"] or 0),
              request.to.ledger("waste_sorting.defects"), unit="个",
              urgent=bool(row.values["open_defects"])),
    ]  # fmt: skip
    nominate = request.to.command("waste_sorting.nominate_supervisor")
    return {
        "counts": counts,
        "buttons": [
            Link("上报督导员", nominate),
            Link("更换督导员", request.to.ledger(_SUPERVISORS)),
        ],
    }


def mine(request: Any) -> dict[str, Any] | None:
    """One's own record as a supervisor."""
    person = str(request.identity.id)
    ledger = request.reader.ledger(_SUPERVISORS)
    rows = [row for row in ledger.referring("person", person) if not row.voided]
    rows = [row for row in rows if row.values["in_office"]]
    if not rows:
        return None
    declared = ledger.ledger
    shown = {
        name: request.reader.shown(declared, rows[0], declared.column(name))
        for name in ("department", "area", "trained_at", "status")
    }
    return {**shown, "url": request.to.record(_SUPERVISORS, rows[0].stream)}
