"""Figures and rows that several cards show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from houqin.core.projection.watching import Is
from houqin.core.site.alerts import moment_of
from houqin.core.web.addresses import with_query
from houqin.core.web.cards import Count

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

#: More than an office looks at on one page.
MOST = 200


def in_state(request: Any, ledger: str, *states: str) -> list[Row]:
    """Unvoided rows of a ledger in these states that the person sees."""
    reader = request.reader
    wanted = (Is("state", states),)
    found: list[Row] = reader.ledger(ledger).watched(wanted, moment_of(reader), MOST)
    return found


def counted(
    request: Any, title: str, ledger: str, state: str, *, urgent: bool = False
) -> Count:
    """How many rows are in a state, leading to them."""
    number = request.reader.ledger(ledger).count({"state": state, "voided": "0"})
    url = with_query(request.to.ledger(ledger), [("f.state", state)])
    return Count(title, str(number), url, urgent=urgent and bool(number))


def cell(request: Any, ledger: str, row: Row, column: str) -> str:
    """One column of a row as the person reads it."""
    declared = request.reader.ledger_named(ledger)
    return str(request.reader.shown(declared, row, declared.column(column)))
