"""A record's page: facts, progress, open actions, 办理经过."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther

from houqin.core.model.permission import CorePermission
from houqin.core.model.phone import Signature
from houqin.core.schema.errors import RecordMissing
from houqin.core.site import looking, offers
from houqin.core.web import dealing, durations
from houqin.core.web.addresses import with_query
from houqin.core.web.attached import ATTACH, attachments_shown
from houqin.core.web.page import Link
from houqin.core.web.papers import prints_of
from houqin.core.web.record_tabs import tabs_of
from houqin.core.web.tree import AnyRecord, RecordNode

CORRECT, VOID, RESTORE = "core.correct", "core.void", "core.restore"
ERASE = "core.erase_payload"
_STYLES = {"primary": "primary", "danger": "danger"}


@dataclass(frozen=True, slots=True)
class Action:
    """A button on the record."""

    title: str
    url: str
    style: str


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact; ``url`` where it is another record, ``reveal`` where it is masked."""

    label: str
    text: str
    url: str | None
    reveal: str | None = None


@dataclass(frozen=True, slots=True)
class StageDot:
    """One stage of the workflow."""

    title: str
    state: str
    who: str
    when: str
    post: str


@dataclass(frozen=True, slots=True)
class State:
    """The record's state."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of 办理经过."""

    title: str
    actor: str
    on_behalf: str
    for_another: bool
    channel: str
    occurred: str
    recorded: str
    late: int
    changes: list[tuple[str, str, str]]
    reason: str
    reason_title: str
    voided: bool
    corrected: bool
    css: str | None
    mark: str
    correct_url: str | None
    void_url: str | None
    restore_url: str | None
    erase_url: str | None
    erased: str


def checked_record(context: RecordNode) -> Any:
    """The record, which must belong to the ledger of its address.

    :raises RecordMissing: when there is none within the horizon.
    """
    found = context.shown
    if found.ledger != context.ledger.name:
        raise RecordMissing(context.id)
    return found


def record_crumbs(request: Any, ledger: Any) -> list[Link]:
    """The way to a record: where it is administered, or its module's list."""
    for control in request.declared.controls.values():
        if control.ledger == ledger.name and control.permission in request.rights:
            above = Link("系统管理", request.to.page("admin/"))
            return [above, Link(control.title, request.to.control(control))]
    plugin = request.declared.plugins[ledger.plugin]
    kept = request.typed_horizon.pairs
    return [
        Link(plugin.title, request.to.plugin(plugin.name)),
        Link(ledger.title, with_query(request.to.ledger(ledger.name), kept)),
    ]


def may_amend(found: Any, request: Any) -> bool:
    """Whether this person corrects and voids such a record."""
    spec = request.declared.aggregates.get(found.aggregate)
    return spec is not None and spec.cls.amended_by in request.rights


def show_record(context: RecordNode, request: Any) -> dict[str, Any]:
    """The whole record within the request's horizon."""
    found = checked_record(context)
    request.page.crumbs = record_crumbs(request, context.ledger)
    going_on = request.horizon.live and not found.ended
    amendable = going_on and may_amend(found, request)
    steps = request.reader.history(context.id)
    offered = _offered(context, request)
    return {
        "title": found.title,
        "heading": f"{found.kind} {found.title}",
        "state": State(found.state, found.state_title) if found.state else None,
        "voided": found.voided,
        "conflicts": list(found.conflicts),
        "prints": prints_of(context, request),
        "tabs": tabs_of(context, request),
        "actions": _actions(offered, context, request, amendable=amendable),
        "progress": [_stage(stage, found, request) for stage in found.progress],
        "rule": found.rule,
        "unsigned": list(
            filter(None, (_unsigned(signed, request) for signed in found.signatures))
        ),
        "waiting": dealing.wait_line(request, found.dealing),
        "nudges": _among(offered, dealing.NUDGES, context, request),
        "told": dealing.told_lines(request, found.dealing),
        "remarks": dealing.remark_lines(request, found.dealing),
        "talk": _among(offered, dealing.TALK, context, request),
        "facts": [_fact(fact, context, request) for fact in found.facts],
        "attachments": attachments_shown(context, request),
        "attach": _among(offered, (ATTACH,), context, request),
        "amendable": amendable or _may_erase(request),
        "steps": [_step(step, context, request, amendable=amendable) for step in steps],
    }


def _offered(context: RecordNode, request: Any) -> list[Any]:
    """What may be done now; nothing in the past."""
    if not request.horizon.live:
        return []
    return offers.actions(request.reader, context.id, request.identity.id)


def _actions(
    offered: list[Any], context: RecordNode, request: Any, *, amendable: bool
) -> list[Action]:
    beside = {*dealing.NUDGES, *dealing.TALK, ATTACH}
    actions = [
        _action(spec, context, request) for spec in offered if spec.name not in beside
    ]
    found = context.shown
    if amendable and not found.voided:
        url = request.to.record_command(found.ledger, context.id, VOID)
        actions.append(Action("作废", url, "danger"))
    return actions


def _among(
    offered: list[Any], names: tuple[str, ...], context: RecordNode, request: Any
) -> list[Action]:
    """Those of the commands that stand beside the steps."""
    return [_action(spec, context, request) for spec in offered if spec.name in names]


def _action(spec: Any, context: RecordNode, request: Any) -> Action:
    style = _STYLES.get(spec.style, "plain")
    if "record" in spec.form.model_fields:
        url = request.to.record_command(context.ledger.name, context.id, spec.name)
        return Action(spec.title, url, style)
    # A command on several records starts with this one chosen.
    chosen = [
        (field.name, str(context.id))
        for field in spec.fields
        if field.reference == context.shown.aggregate
    ]
    return Action(spec.title, with_query(request.to.command(spec.name), chosen), style)


def _unsigned(signed: Any, request: Any) -> str:
    """What is said above the record while a signature is missing."""
    if signed.signature is not Signature.WAITING:
        return ""
    when = durations.minute_text(signed.occurred, request.zone)
    late = "，已超期" if signed.overdue else ""
    return f"{signed.step}：{signed.approver}于{when}电话同意，待补签{late}。"


def _may_erase(request: Any) -> bool:
    return request.horizon.live and CorePermission.ERASE in request.rights


def _fact(fact: Any, context: RecordNode, request: Any) -> FactLine:
    if fact.masked:
        return FactLine(fact.label, fact.text, None, _reveal(fact, context, request))
    if not fact.reference or not request.reader.may_open(*fact.reference):
        return FactLine(fact.label, fact.text, None)
    url = request.to.anywhere(fact.reference[1])
    kept = request.typed_horizon.pairs
    return FactLine(fact.label, fact.text, with_query(url, kept))


def _reveal(fact: Any, context: RecordNode, request: Any) -> str | None:
    """Where the whole value may be asked for, by whoever may."""
    if not looking.may_ask(request.reader, context.id, fact.masked):
        return None
    path = f"{request.to.record(context.shown.ledger, context.id)}/reveal"
    field = ("field", fact.masked.column)
    return with_query(path, request.typed_horizon.pairs, [field])


def _stage(stage: Any, found: Any, request: Any) -> StageDot:
    """A stage nobody waits in any more is done."""
    when = durations.minute_text(stage.when, request.zone)
    over = stage.state == "current" and not found.waiting_for
    place = "done" if over else stage.state
    return StageDot(stage.title, place, stage.who, when, stage.post)


def _step(step: Any, context: RecordNode, request: Any, *, amendable: bool) -> StepLine:
    marks = {signed.version: signed.mark for signed in context.shown.signatures}

    def url(command: str, *wanted: bool) -> str | None:
        if not (amendable and all(wanted)):
            return None
        path = request.to.record_command(context.ledger.name, context.id, command)
        return with_query(path, [("target", str(step.version))])

    erase_url = None
    if step.erasable and _may_erase(request):
        path = request.to.record_command(context.ledger.name, context.id, ERASE)
        erase_url = with_query(path, [("target", str(step.version))])
    by_day = step.precision == "day"
    occurred = durations.minute_text(step.occurred, request.zone)
    alive = not context.shown.voided
    return StepLine(
        title=step.title,
        actor=step.actor_name,
        on_behalf="" if step.amendment else step.on_behalf_name or step.actor_name,
        for_another=bool(step.on_behalf_name),
        channel=step.channel_title,
        occurred="" if step.amendment else occurred[:10] if by_day else occurred,
        recorded=durations.minute_text(step.recorded, request.zone),
        late=step.late_days,
        changes=list(step.changes),
        reason=step.reason,
        reason_title=step.reason_title,
        voided=step.voided,
        corrected=step.corrected,
        css="void" if step.voided else None,
        mark="" if step.voided else marks.get(step.version, ""),
        correct_url=url(CORRECT, alive, step.correctable),
        void_url=url(VOID, alive, step.voidable),
        restore_url=url(RESTORE, step.restorable),
        erase_url=erase_url,
        erased=step.erased,
    )


def find_record(context: AnyRecord, request: Any) -> HTTPSeeOther:
    """Lead to the page of a record known by its id alone."""
    found = request.reader.record(context.id)
    if not found.ledger:
        raise RecordMissing(context.id)
    url = request.to.record(found.ledger, context.id)
    return HTTPSeeOther(with_query(url, request.typed_horizon.pairs))


def includeme(config: Any) -> None:
    """Register a record's page."""
    get = {"request_method": "GET"}
    config.add_view(show_record, context=RecordNode, renderer="record.pt", **get)
    config.add_view(find_record, context=AnyRecord, **get)
