"""个人信息清除 in free text: an event's body goes, what stands for it is read instead.

The deletion itself is the log's (events/erasure.py). Here it is decided which fields
are blanked; everything that counts, refers, dates or decides a state stays as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from pydantic import Field

from houqin.core.model.aggregate import field_annotations, field_types, personal_of
from houqin.core.model.amendments import append_erasure, require_fitting, version_of
from houqin.core.model.command import command
from houqin.core.model.correcting import correction_form, may_be_absent
from houqin.core.model.erasures import Extent, note
from houqin.core.model.lawful import Lawful
from houqin.core.model.permission import CorePermission
from houqin.core.projection.effective import AMENDMENTS, CORRECTED, is_amendment
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.form import Form, fields_of, parse
from houqin.core.schema.masks import ERASED
from houqin.core.schema.types import Copied, Fixed, marker
from houqin.events.erasure import PAYLOAD_ERASED
from houqin.events.errors import NotDecodable
from houqin.events.upcasting import named_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from houqin.core.model.context import Context
    from houqin.events.entry import RecordedEvent

#: Kinds of fields that can hold what must go; all others keep their values.
ERASABLE = frozenset({"text", "longtext", "personal"})
#: What an event's metadata hold of whoever sat before the screen.
_ADDRESS = "address"


class ErasePayload(Lawful):
    """清除后任何时点都不能再看到原文，也不能恢复；台账条数和指标不变。"""

    target: Annotated[int, Field(title="清除哪一条", ge=1)]
    fields: Annotated[list[str], Field(title="清除的项目", min_length=1)]
    texts: Annotated[dict[str, str], Field(title="改为")] = {}  # noqa: RUF012 - pydantic copies it


def erasable_fields(event_class: type) -> list[str]:
    """The fields of an event that an erasure may name.

    A sealed field that an event must have goes with its person's key.
    """
    kinds = field_types(event_class)
    hints = get_type_hints(event_class, include_extras=True)
    return [
        name
        for name, annotations in field_annotations(event_class).items()
        if name in kinds and kinds[name].kind in ERASABLE
        if not marker(annotations, Fixed) and not marker(annotations, Copied)
        if kinds[name].kind != "personal" or may_be_absent(hints[name])
    ]


@command(
    "core.erase_payload", "清除文字中的个人信息", permission=CorePermission.ERASE,
    style="danger", order=930,
)  # fmt: skip
def erase_payload(context: Context, form: ErasePayload) -> None:
    """Blank fields of one ordinary event, in every horizon."""
    event = version_of(context, form.record, form.target)
    if is_amendment(event):
        raise Refused("请选择被更正或作废的那一条，它的更正一并清除", "target")
    cls = context.catalogue.topics.class_of(event.topic)
    if cls is None:
        raise Refused("所属业务模块不在，不能清除")
    _require_erasable(cls, form)
    if not filled_in(context, event, form.fields):
        raise FormErrors({"fields": "这一条没有填写所选的项目"})
    grounds = form.grounds()
    erase_fields(context, event, cls, form.fields, form.texts, grounds)
    note(context, Extent.TEXT, form.record, grounds)


def erase_fields(
    context: Context,
    event: RecordedEvent,
    cls: type,
    names: list[str],
    texts: dict[str, str],
    grounds: dict[str, Any],
) -> None:
    """Append the erasure of some fields of one event and of its amendments."""
    blank = _blanks(cls, names, texts)
    payload = _without(event.payload, blank)
    _require_fitting(context, event._replace(payload=payload))
    covered = _amendments_of(context.stream(event.stream).loaded, event.version)
    said = {name: value for name, value in grounds.items() if value is not None}
    append_erasure(
        context,
        event.stream,
        {
            **{name: str(value) for name, value in said.items()},
            "target": event.version,
            **named_by(event),
            "fields": sorted(names),
            "payload": payload,
            "metadata": _without_address(event),
            "covers": [_cover(amendment, blank) for amendment in covered],
        },
    )


def _require_fitting(context: Context, event: RecordedEvent) -> None:
    try:
        require_fitting(context, event)
    except NotDecodable as wrong:
        raise Refused("所选的项目必须填写，不能清除", "fields") from wrong


def _require_erasable(cls: type, form: ErasePayload) -> None:
    known = erasable_fields(cls)
    wrong = [name for name in form.fields if name not in known]
    if wrong:
        titles = {spec.name: spec.title for spec in fields_of(correction_form(cls))}
        named = "、".join(titles.get(name, name) for name in wrong)
        raise FormErrors({"fields": f"只能清除文字项目，不能清除：{named}"})
    stray = sorted(set(form.texts) - set(form.fields))
    if stray:
        raise FormErrors({"texts": f"没有选中要清除的项目：{'、'.join(stray)}"})


def filled_in(
    context: Context, event: RecordedEvent, names: Iterable[str]
) -> list[str]:
    """Of some fields those that the event or a correction of it has filled in."""
    said = set(event.payload)
    for other in _amendments_of(context.stream(event.stream).loaded, event.version):
        said |= set(other.payload.get("payload", {}))
    return [name for name in names if name in said]


def _blanks(cls: type, names: list[str], texts: dict[str, str]) -> dict[str, Any]:
    """By field, what stands in its place; nothing where it may be left out."""
    form, personal = correction_form(cls), personal_of(cls)
    found: dict[str, Any] = {}
    for name in names:
        given = texts.get(name, "").strip()
        if name in personal and given:
            raise FormErrors({f"texts.{name}": "这一项只能清除，不能改为其他内容"})
        found[name] = None if name in personal else _text(form, name, given)
    return found


def _text(form: type[Form], name: str, given: str) -> str | None:
    """The text that replaces another, as far as the field can hold it."""
    try:
        return str(getattr(parse(form, {name: given or ERASED}), name))
    except FormErrors as wrong:
        if given:
            raise FormErrors({f"texts.{name}": str(wrong)}) from wrong
        return None


def _without(payload: dict[str, Any], blank: dict[str, Any]) -> dict[str, Any]:
    """The payload with every field that is there and named blanked."""
    changed = {name: blank.get(name, value) for name, value in payload.items()}
    return {name: value for name, value in changed.items() if value is not None}


def _without_address(event: RecordedEvent) -> dict[str, Any]:
    return {n: value for n, value in event.metadata.items() if n != _ADDRESS}


def _amendments_of(stream: list[RecordedEvent], target: int) -> list[RecordedEvent]:
    """Amendments of the event, and amendments of those."""
    covered: list[RecordedEvent] = []
    versions = {target}
    for event in stream:
        if event.topic in AMENDMENTS and event.payload["target"] in versions:
            versions.add(event.version)
            covered.append(event)
    return covered


def _cover(amendment: RecordedEvent, blank: dict[str, Any]) -> dict[str, Any]:
    """What is read of an amendment: the same without the texts and its reason."""
    payload = dict(amendment.payload)
    if amendment.topic == PAYLOAD_ERASED:
        payload |= {"payload": {}, "metadata": {}, "covers": []}
    else:
        payload["reason"] = ERASED
    if amendment.topic == CORRECTED and "payload" in payload:
        payload["payload"] = {
            name: value if value is None else blank.get(name, value)
            for name, value in payload["payload"].items()
        }
    return {
        "version": amendment.version,
        "payload": payload,
        "metadata": _without_address(amendment),
    }
