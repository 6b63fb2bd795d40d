"""开取证单: rows of a ledger are ticked, and somebody is asked about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.audit.findings import MOST_QUOTED, raise_finding
from houqin.core.model.permission import CorePermission
from houqin.core.schema.errors import FormErrors
from houqin.core.web.acts import act_of
from houqin.core.web.choices import Choosing
from houqin.core.web.forms import fill
from houqin.core.web.page import Link
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.command import (
    REUSED,
    Sheet,
    draw_sheet,
    perform,
    posted_id,
    told,
)
from houqin.core.web.views.ledger import Asked
from houqin.core.web.views.sample import Lots
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

#: What is typed; the rows are ticked, and the ledger is that of the address.
_TYPED = tuple(
    each for each in raise_finding.fields if each.name not in {"ledger", "rows"}
)


@dataclass(frozen=True, slots=True)
class Tick:
    """One row that may be asked about."""

    key: str
    texts: tuple[str, ...]
    url: str
    chosen: bool


def _rows(context: LedgerNode, request: Any) -> list[Row]:
    """The rows that the address names: one, a sample, or the first of a filter."""
    if context.ledger.kind == "rollup":
        raise HTTPNotFound
    reading = request.reader.opened(context.ledger.name)
    if key := request.params.get("row", ""):
        found = reading.row(key)
        return [found] if found else []
    if request.GET.get("seed", "").strip():
        return list(Lots(context, request).draw().rows[:MOST_QUOTED])
    asked = Asked(context, request)
    return list(
        reading.page(
            asked.filters, asked.sort or None, 1, MOST_QUOTED, **asked.choosing
        )
    )


def _drawn(
    context: LedgerNode, request: Any, sheet: Sheet, ticked: set[str]
) -> dict[str, Any]:
    ledger, display = context.ledger, request.reader.display
    rows = _rows(context, request)
    display.prefetch(ledger, rows)
    owner = request.declared.ledger_of(ledger.per.topic) or ledger
    columns = [column for column in ledger.columns if column.primary]
    request.page.crumbs = [Link(ledger.title, request.to.ledger(ledger.name))]
    return draw_sheet(
        request, sheet,
        title="开取证单",
        heading=f"{ledger.title}取证单",
        help=raise_finding.help,
        heads=[column.title for column in columns],
        ticks=[
            Tick(
                row.key,
                tuple(display.cell(ledger, row, column) for column in columns),
                request.to.record(owner.name, row.stream),
                row.key in ticked,
            )
            for row in rows
        ],
        most=MOST_QUOTED,
        action=request.path_qs,
        cancel=request.to.ledger(ledger.name),
    )  # fmt: skip


def show(context: LedgerNode, request: Any) -> dict[str, Any]:
    """Nothing is ticked but the one row that was asked for."""
    ticked = {request.GET["row"]} if request.GET.get("row") else set()
    return _drawn(context, request, Sheet(_TYPED, {}), ticked)


def submit(context: LedgerNode, request: Any) -> Any:
    """Ask; or show everything that is wrong."""
    ticked = request.POST.getall("rows")
    filled = fill(_TYPED, request.POST, request.zone, Choosing(request.reader, {}))
    values = {**filled.values, "ledger": context.ledger.name, "rows": ticked}
    sheet = Sheet(
        _TYPED, filled.typed, filled.errors, command_id=str(posted_id(request))
    )
    try:
        _require_right(filled.errors)
        act = act_of(request, raise_finding.name, values, posted_id(request))
        outcome = perform(request, act)
    except FormErrors as wrong:
        sheet.errors = filled.errors | wrong.errors
    except CommandReused:
        sheet.notice, sheet.command_id = REUSED, ""
    else:
        request.session.flash(told(outcome, raise_finding.title))
        return HTTPSeeOther(request.to.record("core.findings", outcome.records[0]))
    return _drawn(context, request, sheet, set(ticked))


def _require_right(errors: dict[str, str]) -> None:
    if errors:
        raise FormErrors(errors)


def includeme(config: Any) -> None:
    """Register the page, for who examines."""
    page = {
        "context": LedgerNode,
        "name": "finding",
        "permission": str(CorePermission.EXAMINE),
        "renderer": "finding.pt",
    }
    config.add_view(show, request_method="GET", **page)
    config.add_view(submit, request_method="POST", **page)
