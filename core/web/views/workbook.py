"""导出 Excel: the chosen rows of any ledger as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from houqin.core.printing.ledger_book import ledger_book
from houqin.core.web.papers import printing_of
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.ledger import Asked
from houqin.core.web.views.organisation_import import attached
from houqin.core.web.views.printing import said_of

if TYPE_CHECKING:
    from typing import Any

    from pyramid.response import Response


def export_workbook(context: LedgerNode, request: Any) -> Response:
    """Every chosen row, with numbers and days a spreadsheet reckons with."""
    asked = Asked(context, request)
    printing = printing_of(request, said_of(asked))
    chosen = (asked.filters, asked.sort or None, asked.choosing)
    content = ledger_book(request.reader, asked.ledger.name, *chosen, printing)
    said = (asked.period.text, request.typed_horizon.text)
    name = "_".join(filter(None, (asked.ledger.title, *said))).replace(" ", "_")
    return attached(content, f"{name}.xlsx", "ledger.xlsx")


def includeme(config: Any) -> None:
    """Register the workbook of every ledger."""
    config.add_view(
        export_workbook, name="xlsx", context=LedgerNode, request_method="GET"
    )
