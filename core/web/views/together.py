"""合并同意: each record with its facts on one page, then one submit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.joint import MOST_TOGETHER, agree_together, due_together
from houqin.core.schema.errors import (
    FormErrors,
    NotPermitted,
    RecordMissing,
    Refused,
)
from houqin.core.site import offers
from houqin.core.web import durations
from houqin.core.web.acts import act_of
from houqin.core.web.page import Link
from houqin.core.web.tree import CommandNode
from houqin.core.web.views.command import REUSED, perform, posted_id, told
from houqin.events.errors import CommandReused

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_COMMENT = 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """One record as it is looked at; ``why`` it cannot be agreed to here."""

    id: str
    kind: str
    title: str
    step: str
    url: str
    facts: list[tuple[str, str]]
    waited: str
    why: str


def chosen_of(values: Iterable[str]) -> list[UUID]:
    """The ids in an address or a form, each once; what is none is left out."""
    found: dict[UUID, None] = {}
    for value in values:
        try:
            found[UUID(value)] = None
        except (AttributeError, TypeError, ValueError):
            continue
    return list(found)


def candidates(request: Any, records: Iterable[UUID]) -> list[Candidate]:
    """Each record with its facts, and whether it is this person's to agree to."""
    context = offers.viewing_context(request.reader, request.identity.id)
    found = []
    for record in records:
        step, why = "", ""
        try:
            step = due_together(context, record)[1].title
        except (Refused, NotPermitted) as refusal:
            why = refusal.message
        try:
            found.append(_candidate(request, record, step, why))
        except RecordMissing:
            continue
    return found


def _candidate(request: Any, record: UUID, step: str, why: str) -> Candidate:
    shown = request.reader.record(record)
    return Candidate(
        str(record),
        shown.kind,
        shown.title,
        step or shown.state_title,
        request.to.record(shown.ledger, record),
        [(fact.label, fact.text) for fact in shown.facts],
        durations.waited_text(shown.waiting_since, request.site.now()),
        why,
    )


def show_together(context: CommandNode, request: Any) -> dict[str, Any]:
    """What was ticked in 待办."""
    return _draw(context, request, chosen_of(request.GET.getall("records")))


def _draw(
    context: CommandNode,
    request: Any,
    records: list[UUID],
    errors: dict[str, str] | None = None,
    **more: Any,
) -> dict[str, Any]:
    request.page.crumbs = [Link("待办", request.to.page("waiting"))]
    if errors:
        request.response.status_int = 422
    every = candidates(request, records[: 2 * MOST_TOGETHER])
    open_now = [c for c in every if not c.why]
    return {
        "title": context.spec.title,
        "help": context.spec.help,
        "candidates": open_now,
        "left_out": [c for c in every if c.why],
        "too_many": len(open_now) > MOST_TOGETHER,
        "most": MOST_TOGETHER,
        "problems": list((errors or {}).values()),
        "longest": LONGEST_COMMENT,
        "comment": "",
        "notice": "",
        "action": request.path,
        "cancel": request.to.page("waiting"),
        "command_id": str(uuid4()),
        **more,
    }


def submit_together(context: CommandNode, request: Any) -> Any:
    """All of them, or none and why."""
    records = chosen_of(request.POST.getall("records"))
    comment = str(request.POST.get("comment", "")).replace("\r\n", "\n")
    given: dict[str, Any] = {"records": [str(record) for record in records]}
    if comment.strip():
        given["comment"] = comment
    act = act_of(request, context.spec.name, given, posted_id(request))
    try:
        outcome = perform(request, act)
    except FormErrors as wrong:
        return _draw(context, request, records, wrong.errors, comment=comment)
    except CommandReused:
        return _draw(context, request, records, notice=REUSED, comment=comment)
    request.session.flash(told(outcome, f"同意{len(records)}份"))
    return HTTPSeeOther(request.to.page("waiting"))


def includeme(config: Any) -> None:
    """Register the page on which several records are agreed to."""
    page = {
        "context": CommandNode,
        "renderer": "together.pt",
        "command": agree_together.name,
    }
    config.add_view(show_together, request_method="GET", **page)
    config.add_view(submit_together, request_method="POST", **page)
