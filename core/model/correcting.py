"""更正: fields of one ordinary event get other values, the old ones stay readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_type_hints
from uuid import UUID

from pydantic import Field, create_model

from houqin.core.model.aggregate import (
    copies_of,
    field_annotations,
    field_types,
    payload_fields,
    personal_of,
)
from houqin.core.model.amendments import (
    Reason,
    append_amendment,
    outcome_of,
    require_alive,
    require_amending,
    require_fitting,
    require_own,
    version_of,
)
from houqin.core.model.command import command
from houqin.core.model.filling import copied, sealed
from houqin.core.model.following import follow
from houqin.core.projection.effective import (
    CORRECTED,
    apply_correction,
    is_amendment,
)
from houqin.core.projection.horizon import day_start, local_day
from houqin.core.projection.sources import DAY_PRECISION
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.fields import PersonalText, TypedMoment
from houqin.core.schema.form import Form, RecordForm, parse, title_of
from houqin.core.schema.plain import plain
from houqin.core.schema.types import Copied, Fixed, marker
from houqin.events.instants import from_datetime, to_text
from houqin.events.upcasting import named_by

if TYPE_CHECKING:
    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent


class HeaderCorrection(Form):
    """What of an event's header may be corrected."""

    occurred: Annotated[TypedMoment, Field(title="发生时间")] | None = None
    precision: (
        Annotated[str, Field(title="精确到", pattern="^(day|minute)$")] | None
    ) = None
    on_behalf_of: Annotated[UUID, Field(title="当事人")] | None = None
    channel: (
        Annotated[str, Field(title="方式", pattern="^(system|phone|paper)$")] | None
    ) = None


class Correct(RecordForm):
    """原值保留在办理经过中，台账和指标按新值重新计算。"""

    target: Annotated[int, Field(title="更正哪一条", ge=1)]
    payload: Annotated[dict[str, Any], Field(title="新值")] = {}  # noqa: RUF012 - pydantic copies it
    header: HeaderCorrection = HeaderCorrection()
    reason: Reason


def correctable_fields(event_class: type) -> list[str]:
    """The fields of an event that a correction may name.

    Attachments are not among them: what was handed in is voided or erased, never
    exchanged.
    """
    kinds = field_types(event_class)
    return [
        name
        for name, annotations in field_annotations(event_class).items()
        if not marker(annotations, Fixed) and not marker(annotations, Copied)
        if name not in kinds or kinds[name].kind != "files"
    ]


def correction_form(event_class: type) -> type[Form]:
    """A form of the event's own field types, every field optional."""
    fields: dict[str, Any] = {}
    hints = _hints(event_class)
    for name in correctable_fields(event_class):
        fields[name] = (hints[name] | None, None)
    return create_model(f"Correct{event_class.__name__}", __base__=Form, **fields)


def _hints(event_class: type) -> dict[str, Any]:
    """The types of an event's fields, a sealed one as it is typed."""
    hints = get_type_hints(event_class, include_extras=True)
    found = {name: hints[name] for name in payload_fields(event_class)}
    for name, kind in personal_of(event_class).items():
        title = title_of(field_annotations(event_class)[name])
        typed = Annotated[PersonalText, Field(title=title), kind]
        found[name] = typed | None if may_be_absent(hints[name]) else typed
    return found


def may_be_absent(hint: Any) -> bool:
    """Whether a field of that type is optional."""
    return type(None) in getattr(hint, "__args__", ())


@command("core.correct", "更正", order=900)
def correct(context: Context, form: Correct) -> None:
    """Correct fields of one ordinary event."""
    require_amending(context, form.record)
    event = version_of(context, form.record, form.target)
    if is_amendment(event):
        message = "更正和作废本身不能更正，可以撤销"
        raise Refused(message, "target")
    require_alive(context, form.record, form.target)
    require_own(context, event)
    payload = _corrected_payload(context, event, form)
    header = _corrected_header(context, event, form.header)
    if not payload and not header:
        message = "没有改动任何一项"
        raise FormErrors({"": message})
    change: dict[str, Any] = {"target": form.target, "reason": form.reason}
    if payload:
        change |= {"payload": payload, **named_by(event)}
    if header:
        change["header"] = header
    append_amendment(context, form.record, CORRECTED, change)
    outcome_of(context, form.record)
    follow(context, form.record, form.target)


def _corrected_payload(
    context: Context, event: RecordedEvent, form: Correct
) -> dict[str, Any]:
    cls = context.catalogue.topics.class_of(event.topic)
    if cls is None:
        message = "所属业务模块不在，不能更正"
        raise Refused(message)
    if not form.payload:
        return {}
    try:
        parsed = parse(correction_form(cls), form.payload)
    except FormErrors as wrong:
        named = {f"payload.{name}": text for name, text in wrong.errors.items()}
        raise FormErrors(named) from wrong
    given = {name: plain(getattr(parsed, name)) for name in form.payload}
    _require_present(cls, given)
    current = next(
        e for e in context.effective(form.record).events if e.version == event.version
    )
    changed = {n: v for n, v in given.items() if current.payload.get(n) != v}
    _require_there(context, cls, changed)
    payload = _sealed(context, current, cls, changed)
    payload |= _refilled(context, cls, changed)
    require_fitting(context, apply_correction(current, {"payload": payload}))
    return payload


def _require_present(cls: type, given: dict[str, Any]) -> None:
    """A field the event must have cannot be taken away."""
    hints = _hints(cls)
    missing = {
        name: "必须填写"
        for name, value in given.items()
        if value is None and not may_be_absent(hints[name])
    }
    if missing:
        raise FormErrors({f"payload.{n}": m for n, m in missing.items()})


def _require_there(context: Context, cls: type, changed: dict[str, Any]) -> None:
    """A reference names a record that is there and not voided."""
    kinds = field_types(cls)
    for name, value in changed.items():
        kind = kinds.get(name)
        if value and kind is not None and kind.kind == "reference":
            context.choose(kind.reference, UUID(value), f"payload.{name}")


def _sealed(
    context: Context, event: RecordedEvent, cls: type, changed: dict[str, Any]
) -> dict[str, Any]:
    """Sealed anew, under the person whom the event names once it is corrected."""
    typed = dict(changed)
    for name, kind in personal_of(cls).items():
        kept = event.payload.get(name)
        if kind.of in changed and name not in changed and kept is not None:
            keys = context.services.keys
            typed[name] = keys.open(context.connection, event.stream, name, kept)
    return sealed(context, cls, event.stream, typed, {**event.payload, **changed})


def _refilled(context: Context, cls: type, changed: dict[str, Any]) -> dict[str, Any]:
    """A copied field follows the record it is copied from."""
    return {
        name: copied(context, cls, source.source, source.attribute, changed)
        for name, source in copies_of(cls).items()
        if source.source in changed and name not in changed
    }


def _corrected_header(
    context: Context, event: RecordedEvent, header: HeaderCorrection
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if header.occurred is not None:
        occurred = from_datetime(header.occurred)
        if (header.precision or event.metadata.get("precision")) == DAY_PRECISION:
            occurred = day_start(local_day(occurred, context.zone), context.zone)
        if occurred > event.recorded:
            message = f"发生时间不能晚于登记时间{context.moment(event.recorded)}"
            raise Refused(message, "header.occurred")
        found["occurred"] = to_text(occurred)
    if header.on_behalf_of is not None:
        context.choose("core.Person", header.on_behalf_of, "header.on_behalf_of")
        found["on_behalf_of"] = str(header.on_behalf_of)
    if header.channel is not None:
        found["channel"] = header.channel
    if header.precision is not None:
        found["precision"] = header.precision
    return found
