"""Papers: who prints what, and the PDF of it; pages and buttons ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.response import Response

from houqin.core.printing.form_sheet import FormSheet, form_sheets, paper_values
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.printing.record_sheet import record_sheet
from houqin.core.printing.typesetting import CannotTypeset, typeset
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.horizons import BadAddress
from houqin.core.web.page import Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from houqin.core.printing.sources import Filling
    from houqin.core.web.tree import RecordNode

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


def prints_of(context: RecordNode, request: Any) -> list[Link]:
    """The papers of a record, one button each; in the past they are copies."""
    form = request.declared.printed_forms.get(context.shown.aggregate)
    path = request.to.record(context.shown.ledger, context.id)
    kept = request.typed_horizon.pairs
    if form is None:
        return [Link("打印", with_query(f"{path}/print.pdf", kept), "print")]
    return [
        Link(
            f"打印{leaf.title or form.title}",
            with_query(f"{path}/print.pdf", kept, [("leaf", leaf.code)]), "print",
        )
        for leaf in form.leaves
    ]  # fmt: skip


class Papers:
    """The sheets of one record or of many, as an address asks for them."""

    def __init__(self, request: Any, aggregate: str) -> None:
        self.request = request
        self.form = request.declared.printed_forms.get(aggregate)
        self.code = request.GET.get("leaf", "")
        if self.code and (self.form is None or self.form.leaf(self.code) is None):
            raise BadAddress("没有这一联")
        self.printing = printing_of(request)
        self._known: dict[UUID, Filling] = {}

    def of(self, ledger: str, record: UUID, state: str | None) -> list[FormSheet]:
        """The sheets of one record."""
        path = self.request.to.record(ledger, record)
        chosen = (record, f"{self.request.host_url}{path}", self.printing)
        if self.form is None:
            return [record_sheet(self.request.reader, *chosen)]
        leaf = self.form.leaf(self.code) or self.form.due(state)
        return form_sheets(self.request.reader, self.form, leaf, *chosen, self._known)

    def pdf(self, title: str, sheets: list[FormSheet]) -> Any:
        """All of them in one file."""
        paper = self.form.paper if self.form else "a4"
        values = paper_values(title, paper, sheets, self.printing)
        return pdf_of(self.request, "form.typ", values, title)
