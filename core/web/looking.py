"""What an outside auditor opens is recorded before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pyramid.tweens import EXCVIEW

from houqin.core.model.command import Act
from houqin.core.web.choices_tree import ChoicesOf
from houqin.core.web.tree import KpiNode, LedgerNode, RecordNode

if TYPE_CHECKING:
    from collections.abc import Callable

_SHOWN = 200
#: As long as a line of a form may be.
_MOST_CHARACTERS = 100
#: What leaves the screen, by the view that gives it.
_TAKEN = {
    "csv": "导出 ",
    "xlsx": "导出 ",
    "print": "打印 ",
    "print.pdf": "打印 ",
    "forms": "打印单据 ",
    "forms.pdf": "打印单据 ",
    "sample": "抽样 ",
    "evidence": "取证 ",
    "evidence.zip": "下载取证包 ",
    "compare": "指标表 ",
}
#: Parts of a page that show nothing by themselves.
_PARTS = frozenset({"columns.css", "totals", "thumb"})


def looking(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:  # noqa: ARG001 - a tween factory has it
    """Look at every answer on its way out; one that cannot be recorded is not shown."""

    def looked(request: Any) -> Any:
        response = handler(request)
        if _is_look(request, response):
            _record_look(request)
        return response

    return looked


def _record_look(request: Any) -> None:
    """Who reads under a letter leaves a line in 查阅记录 for every page."""
    given: dict[str, Any] = {
        "session": str(request.ticket.id),
        "what": _what(request)[:_MOST_CHARACTERS],
    }
    if isinstance(request.context, RecordNode):
        given["subject"] = str(request.context.id)
    request.snapshot.close()
    site = request.site
    site.act(
        Act("core.look", given, site.system_actor, uuid4(), address=request.remote_addr)
    )


def _is_look(request: Any, response: Any) -> bool:
    """A page or file of the site that such a person was really shown."""
    if request.method != "GET" or response.status_int != _SHOWN:
        return False
    if request.site is None or getattr(request, "context", None) is None:
        return False
    if request.view_name in _PARTS or isinstance(request.context, ChoicesOf):
        return False
    standing = request.standing
    return standing is not None and standing.letter is not None


def _what(request: Any) -> str:
    """What was opened, and within which limits."""
    place, within = request.context, request.typed_horizon.text
    if isinstance(place, RecordNode):
        found = f"{place.shown.kind} {place.shown.title}"
    elif isinstance(place, LedgerNode):
        found = place.ledger.title
    elif isinstance(place, KpiNode):
        found = f"指标 {place.kpi.title}"
    elif request.view_name in _TAKEN:
        found = ""
    else:
        found = request.path.removeprefix(request.to.home) or "工作台"
    # A view may say more of what it showed.
    said = "，".join(filter(None, (getattr(request, "looked", ""), within)))
    what = f"{_TAKEN.get(request.view_name, '')}{found}".strip()
    return f"{what}（{said}）" if said else what


def includeme(config: Any) -> None:
    """Stand outside the views, inside the guard that answers for what fails."""
    config.add_tween(
        "houqin.core.web.looking.looking",
        under="houqin.core.web.guard.guard",
        over=EXCVIEW,
    )
