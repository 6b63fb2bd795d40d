"""系统管理 / 登录情况: who is logged in where, who is locked out."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.people import lockout, tickets
from houqin.core.people.account import Entrance
from houqin.core.people.account_commands import subject_of
from houqin.core.schema.errors import FormErrors
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode
from houqin.core.web.views.account import login_line
from houqin.core.web.views.command import perform

CODE = "logins"
_LEDGERS = (("登录记录", "core.sessions"), ("查阅记录", "core.looks"))


def show(context: ControlNode, request: Any) -> dict[str, Any]:
    """Everybody who is in, the newest first."""
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    connection = request.snapshot.live.connection
    found = tickets.open_tickets(connection, None, request.limits)
    return {
        "title": context.control.title,
        "logins": [login_line(request, ticket) for ticket in found],
        "locked": _locked(request),
        "action": request.path,
        "links": [
            Link(title, request.to.ledger(name))
            for title, name in _LEDGERS
            if request.declared.ledgers[name].seen_by in request.rights
        ],
    }  # fmt: skip


def _locked(request: Any) -> list[tuple[str, str, str]]:
    """Names, until when, and where each is let in again."""
    reader = request.snapshot.live
    until = lockout.locked(reader.connection)
    found = []
    for person in reader.site.services.choosable(reader.connection, "core.Person"):
        ends = [until.get(subject_of(person.id, entrance)) for entrance in Entrance]
        if any(ends):
            last = max(end for end in ends if end)
            url = request.to.record_command("core.people", person.id, "core.unlock")
            shown = durations.minute_text(last, request.zone)
            found.append((reader.person_name(person.id), shown, url))
    return found


def end_login(context: ControlNode, request: Any) -> Any:
    """End one login."""
    given = {"record": request.POST.get("session", "")}
    try:
        perform(request, act_of(request, "core.revoke_session", given))
    except FormErrors as wrong:
        # Ended meanwhile: what was wanted is so.
        request.session.flash(("late", str(wrong)))
    else:
        request.session.flash(("good", "所选的登录已经注销"))
    return HTTPSeeOther(request.to.control(context.control))


def includeme(config: Any) -> None:
    """Register the page."""
    page = {"context": ControlNode, "control": CODE}
    config.add_view(show, renderer="logins.pt", request_method="GET", **page)
    config.add_view(end_login, request_method="POST", **page)
