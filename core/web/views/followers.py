"""系统管理 / 后续任务: how each follower stands, and what was put aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.site import followers
from houqin.core.web import durations
from houqin.core.web.page import Link
from houqin.core.web.tree import ControlNode

CODE = "followers"
#: States as pages say them; the last two need somebody.
OFF, GOOD, WAITING, PARKED = "停用", "正常", "等待重试", "有搁置"
_STATES = {OFF: "behind", GOOD: "good", WAITING: "behind", PARKED: "stopped"}


@dataclass(frozen=True, slots=True)
class Shown:
    """One follower; ``parked`` holds 登记序号, when, tries and error."""

    name: str
    title: str
    help: str
    way: str
    state: str
    look: str
    upto: str
    lag: str
    said: str
    parked: list[tuple[str, str, int, str]]


def show(context: ControlNode, request: Any) -> dict[str, Any]:
    """Every follower, those that put something aside with what it is."""
    request.page.crumbs = [Link("系统管理", request.to.page("admin/"))]
    found = followers.standings(request.snapshot.live)
    return {
        "title": context.control.title,
        "followers": [_shown(request, standing) for standing in found],
        "action": request.path,
    }


def _shown(request: Any, standing: followers.Standing) -> Shown:
    follower, tried = standing.follower, standing.state and standing.state.tries
    state = PARKED if standing.parked else WAITING if tried else GOOD
    state = state if standing.on or standing.parked else OFF
    return Shown(
        follower.name, follower.title, follower.help,
        "对外发送" if follower.outwards else "站内办理",
        state, _STATES[state], _upto(request, standing),
        f"{standing.lag:,}" if standing.lag else "",
        _said(request, standing),
        [_aside(request, each) for each in standing.parked],
    )  # fmt: skip


def _upto(request: Any, standing: followers.Standing) -> str:
    if not standing.on or standing.state is None:
        return ""
    return f"{request.snapshot.live.position - standing.lag:,}"


def _said(request: Any, standing: followers.Standing) -> str:
    state = standing.state
    if state is None or not state.tries:
        return ""
    when = durations.minute_text(state.next_try, request.zone)
    return f"已失败 {state.tries} 次，{when} 再试：{state.error}"


def _aside(request: Any, parked: Any) -> tuple[str, str, int, str]:
    said = "等待重新办理" if parked.due else parked.error
    when = durations.minute_text(parked.parked, request.zone)
    return f"{parked.position:,}", when, parked.tries, said


def resume(context: ControlNode, request: Any) -> HTTPSeeOther:
    """Have what one follower put aside tried again."""
    found = request.declared.followers.get(request.POST.get("follower", ""))
    if found is None:
        raise HTTPNotFound
    request.snapshot.close()
    count = followers.resume(request.site, found.name)
    request.session.flash(("good", f"{found.title}的 {count} 项搁置任务将重新办理"))
    return HTTPSeeOther(request.to.control(context.control))


def includeme(config: Any) -> None:
    """Register the page."""
    page = {"context": ControlNode, "control": CODE}
    config.add_view(show, renderer="followers.pt", request_method="GET", **page)
    config.add_view(resume, request_method="POST", **page)
