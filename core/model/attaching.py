"""Attachments of records: taken up only if they are there, removed only by erasure."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from pydantic import Field

from houqin.core.files.inspection import checked_name
from houqin.core.files.kinds import same_kind
from houqin.core.files.refusal import FileRefused
from houqin.core.model.command import command
from houqin.core.model.erasures import Extent, note
from houqin.core.model.lawful import Lawful
from houqin.core.model.permission import CorePermission
from houqin.core.projection.effective import ATTACHMENT_ERASED, RECORD
from houqin.core.schema.errors import FormErrors, Refused
from houqin.core.schema.files import DIGEST
from houqin.core.schema.form import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from houqin.core.model.context import Context
    from houqin.core.schema.form import FieldSpec, Form
    from houqin.events.store import Connection

#: Holds the row until the command is done: a sweep waits, then leaves it alone.
_TAKE_UP = (
    "UPDATE [attachment] SET stored = stored WHERE digest = ? RETURNING size, type"
)
_HANDED_IN = "SELECT 1 FROM [attachment_upload] WHERE digest = ? AND person = ?"
_HOLDERS = "SELECT stream FROM [guard_attachment] WHERE digest = ? ORDER BY stream"
MOST_NAMED = 10


@cache
def _places(form: type[Form]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Fields of files; for lists of lines, the fields of files in a line."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for spec in fields_of(form):
        if spec.kind == "files":
            found.append((spec.name, ()))
        elif inner := tuple(s.name for s in spec.lines if s.kind == "files"):
            found.append((spec.name, inner))
    return tuple(found)


def takes_files(form: type[Form]) -> bool:
    """Whether a form has a field of files, in a line or a part or outside."""
    return _holds_files(fields_of(form))


def _holds_files(fields: Sequence[FieldSpec]) -> bool:
    return any(f.kind == "files" or _holds_files(f.lines) for f in fields)


def _given(form: Form) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, inner in _places(type(form)):
        value = getattr(form, name) or []
        if not inner:
            yield name, value
            continue
        # A part of a slip is asked for by its own command.
        for number, line in enumerate(value if isinstance(value, list) else ()):
            for part in inner:
                yield f"{name}.{number}.{part}", getattr(line, part) or []


def require_stored(context: Context, form: Form) -> None:
    """Every attachment a form names was handed in by whoever gives the command.

    :raises FormErrors: naming the field.
    """
    wrong: dict[str, str] = {}
    for place, references in _given(form):
        for reference in references:
            if why := _obstacle(context, reference):
                wrong[place] = why
    if wrong:
        raise FormErrors(wrong)


def _obstacle(context: Context, reference: dict[str, Any]) -> str | None:
    name, digest = reference["name"], reference["digest"]
    try:
        checked_name(name)
    except FileRefused as refusal:
        return refusal.message
    found = context.connection.execute(_TAKE_UP, (digest,))
    system = context.actor == context.services.system_actor
    handed = (digest, context.actor.bytes)
    if not found or not (system or context.connection.execute(_HANDED_IN, handed)):
        return f"“{name}”没有上传成功或者已超过一天，请重新上传"
    size, media_type = found[0]
    if size != reference["size"] or not same_kind(media_type, reference["type"]):
        return f"“{name}”与上传的内容不符，请重新上传"
    return None


class EraseAttachment(Lawful):
    """清除后附件内容不能恢复；单据和办理经过保留，并注明依据。"""

    digest: Annotated[str, Field(title="附件", pattern=f"^{DIGEST.pattern}$")]
    others: Annotated[list[UUID], Field(title="一并清除")] = []  # noqa: RUF012 - pydantic copies it


def holders_of(connection: Connection, digest: str) -> list[UUID]:
    """The records that hold a content, voided ones too."""
    found = connection.execute(_HOLDERS, (digest,))
    return [UUID(bytes=bytes(row[0])) for row in found]


@command(
    "core.erase_attachment", "清除附件", permission=CorePermission.ERASE,
    style="danger", order=990,
)  # fmt: skip
def erase_attachment(context: Context, form: EraseAttachment) -> None:
    """Delete a content everywhere; each record that holds it says why."""
    held = holders_of(context.connection, form.digest)
    if form.record not in held:
        raise Refused("这份单据没有这个附件", "digest")
    if not context.connection.execute(
        "SELECT 1 FROM [attachment] WHERE digest = ?", (form.digest,)
    ):
        raise Refused("这个附件已经清除过", "digest")
    _require_confirmed(context, set(held) - {form.record, *form.others})
    said = {n: str(v) for n, v in form.grounds().items() if v is not None}
    payload = {"target": RECORD, "digest": form.digest, **said}
    for record in held:
        stream = context.stream(record)
        stream.version += 1
        with context.told(occurred=context.now):
            context.append(record, stream.version, ATTACHMENT_ERASED, dict(payload))
        note(context, Extent.FILE, record, form.grounds())
    contents = context.services.attachments
    if contents is not None:
        contents.forget(context.connection, form.digest)
        context.transaction.afterwards.append(lambda: contents.remove(form.digest))


def _require_confirmed(context: Context, left: set[UUID]) -> None:
    """Other records lose the content too; whoever erases has seen which."""
    if not left:
        return
    named = "、".join(context.title(r) for r in sorted(left)[:MOST_NAMED])
    more = f"等{len(left)}份" if len(left) > MOST_NAMED else ""
    message = f"下列单据也有这个附件，须一并清除：{named}{more}"
    raise Refused(message, "others")


ALL = (erase_attachment,)
