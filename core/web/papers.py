"""Papers: who prints what, and the PDF of it; pages and buttons ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.response import Response

from houqin.core.model.permission import CorePermission
from houqin.core.printing.ledger_sheet import Printing
from houqin.core.printing.sheet_maker import SheetMaker, form_values
from houqin.core.printing.typesetting import CannotTypeset, typeset
from houqin.core.web import durations
from houqin.core.web.addresses import with_query
from houqin.core.web.horizons import BadAddress
from houqin.core.web.page import Link

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from houqin.core.printing.form_sheet import FormSheet
    from houqin.core.projection.ledger import Ledger
    from houqin.core.registry.printing import PrintedForm
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


def prints_by_browser(request: Any) -> bool:
    """Whether the installation wants no PDF."""
    return bool(request.registry.settings.get("houqin.print") == BROWSER)


def pdf_of(
    request: Any,
    template: str,
    values: Mapping[str, Any],
    name: str,
    *,
    two_up: bool = False,
) -> Any:
    """The PDF, shown by the browser.

    :raises CannotTypeset: when none can be made, or the installation wants none.
    """
    if prints_by_browser(request):
        raise CannotTypeset("本系统设为由浏览器打印")
    # What the PDF needs has been read; setting it may take seconds.
    request.snapshot.close()
    return pdf_answer(typeset(template, values, two_up=two_up), name)


def pdf_answer(content: bytes, name: str) -> Response:
    """A PDF that the browser shows, and nobody keeps on the way."""
    response = Response(content, content_type="application/pdf")
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
        print_url = with_query(f"{path}/print.pdf", kept)
        return [Link("打印", print_url, "print"), *_evidence(context, request)]
    leaves = [
        Link(
            f"打印{leaf.title or form.title}",
            with_query(f"{path}/print.pdf", kept, [("leaf", leaf.code)]), "print",
        )
        for leaf in form.leaves
    ]  # fmt: skip
    return [*leaves, *_evidence(context, request)]


def _evidence(context: RecordNode, request: Any) -> list[Link]:
    """取证包 and 取证单 of this record, for who verifies and examines."""
    path = request.to.ledger(context.shown.ledger)
    kept, row = request.typed_horizon.pairs, [("row", str(context.id))]
    ways = (
        (CorePermission.VERIFY, "取证包", "evidence", "check"),
        (CorePermission.EXAMINE, "取证单", "finding", "do"),
    )
    return [
        Link(title, with_query(f"{path}/{name}", kept, row), icon)
        for right, title, name, icon in ways
        if right in request.rights
    ]


class Papers:
    """The sheets of one record or of many, as an address asks for them."""

    def __init__(self, request: Any, ledger: Ledger) -> None:
        self.request, self.ledger = request, ledger
        self.form = request.declared.printed_forms.get(ledger.per.topic)
        self.code = request.GET.get("leaf", "")
        if self.code and (self.form is None or self.form.leaf(self.code) is None):
            raise BadAddress("没有这一联")
        self.printing = printing_of(request)
        base = f"{request.host_url}{request.to.ledger(ledger.name)}"
        self.asked = (self.form, self.code, self.printing, base)
        self._maker = SheetMaker(request.reader, *self.asked)

    def of(self, record: UUID, state: str | None) -> list[FormSheet]:
        """The sheets of one record."""
        return self._maker.of(record, state)

    @property
    def two_up(self) -> bool:
        """Whether two share an A4."""
        return is_two_up(self.request, self.form)

    def values(self, title: str, sheets: list[FormSheet]) -> dict[str, Any]:
        """What the template of the PDF shows."""
        return form_values(self.form, title, sheets, self.printing)

    def pdf(self, title: str, sheets: list[FormSheet]) -> Any:
        """All of them in one file."""
        values = self.values(title, sheets)
        return pdf_of(self.request, "form.typ", values, title, two_up=self.two_up)


def is_two_up(request: Any, form: PrintedForm | None, asked: str = "") -> bool:
    """Whether A5 forms are printed two on an A4: as asked, else as the office does."""
    if form is None or form.paper != "a5":
        return False
    paper = asked or request.GET.get("paper", "")
    return (paper or request.reader.setting("core.form_paper")) == "a4"
