"""打印: a ledger as PDF, and as a page a browser prints where no PDF can be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response

from houqin.core.printing.ledger_sheet import LedgerSheet, Printing, ledger_sheet
from houqin.core.printing.typesetting import CannotTypeset, typeset
from houqin.core.web import durations
from houqin.core.web.page import Link
from houqin.core.web.tree import LedgerNode
from houqin.core.web.views.ledger import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The ini file's word for printing by the browser alone.
BROWSER = "browser"


def printing_of(request: Any, said: str = "") -> Printing:
    """Who prints, when, and within which limits."""
    within = request.typed_horizon.text or f"登记序号 {request.reader.position:,}"
    return Printing(
        request.site.title,
        durations.minute_text(request.site.now(), request.zone),
        request.identity.name,
        said,
        within,
    )


def pdf_of(request: Any, template: str, values: Mapping[str, Any], name: str) -> Any:
    """The PDF, shown by the browser.

    :raises CannotTypeset: when none can be made, or the installation wants none.
    """
    if request.registry.settings.get("houqin.print") == BROWSER:
        raise CannotTypeset("本系统设为由浏览器打印")
    # What the PDF needs has been read; setting it may take seconds.
    request.snapshot.close()
    response = Response(typeset(template, values), content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"print.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    )
    response.cache_control = "no-store"
    return response


def _sheet(asked: Asked) -> LedgerSheet:
    printing = printing_of(asked.request, _said(asked))
    chosen = (asked.filters, asked.sort or None, asked.choosing)
    return ledger_sheet(asked.request.reader, asked.ledger.name, *chosen, printing)


def _said(asked: Asked) -> str:
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


def includeme(config: Any) -> None:
    """Register what is printed."""
    get = {"request_method": "GET"}
    config.add_view(print_ledger, name="print.pdf", context=LedgerNode, **get)
    config.add_view(
        show_printed_ledger, name="print", context=LedgerNode,
        renderer="print_ledger.pt", **get,
    )  # fmt: skip
