"""Posted files become references before a form is read; large bodies only where asked.

Contents are stored first and the command gets references, so a form shown again after
an error still has them: as ticked boxes, which one unticks to leave a file out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.events import ContextFound
from webob.multidict import MultiDict

from houqin.core.files.inspection import MEGABYTE
from houqin.core.files.refusal import FileRefused
from houqin.core.model.attaching import takes_files
from houqin.core.schema.errors import NotPermitted
from houqin.core.schema.files import MOST_FILES
from houqin.core.web.batch_tree import BatchNode
from houqin.core.web.guard import MOST_BYTES
from houqin.core.web.kept import kept_text
from houqin.core.web.tree import CommandNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.schema.form import FieldSpec

SETTING = "core.attachment_megabytes"
#: Posted instead of files that were lost when the login had run out.
LOST = "files_lost"


class UploadTooLarge(Exception):
    """More than this form, or this person, may send; nothing of it was read."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def is_upload(value: Any) -> bool:
    """Whether a posted value is a file somebody chose."""
    return bool(getattr(value, "filename", ""))


def has_uploads(request: Any) -> bool:
    """Whether any file came with the form."""
    return any(map(is_upload, request.POST.values()))


def take_in(
    context: CommandNode | BatchNode,
    request: Any,
    fields: Sequence[FieldSpec] | None = None,
    most: int = MOST_FILES,
) -> tuple[MultiDict[str, Any], dict[str, str]]:
    """The posted form with references in place of files, and what was refused.

    :param fields: those of the form, where it is not the command's own.
    :param most: so many files are taken at once.
    :raises NotPermitted: before anything is stored for somebody without the right.
    """
    specs = context.spec.fields if fields is None else fields
    posted: MultiDict[str, Any] = MultiDict(
        (name, value) for name, value in request.POST.items() if isinstance(value, str)
    )
    chosen = [
        (name, value)
        for name, value in request.POST.items()
        if is_upload(value) and _is_file_field(specs, name)
    ]
    if not chosen:
        return posted, {}
    _require_right(context, request)
    kept = sum(
        bool(value) for name, value in posted.items() if _is_file_field(specs, name)
    )
    if kept + len(chosen) > most:
        field = chosen[0][0].replace("-", ".")
        return posted, {field: f"一张表最多上传{most}个文件"}
    return posted, _store(request, posted, chosen)


def _store(
    request: Any, posted: MultiDict[str, Any], chosen: list[tuple[str, Any]]
) -> dict[str, str]:
    megabytes = _megabytes(request)
    person = request.identity.id
    # Writing needs a connection of its own.
    request.snapshot.close()
    refused: dict[str, list[str]] = {}
    for name, upload in chosen:
        try:
            reference = request.site.attachments.receive(
                upload.file, upload.filename, _size(upload.file), person, megabytes
            )
        except FileRefused as refusal:
            refused.setdefault(name.replace("-", "."), []).append(refusal.message)
            continue
        text = kept_text(reference)
        if text not in posted.getall(name):
            posted.add(name, text)
    return {name: "；".join(said) for name, said in refused.items()}


def _megabytes(request: Any) -> int:
    return int(request.reader.setting(SETTING))


def _size(file: Any) -> int:
    file.seek(0, 2)
    return int(file.tell())


def _is_file_field(specs: Sequence[FieldSpec], name: str) -> bool:
    """Whether ``photos``, or ``costs-lines-0-photos``, is a field of files."""
    *outer, last = name.split("-")
    for part in outer:
        if not part.isdecimal():
            specs = next((s.lines for s in specs if s.name == part), ())
    return any(s.name == last and s.kind == "files" for s in specs)


def _require_right(context: CommandNode | BatchNode, request: Any) -> None:
    spec = context.spec
    if spec.permission and spec.permission not in request.rights:
        raise NotPermitted(f"您没有“{spec.title}”的权限。")


def let_large_bodies_in(event: Any) -> None:
    """A large body is read only for somebody logged in, into a form of files.

    :raises UploadTooLarge: for every other.
    """
    request = event.request
    length = request.content_length or 0
    if request.method != "POST" or length <= MOST_BYTES:
        return
    node = request.context
    form = isinstance(node, CommandNode | BatchNode)
    if not (form and takes_files(node.spec.form)):
        raise UploadTooLarge("提交的内容过大，没有接收。请从页面重新操作。")
    if request.identity is None:
        raise UploadTooLarge("登录已过期，上传的文件没有接收。请重新登录后再上传。")
    megabytes = _megabytes(request)
    if length > MOST_FILES * megabytes * MEGABYTE + MOST_BYTES:
        raise UploadTooLarge(
            f"上传的文件合计过大，没有接收。每个文件不能超过{megabytes}兆，"
            f"一张表最多{MOST_FILES}个。"
        )
    # On disk while it is read; closed whatever happens.
    request.make_body_seekable()
    body = request.body_file_raw
    request.add_finished_callback(lambda _request: body.close())


def includeme(config: Any) -> None:
    """Look at the length of a body once it is known what it is for."""
    config.add_subscriber(let_large_bodies_in, ContextFound)
