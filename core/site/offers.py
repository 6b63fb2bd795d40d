"""What a person may do now: to one record, or anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from houqin.core.model.aggregate import field_types
from houqin.core.model.command import Act, CommandSpec
from houqin.core.model.context import Context
from houqin.core.model.correcting import correctable_fields, correction_form
from houqin.core.model.ending import has_ended
from houqin.core.model.erasing import erasable_fields
from houqin.core.model.permission import reaches
from houqin.core.projection.effective import is_amendment
from houqin.core.schema.errors import NotPermitted, RecordMissing, Refused
from houqin.core.schema.form import FieldSpec, fields_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from houqin.core.registry.declarations import Declarations
    from houqin.core.schema.types import FieldType
    from houqin.core.site.reader import Reader
    from houqin.events.entry import RecordedEvent
    from houqin.events.store import Connection

#: Help of a field whose value is not filled in.
UNCHANGED = "不填即不改"


@dataclass(frozen=True, slots=True)
class Viewing:
    """Stands in for a transaction where a command is only asked about."""

    connection: Connection
    now: int
    epoch: int


def viewing_context(reader: Reader, person: UUID) -> Context:
    """A context to ask conditions in; nothing it keeps is ever appended."""
    act = Act("", {}, person, uuid4())
    viewing = Viewing(reader.connection, reader.site.now(), reader.epoch)
    return Context(reader.site.services, viewing, act)  # type: ignore[arg-type]  # enough to ask


def actions(reader: Reader, record: UUID, person: UUID) -> list[CommandSpec]:
    """Commands on a record that this person may give now, in their order."""
    if not reader.horizon.live:
        return []
    context = viewing_context(reader, person)
    try:
        loaded = context.load_any(record)
    except (Refused, RecordMissing):
        return []
    reads = context.standing(person).letter is not None
    found = [
        spec
        for spec in reader.site.declarations.commands.values()
        if spec.on is not None and isinstance(loaded, spec.on)
        if spec.audits or not reads
        if _allowed(context, spec, loaded)
    ]
    return sorted(found, key=lambda spec: spec.order)


def _allowed(context: Context, spec: CommandSpec, loaded: Any) -> bool:
    if spec.permission and not reaches(context, spec.permission, loaded):
        return False
    workflow = loaded.workflow
    if (
        spec.event is not None
        and workflow is not None
        and not workflow.allows(loaded.state, spec.event.__name__)
    ):
        return False
    if loaded.ends and has_ended(context, loaded.id):
        return False
    try:
        return spec.may is None or spec.may(context, loaded) is None
    except (Refused, NotPermitted):
        return False


def referring(reader: Reader, record: UUID) -> list[tuple[str, str]]:
    """Unvoided records that refer to this one, with their titles."""
    found = reader.connection.execute(
        "SELECT source FROM [guard_reference] WHERE target = ?"
        " ORDER BY source LIMIT 200",
        (str(record),),
    )
    sources = [UUID(bytes=bytes(row[0])) for row in found]
    return [(str(source), reader.title_of(source)) for source in sources]


def starting_values(
    reader: Reader, spec: CommandSpec, record: UUID | None, person: UUID
) -> dict[str, Any]:
    """What the command's form starts with."""
    values = {f.name: f.default for f in spec.fields if f.default is not None}
    if spec.starts is None:
        return values
    context = viewing_context(reader, person)
    loaded = context.load_any(record) if record else None
    masked = {
        f.name for f in spec.fields if f.kind == "personal" and f.type.mask != "none"
    }
    known = spec.starts(context, loaded)
    return values | {name: v for name, v in known.items() if name not in masked}


def warnings(
    reader: Reader, spec: CommandSpec, record: UUID | None, person: UUID
) -> list[str]:
    """What the command's form says before anybody sends it."""
    if spec.warns is None or record is None:
        return []
    context = viewing_context(reader, person)
    return spec.warns(context, context.load_any(record))


def narrowed(
    reader: Reader, spec: CommandSpec, record: UUID, person: UUID
) -> dict[str, frozenset[str]]:
    """What fields of a command's form offer, where it is not everything one sees."""
    if spec.choices is None or not reader.horizon.live:
        return {}
    context = viewing_context(reader, person)
    try:
        found = spec.choices(context, context.load_any(record))
    except Refused:
        # The command itself says that the record is voided.
        return {}
    return {name: frozenset(map(str, ids)) for name, ids in found.items()}


def creatable(reader: Reader, person: UUID) -> list[CommandSpec]:
    """Commands that begin something new and this person may give."""
    standing = reader.standing_of(person)
    if standing.letter:
        return []
    return beginnings(reader.site.declarations, standing.rights)


def beginnings(declared: Declarations, rights: Collection[str]) -> list[CommandSpec]:
    """Commands that begin something new, as far as these rights go."""
    found = [
        spec
        for spec in declared.commands.values()
        if spec.menu and (not spec.permission or spec.permission in rights)
    ]
    return sorted(found, key=lambda spec: spec.order)


def batches(declared: Declarations, rights: Collection[str]) -> list[CommandSpec]:
    """Commands of which these rights may give many at once."""
    found = [
        spec
        for spec in declared.commands.values()
        if spec.batch and (not spec.permission or spec.permission in rights)
    ]
    return sorted(found, key=lambda spec: spec.order)


def erasable_texts(
    reader: Reader, record: UUID, version: int
) -> list[tuple[FieldSpec, str]]:
    """The texts of one event that an erasure may name, as they are shown now.

    :raises RecordMissing: when there is no such ordinary event.
    """
    effective = reader.effective(record)
    for event in (*effective.events, *effective.struck):
        cls = reader.site.declarations.topics.class_of(event.topic)
        if event.version == version and cls is not None:
            specs = {s.name: s for s in fields_of(correction_form(cls))}
            return [
                (specs[name], _said(reader, event, specs[name]))
                for name in erasable_fields(cls)
                if event.payload.get(name)
            ]
    raise RecordMissing(record)


def _said(reader: Reader, event: RecordedEvent, spec: FieldSpec) -> str:
    value = event.payload[spec.name]
    if spec.kind == "personal":
        return reader.display.personal(spec.type, event.stream, spec.name, value)
    return str(value)


def correction_fields(
    reader: Reader, record: UUID, version: int
) -> list[tuple[FieldSpec, Any]]:
    """The fields a correction of one event may name, with their values now.

    :raises RecordMissing: when there is no such ordinary event.
    """
    for event in (*reader.effective(record).events,):
        if event.version == version and not is_amendment(event):
            cls = reader.site.declarations.topics.class_of(event.topic)
            if cls is None:
                return []
            specs = {s.name: s for s in fields_of(correction_form(cls))}
            kinds = field_types(cls)
            return [
                _correctable(reader, event, specs[name], kinds.get(name))
                for name in correctable_fields(cls)
            ]
    raise RecordMissing(record)


def _correctable(
    reader: Reader, event: RecordedEvent, spec: FieldSpec, kind: FieldType | None
) -> tuple[FieldSpec, Any]:
    """A masked value is not shown again as if somebody had typed it."""
    value = event.payload.get(spec.name)
    if kind is None or kind.kind != "personal":
        return spec, value
    if kind.mask == "none":
        return spec, reader.display.personal(kind, event.stream, spec.name, value)
    return replace(spec, help=UNCHANGED), None
