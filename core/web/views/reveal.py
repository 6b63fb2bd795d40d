"""查看完整号码: a reason is asked, the look is recorded, the value is shown once."""

from __future__ import annotations

from typing import Any

from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors
from houqin.core.schema.form import FieldSpec
from houqin.core.site import looking
from houqin.core.web.acts import act_of
from houqin.core.web.addresses import with_query
from houqin.core.web.forms import fill
from houqin.core.web.page import Link
from houqin.core.web.tree import RecordNode
from houqin.core.web.views.command import Sheet, draw_sheet, perform, posted_id
from houqin.core.web.views.record import checked_record, record_crumbs

REASON = FieldSpec(
    "reason", "查看理由", types.text(), required=True,
    max_length=looking.LONGEST_REASON, help="例如：联系用车人确认上车地点",
)  # fmt: skip
_HELP = "查看人、时间、理由都会登记在查阅记录中。完整号码只显示这一次，请勿外传。"
_HELP_OWN = "这是您本人的号码，查看不需要填写理由。"


def _asked(context: RecordNode, request: Any) -> looking.Asked:
    checked_record(context)
    name = request.GET.get("field", "")
    return looking.ask(request.reader, context.ledger, context.id, name)


def _frame(context: RecordNode, request: Any) -> dict[str, Any]:
    """Where the page stands, and the way back."""
    found = context.shown
    kept = request.typed_horizon.pairs
    url = with_query(request.to.record(found.ledger, context.id), kept)
    crumbs = record_crumbs(request, context.ledger)
    request.page.crumbs = [*crumbs, Link(found.title, url)]
    return {
        "title": looking.WHAT, "heading": looking.WHAT,
        "subject": f"{found.kind} {found.title}", "cancel": url,
    }  # fmt: skip


def show_reveal(context: RecordNode, request: Any) -> dict[str, Any]:
    """The form that asks why."""
    return _form(context, request, Sheet([], {}), _asked(context, request))


def _form(
    context: RecordNode, request: Any, sheet: Sheet, asked: looking.Asked
) -> dict[str, Any]:
    sheet.specs = [] if asked.own else [REASON]
    frame = _frame(context, request)
    frame["subject"] += f" · {asked.label} {asked.shown}"
    return draw_sheet(
        request, sheet, help=_HELP_OWN if asked.own else _HELP, submit="查看",
        style="primary", action=request.path_qs, **frame,
    )  # fmt: skip


def submit_reveal(context: RecordNode, request: Any) -> dict[str, Any]:
    """Record the look, and show the value in the answer itself and nowhere else."""
    asked = _asked(context, request)
    filled = fill([REASON], request.POST, request.zone)
    frame = _frame(context, request)
    whole = asked.whole(request.reader)
    if not asked.own:
        try:
            reason = str(filled.values.get("reason", ""))
            given = looking.look(asked, request.ticket.id, reason)
            perform(request, act_of(request, "core.look", given, posted_id(request)))
        except FormErrors as wrong:
            sheet = Sheet([REASON], filled.typed, dict(wrong.errors))
            sheet.command_id = str(posted_id(request))
            return _form(context, request, sheet, asked)
    request.override_renderer = "revealed.pt"
    return {**frame, "label": asked.label, "whole": whole, "own": asked.own}


def includeme(config: Any) -> None:
    """Register the page beside a record's own."""
    page = {"context": RecordNode, "name": "reveal", "renderer": "command.pt"}
    config.add_view(show_reveal, request_method="GET", **page)
    config.add_view(submit_reveal, request_method="POST", **page)
