"""A notice's tab: its numbered items, each leading to its own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.plugins.civilized_city.cards.rows import cell
from houqin.plugins.civilized_city.cards.using import DueLine

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.projection.row import Row

_ITEMS = "civilized_city.rectifications"
_SAID = ("matter", "person", "status", "in_time")


def items(request: Any, notice: UUID) -> dict[str, Any]:
    """Every item that is not voided, by number."""
    found = request.reader.ledger(_ITEMS).referring("notice", str(notice))
    rows = [row for row in found if not row.voided]
    rows.sort(key=lambda row: row.values["number"])
    return {"lines": [_line(request, row) for row in rows]}


def _line(request: Any, row: Row) -> DueLine:
    text = "　".join(filter(None, (cell(request, _ITEMS, row, name) for name in _SAID)))
    return DueLine(
        f"{row.values['number']}.", text, cell(request, _ITEMS, row, "deadline"),
        request.to.record(_ITEMS, row.stream), late=row.state == "failed",
    )  # fmt: skip
