"""登录凭条 for everybody a search finds: said who, printed once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.people import slips
from houqin.core.people.slip_batches import MOST, with_password
from houqin.core.people.tickets import wall_now
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode
from houqin.core.web.views.command import REPEATED, perform, posted_id
from houqin.core.web.views.people import CODE, Search
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from houqin.core.projection.row import Row

COMMAND, TITLE = "core.issue_slips", "成批打印登录凭条"


@dataclass(frozen=True, slots=True)
class Slip:
    """What one slip says."""

    name: str
    unit: str
    login: str
    code: str


def _chosen(request: Any) -> list[Row]:
    """Whoever the search finds, is here, can log in and has no password yet."""
    search = Search(request)
    search.state = "active"
    have = with_password(request.reader.connection)
    return [
        row
        for row in search.everybody()
        if (row.values["login"] or row.values["number"]) and row.key not in have
    ]


def ask(context: ControlNode, request: Any) -> dict[str, Any]:
    """Say for whom, before anything is made."""
    rows = _chosen(request)
    back = with_query(request.to.control(context.control), Search(request).pairs())
    request.page.crumbs = [
        Link("系统管理", request.to.page("admin/")),
        Link(context.control.title, back),
    ]
    shown = rows[:MOST]
    return {
        "title": TITLE,
        "action": with_query(request.path, Search(request).pairs()),
        "people": [_slip(request, row, "") for row in shown],
        "total": len(rows),
        "most": MOST,
        "command_id": str(posted_id(request)),
        "back": back,
    }


def issue(context: ControlNode, request: Any) -> Any:
    """Make the codes; the page that answers is the slips."""
    rows = _chosen(request)[:MOST]
    back = with_query(request.to.control(context.control), Search(request).pairs())
    if not rows:
        request.session.flash(("late", "没有需要登录凭条的人员"))
        return HTTPSeeOther(back)
    made = [_slip(request, row, slips.new_code()) for row in rows]
    hours = request.reader.setting("core.slip_hours")
    given = {"people": [row.key for row in rows], "codes": [slip.code for slip in made]}
    act = act_of(request, COMMAND, given, posted_id(request))
    try:
        repeated = perform(request, act).repeated
    except CommandReused:
        repeated = True
    if repeated:
        request.session.flash(("late", REPEATED))
        return HTTPSeeOther(back)
    request.override_renderer = "slips.pt"
    until = wall_now() + hours * 3600 * 1_000_000
    return {
        "title": TITLE, "slips": made, "back": back,
        "until": durations.minute_text(until, request.zone),
        "address": f"{request.host_url}{request.to.home}",
    }  # fmt: skip


def _slip(request: Any, row: Row, code: str) -> Slip:
    reader = request.reader
    return Slip(
        reader.title("core.Person", row.key),
        reader.title("core.Department", row.values["department"]),
        row.values["login"] or row.values["number"],
        code,
    )


def includeme(config: Any) -> None:
    """Register below 人员."""
    page = {"context": ControlNode, "control": CODE, "name": "slips"}
    config.add_view(ask, request_method="GET", renderer="slips_ask.pt", **page)
    config.add_view(issue, request_method="POST", renderer="slips_ask.pt", **page)
