"""打印: ledgers and forms as PDF, and as pages a browser prints where none can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.printing.form_sheet import Grid
from houqin.core.printing.ledger_sheet import LedgerSheet, ledger_sheet
from houqin.core.printing.typesetting import CannotTypeset
from houqin.core.schema.errors import Refused
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link
from houqin.core.web.papers import Papers, pdf_of, printing_of, prints_by_browser
from houqin.core.web.tree import LedgerNode, RecordNode
from houqin.core.web.views.ledger import Asked
from houqin.core.web.views.record import checked_record

if TYPE_CHECKING:
    from houqin.core.printing.form_sheet import FormSheet

#: Forms that a page waits for; more are made in the background (print_batch.py).
AT_ONCE = 100
#: Forms of one page that a browser prints.
MOST_FORMS = 400


def _sheet(asked: Asked) -> LedgerSheet:
    printing = printing_of(asked.request, said_of(asked))
    chosen = (asked.filters, asked.sort or None, asked.choosing)
    return ledger_sheet(asked.request.reader, asked.ledger.name, *chosen, printing)


def said_of(asked: Asked) -> str:
    """期间 and conditions, in the page's own words."""
    parts = [f"期间：{asked.period.text}"] if asked.period.text else []
    if asked.kpi:
        parts.append(f"指标“{asked.kpi.title}”的明细")
    parts += [_condition(asked, name, typed) for name, typed in asked.filters.items()]
    return "　".join(parts)


def _condition(asked: Asked, name: str, typed: str) -> str:
    column, workflow = asked.ledger.column(name), asked.ledger.per.workflow
    title = column.title if column else {"voided": "作废"}.get(name, "办理状态")
    if name == "state" and workflow and typed in workflow.states:
        return f"{title}：{workflow.title(typed)}"
    if name == "voided":
        return f"{title}：{'已作废' if typed == '1' else '未作废'}"
    choices = dict(column.type.choices) if column else {}
    return f"{title}：{choices.get(typed, typed)}"


def print_ledger(context: LedgerNode, request: Any) -> Any:
    """The chosen rows in A4 landscape."""
    asked = Asked(context, request)
    sheet = _sheet(asked)
    name = " ".join(filter(None, (sheet.title, asked.period.text)))
    try:
        return pdf_of(request, "ledger.typ", sheet.values(), name)
    except CannotTypeset:
        return HTTPSeeOther(asked.url("print", ("sort", asked.sort)))


def show_printed_ledger(context: LedgerNode, request: Any) -> dict[str, Any]:
    """The same rows as a page that the browser prints."""
    asked = Asked(context, request)
    sheet = _sheet(asked)
    request.page.crumbs = [Link(sheet.title, asked.url("", ("sort", asked.sort)))]
    numeric = [column.type.numeric for column in sheet.columns]
    return {
        "title": sheet.title,
        "sheet": sheet,
        "numeric": ["number" if each else None for each in numeric],
    }


def _record_sheets(context: RecordNode, request: Any) -> tuple[Papers, list[FormSheet]]:
    found = checked_record(context)
    papers = Papers(request, request.declared.ledgers[found.ledger])
    return papers, papers.of(context.id, found.state)


def print_record(context: RecordNode, request: Any) -> Any:
    """A record's form, a page for each receiver."""
    papers, sheets = _record_sheets(context, request)
    title = f"{sheets[0].heading} {context.shown.title}"
    try:
        return papers.pdf(title, sheets)
    except CannotTypeset:
        path = request.to.record(context.shown.ledger, context.id)
        return HTTPSeeOther(with_query(f"{path}/print", request.GET.items()))


def show_printed_record(context: RecordNode, request: Any) -> dict[str, Any]:
    """The same as a page that the browser prints."""
    papers, sheets = _record_sheets(context, request)
    path = request.to.record(context.shown.ledger, context.id)
    kept = request.typed_horizon.pairs
    request.page.crumbs = [Link(context.shown.title, with_query(path, kept))]
    return _as_page(papers, sheets)


def _as_page(papers: Papers, sheets: list[FormSheet]) -> dict[str, Any]:
    paper = papers.form.paper if papers.form else "a4"
    return {
        "title": sheets[0].heading,
        "paper": paper,
        "sheets": sheets,
        "grids": Grid,
        "printed": papers.printing.line,
    }


def chosen_forms(context: LedgerNode, request: Any) -> tuple[Papers, Asked, int]:
    """What prints the forms of every chosen row, and how many they are.

    :raises Refused: when there is none.
    """
    asked, ledger = Asked(context, request), context.ledger
    papers = Papers(request, ledger)
    if papers.form is None or ledger.kind != "record":
        raise HTTPNotFound
    count = request.reader.opened(ledger.name).count(asked.filters, **asked.choosing)
    if not count:
        raise Refused("没有符合条件的单据")
    return papers, asked, count


def _all_sheets(papers: Papers, asked: Asked) -> list[FormSheet]:
    """The forms of the chosen rows, one copy each."""
    reading = asked.request.reader.opened(asked.ledger.name)
    rows = reading.page(
        asked.filters, asked.sort or None, 1, MOST_FORMS, **asked.choosing
    )
    return [sheet for row in rows for sheet in papers.of(row.stream, row.state)[:1]]


def print_forms(context: LedgerNode, request: Any) -> Any:
    """The forms of all chosen records in one PDF; of many there is a page."""
    papers, asked, count = chosen_forms(context, request)
    if count > AT_ONCE and not prints_by_browser(request):
        return HTTPSeeOther(asked.url("papers", ("sort", asked.sort)))
    sheets = _all_sheets(papers, asked)
    title = f"{papers.form.title} {len(sheets)}份"
    try:
        return papers.pdf(title, sheets)
    except CannotTypeset:
        path = request.to.ledger(context.ledger.name)
        return HTTPSeeOther(with_query(f"{path}/forms", request.GET.items()))


def show_printed_forms(context: LedgerNode, request: Any) -> dict[str, Any]:
    """The same as a page that the browser prints."""
    papers, asked, count = chosen_forms(context, request)
    if count > MOST_FORMS:
        raise Refused(
            f"共{count:,}份，一次最多打印{MOST_FORMS}份，请用时间范围或筛选条件缩小"
        )
    sheets = _all_sheets(papers, asked)
    ledger = context.ledger
    back = with_query(request.to.ledger(ledger.name), request.GET.items())
    request.page.crumbs = [Link(ledger.title, back)]
    return _as_page(papers, sheets)


def includeme(config: Any) -> None:
    """Register what is printed."""
    get = {"request_method": "GET"}
    config.add_view(print_ledger, name="print.pdf", context=LedgerNode, **get)
    config.add_view(
        show_printed_ledger, name="print", context=LedgerNode,
        renderer="print_ledger.pt", **get,
    )  # fmt: skip
    paper = {"renderer": "print_form.pt", **get}
    config.add_view(print_record, name="print.pdf", context=RecordNode, **get)
    config.add_view(show_printed_record, name="print", context=RecordNode, **paper)
    config.add_view(print_forms, name="forms.pdf", context=LedgerNode, **get)
    config.add_view(show_printed_forms, name="forms", context=LedgerNode, **paper)
