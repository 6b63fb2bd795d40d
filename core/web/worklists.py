"""待办, 已办, 我发起的, 知会我的: their addresses, their counts, one line of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from houqin.core.model.approval import Approvable
from houqin.core.model.case import Colleague
from houqin.core.projection.horizon import LIVE
from houqin.core.site.worklists import Counts, Worklists
from houqin.core.web import durations
from houqin.core.web.addresses import with_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.site.lines import Item

WAITING, DONE, STARTED, INFORMED = "waiting", "done", "started", "informed"
TITLES = {WAITING: "待办", DONE: "已办", STARTED: "我发起的", INFORMED: "知会我的"}
_PAGE = "waiting"


@dataclass(frozen=True, slots=True)
class WorklistLine:
    """One matter of a list, as the page shows it."""

    kind: str
    title: str
    matter: str
    url: str
    state: str
    state_title: str
    waiting: str
    waited: str
    long: bool
    due: str
    overdue: bool
    urged: int
    handed_to: str
    voided: bool
    told: str
    unread: bool
    pick: str = ""


def worklist_line(request: Any, item: Item) -> WorklistLine:
    """One record, with what is to be said of it now."""
    now, zone = request.site.now(), request.zone
    return WorklistLine(
        kind=item.kind,
        title=item.title,
        matter=item.matter,
        url=request.to.record(item.ledger, item.record),
        state=item.state,
        state_title=item.state_title,
        waiting=item.waiting,
        waited=durations.waited_text(item.since, now),
        long=durations.waited_long(item.since, now),
        due=durations.due_text(item.due, now, zone),
        overdue=item.overdue,
        urged=item.urged,
        handed_to=item.handed_to,
        voided=item.voided,
        told=durations.minute_text(item.told_at, zone),
        unread=item.unread,
    )


def with_picks(
    request: Any, items: Iterable[Item], lines: Iterable[WorklistLine]
) -> list[WorklistLine]:
    """The lines, those with a step this person may decide to be ticked for 合并同意."""
    ledgers = request.declared.ledgers
    found = []
    for item, line in zip(items, lines, strict=True):
        cls = ledgers[item.ledger].per
        step = cls.chain.due(item.state) if issubclass(cls, Approvable) else None
        mine = step is not None and step.permission in request.rights
        found.append(replace(line, pick=str(item.record)) if mine else line)
    return found


def worklist_lines(request: Any, items: Iterable[Item]) -> list[WorklistLine]:
    """The lines of one page."""
    return [worklist_line(request, item) for item in items]


def worklist_url(request: Any, name: str, **more: int | None) -> str:
    """Where a list is; 待办 is the page's own."""
    pairs = [("list", "" if name == WAITING else name)]
    pairs += [(key, str(value or "")) for key, value in more.items()]
    return with_query(request.to.page(_PAGE), pairs)


def _worklists(request: Any) -> Worklists:
    """The lists of whoever is logged in, as they are now."""
    colleague = Colleague(request.identity.id, request.standing)
    return Worklists(request.snapshot.seen(request.standing, LIVE), colleague)


def _counts(request: Any) -> Counts:
    return request.worklists.counts() if request.identity else Counts()


def includeme(config: Any) -> None:
    """Give every request its lists and their counts."""
    config.add_request_method(_worklists, "worklists", reify=True)
    config.add_request_method(_counts, "counts", reify=True)
