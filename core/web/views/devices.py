"""系统管理 / 公用电脑: those there are, and making this browser one."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.people.tickets import new_token
from houqin.core.schema.errors import FormErrors
from houqin.core.web.acts import act_of
from houqin.core.web.forms import fill
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode
from houqin.core.web.views.command import Sheet, draw_sheet, perform, posted_id, told
from houqin.core.web.views.shared import device_here

CODE, COMMAND = "devices", "core.register_device"


def _page(context: ControlNode, request: Any, sheet: Sheet) -> dict[str, Any]:
    spec = request.declared.commands[COMMAND]
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    device = device_here(request)
    reader = request.reader
    ledger = reader.ledger("core.devices")
    rows = list(ledger.rows({"state": "active"}))
    reader.display.prefetch(ledger.ledger, rows)
    lines = [
        (
            reader.display.cells(ledger.ledger, row),
            request.to.record("core.devices", row.stream),
            row.stream == device,
        )
        for row in rows
    ]
    return draw_sheet(
        request, sheet, title=context.control.title, help=spec.help,
        submit=spec.title, lines=lines, here=device is not None,
        all_url=request.to.ledger("core.devices"),
    )  # fmt: skip


def _specs(request: Any) -> list[Any]:
    fields = request.declared.commands[COMMAND].fields
    return [f for f in fields if f.kind != "secret"]


def show(context: ControlNode, request: Any) -> dict[str, Any]:
    """The list and the form."""
    return _page(context, request, Sheet(_specs(request), {}))


def register(context: ControlNode, request: Any) -> Any:
    """Make this browser a shared PC: it keeps a token of its own from now on."""
    specs = _specs(request)
    filled = fill(specs, request.POST, request.zone)
    token = new_token()
    given = {**filled.values, "token": token}
    try:
        act = act_of(request, COMMAND, given, posted_id(request))
        outcome = perform(request, act)
    except FormErrors as wrong:
        sheet = Sheet(specs, filled.typed, wrong.errors)
        return _page(context, request, sheet)
    request.session.flash(told(outcome, "公用电脑"))
    headers = [] if outcome.repeated else request.device_cookie.headers(request, token)
    return HTTPSeeOther(request.to.control(context.control), headers=headers)


def includeme(config: Any) -> None:
    """Register the page."""
    page = {"context": ControlNode, "control": CODE, "renderer": "devices.pt"}
    config.add_view(show, request_method="GET", **page)
    config.add_view(register, request_method="POST", **page)
