"""登录凭条: made at one press, shown on one page, once."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.people import slips
from houqin.core.people.tickets import wall_now
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.tree import CommandNode
from houqin.core.web.views.command import (
    Sheet,
    draw_frame,
    draw_sheet,
    perform,
    posted_id,
    require_open,
    told,
)

COMMAND = "core.issue_slip"


class Named:
    """View predicate: the form of one command has a page of its own."""

    def __init__(self, name: str, config: Any) -> None:  # noqa: ARG002 - Pyramid passes both
        self._name = name

    def text(self) -> str:
        """How Pyramid names it."""
        return f"command = {self._name}"

    phash = text

    def __call__(self, context: Any, request: Any) -> bool:  # noqa: ARG002 - Pyramid passes both
        """Whether the form is that command's."""
        return bool(context.spec.name == self._name)


def show(context: CommandNode, request: Any) -> dict[str, Any]:
    """Ask once more: an older slip is good no more afterwards."""
    require_open(context, request)
    return draw_sheet(request, Sheet((), {}), **draw_frame(context, request))


def issue(context: CommandNode, request: Any) -> Any:
    """Make a code; the page that answers is the slip."""
    assert context.record is not None  # noqa: S101 - the command is one on a person
    person, code = context.record.id, slips.new_code()
    given = {"record": str(person), "code": code}
    outcome = perform(request, act_of(request, COMMAND, given, posted_id(request)))
    back = request.to.record(context.record.ledger.name, person)
    if outcome.repeated:
        request.session.flash(told(outcome, context.spec.title))
        return HTTPSeeOther(back)
    request.override_renderer = "slip.pt"
    hours = request.reader.setting("core.slip_hours")
    until = wall_now() + hours * 3600 * 1_000_000
    facts = {f.label: f.text for f in request.snapshot.live.record(person).facts}
    return {
        "title": "登录凭条", "name": request.snapshot.live.person_name(person),
        "unit": facts.get("单位", ""), "code": code,
        "login": facts.get("登录名") or facts.get("工号") or facts.get("姓名", ""),
        "until": durations.minute_text(until, request.zone),
        "address": f"{request.host_url}{request.to.home}", "back": back,
        "issuer": request.identity.name,
        "issued": durations.minute_text(wall_now(), request.zone),
    }  # fmt: skip


def includeme(config: Any) -> None:
    """Register the slip in place of the command's generated form."""
    config.add_view_predicate("command", Named)
    page = {"context": CommandNode, "renderer": "command.pt", "command": COMMAND}
    config.add_view(show, request_method="GET", **page)
    config.add_view(issue, request_method="POST", **page)
