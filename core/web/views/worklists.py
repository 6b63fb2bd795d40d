"""One page with four tabs: 待办, 已办, 我发起的, 知会我的."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound

from houqin.core.model.joint import agree_together
from houqin.core.site.acted import NEWEST
from houqin.core.site.in_json import item_json
from houqin.core.web.asking import WANTED
from houqin.core.web.horizons import read_number
from houqin.core.web.page import Link
from houqin.core.web.tree import SiteNode
from houqin.core.web.worklists import (
    DONE,
    INFORMED,
    STARTED,
    TITLES,
    WAITING,
    with_picks,
    worklist_lines,
    worklist_url,
)

if TYPE_CHECKING:
    from houqin.core.site.worklists import Worklist

_NONE = {
    WAITING: "没有待办的事项",
    DONE: "还没有办理过单据",
    STARTED: "还没有发起过单据",
    INFORMED: "没有知会您的单据",
}


def show_worklist(context: SiteNode, request: Any) -> dict[str, Any]:
    """One list, one page of it."""
    name, page, before = _asked(request)
    found = _read(request, name, page, before)
    lines = worklist_lines(request, found.items)
    if name == WAITING:
        lines = with_picks(request, found.items, lines)
    return {
        "title": TITLES[name],
        "tabs": _tabs(request, name),
        "items": lines,
        "together": request.to.command(agree_together.name)
        if any(line.pick for line in lines)
        else "",
        "count": found.count,
        "none": _NONE[name],
        "first_url": worklist_url(request, name) if page > 1 or before < NEWEST else "",
        "next_url": _next(request, name, found),
    }


def _asked(request: Any) -> tuple[str, int, int]:
    """Which list, and where in it."""
    name = request.GET.get("list", "") or WAITING
    if name not in TITLES:
        raise HTTPNotFound
    page = read_number(request.GET.get("page", ""), "页") or 1
    before = read_number(request.GET.get("before", ""), "登记序号") or NEWEST
    return name, page, before


def _read(request: Any, name: str, page: int, before: int) -> Worklist:
    lists = request.worklists
    if name in {DONE, STARTED}:
        found: Worklist = getattr(lists, name)(before)
    else:
        found = getattr(lists, name)(page)
    return found


def _next(request: Any, name: str, found: Worklist) -> str:
    if found.more is None:
        return ""
    by = "before" if name in {DONE, STARTED} else "page"
    return worklist_url(request, name, **{by: found.more})


def _tabs(request: Any, shown: str) -> list[Link]:
    counts = {WAITING: request.counts.waiting, INFORMED: request.counts.unread}
    return [
        Link(
            title, worklist_url(request, name),
            current="page" if name == shown else None,
            count=counts.get(name, 0),
            urgent=name == WAITING and bool(request.counts.overdue),
        )
        for name, title in TITLES.items()
    ]  # fmt: skip


def worklist_in_json(context: SiteNode, request: Any) -> dict[str, Any]:
    """The same page of the same list for programs; ``next`` is its next page."""
    name, page, before = _asked(request)
    found = _read(request, name, page, before)
    return {
        "list": name,
        "title": TITLES[name],
        "waiting": request.counts.waiting,
        "overdue": request.counts.overdue,
        "unread": request.counts.unread,
        "items": [item_json(item) for item in found.items],
        "next": _next(request, name, found) or None,
    }


def includeme(config: Any) -> None:
    """Register the lists' page; 待办 keeps the address it had."""
    page = {"context": SiteNode, "name": "waiting", "request_method": "GET"}
    config.add_view(show_worklist, renderer="waiting.pt", **page)
    config.add_view(worklist_in_json, renderer="json", **page, **WANTED)
