"""An attachment of a record: its content, its small picture, its erasure.

The address carries the record: whoever may see that record, and nobody else, gets
what its entries hold. A browser is told what the content is and to run nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import FileIter, Response

from houqin.core.files.kinds import INLINE
from houqin.core.files.plans import NotShown
from houqin.core.model.attaching import holders_of
from houqin.core.schema import types
from houqin.core.schema.errors import FormErrors, NotPermitted
from houqin.core.schema.files import extension_of
from houqin.core.schema.form import FieldSpec
from houqin.core.site.attached import attachments_of
from houqin.core.web.acts import act_of
from houqin.core.web.attached import ERASE, may_erase
from houqin.core.web.forms import fill
from houqin.core.web.page import Link
from houqin.core.web.regions import drawn_plan
from houqin.core.web.tree import FileNode, NamedFile
from houqin.core.web.views.command import Sheet, draw_sheet, perform, posted_id, told
from houqin.core.web.views.record import checked_record, record_crumbs

if TYPE_CHECKING:
    from houqin.core.site.attached import Erasure, Held

#: Styles are left alone: a browser has its own for the page around a picture.
_NOTHING_RUNS = (
    "script-src 'none'; connect-src 'none'; frame-ancestors 'none'; base-uri 'none';"
    " form-action 'none'"
)
_CLOSED_IN = f"{_NOTHING_RUNS}; sandbox"
_PDF = "application/pdf"
_PAGE_DIGITS = 4
#: Contents do not stay on a shared PC; small pictures save a phone its traffic.
_NOT_KEPT = "private, no-store"
_KEPT = "private, max-age=31536000, immutable"


class AttachmentErased(Exception):
    """Its content was removed for good; the page says why."""

    def __init__(self, erasure: Erasure) -> None:
        self.message = f"这个附件{erasure.text}。"
        super().__init__(self.message)


def held_by(context: FileNode, request: Any) -> list[Held]:
    """What the record holds under the digest of the address.

    :raises HTTPNotFound: when it holds nothing of that digest.
    :raises AttachmentErased: when it did, and the content is gone.
    """
    checked_record(context.record)
    found = [
        held
        for held in attachments_of(request.reader, context.record.id)
        if held.digest == context.__name__
    ]
    if not found:
        raise HTTPNotFound
    there = [held for held in found if held.erasure is None]
    if not there and found[0].erasure is not None:
        raise AttachmentErased(found[0].erasure)
    return there


def show_file(context: NamedFile, request: Any) -> Response:
    """The content under the name it was handed in with."""
    named = [h for h in held_by(context.file, request) if h.name == context.__name__]
    if not named:
        raise HTTPNotFound
    held = named[0]
    opened = request.site.attachments.open(held.digest)
    response = Response(app_iter=FileIter(opened))
    response.headers["Content-Type"] = held.media_type
    response.content_length = held.size
    response.headers["Content-Disposition"] = disposition(held)
    # A browser's own viewer of PDF does not open inside a sandbox.
    inside = _NOTHING_RUNS if held.media_type == _PDF else _CLOSED_IN
    return _protected(response, inside, _NOT_KEPT)


def disposition(held: Held) -> str:
    """Shown where a browser runs nothing of it, else saved; RFC 6266 and 5987."""
    how = "inline" if held.media_type in INLINE else "attachment"
    plain = f"attachment.{extension_of(held.name)}"
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(held.name, safe='')}"


def show_thumbnail(context: FileNode, request: Any) -> Response:
    """The small picture."""
    held = held_by(context, request)[0]
    content = request.site.attachments.thumbnail(request.reader.connection, held.digest)
    if content is None:
        raise HTTPNotFound
    response = Response(body=content)
    response.headers["Content-Type"] = "image/jpeg"
    return _protected(response, _CLOSED_IN, _KEPT)


def show_plan(context: FileNode, request: Any) -> Response:
    """A drawing as it is looked at and drawn on; ``page`` says which of a PDF."""
    held = held_by(context, request)[0]
    asked = str(request.GET.get("page", "1"))
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _PAGE_DIGITS):
        raise HTTPNotFound
    try:
        plan = drawn_plan(
            request.site.attachments, held.digest, held.media_type, int(asked) or 1
        )
    except NotShown as error:
        raise HTTPNotFound from error
    response = Response(body=plan.content)
    response.headers["Content-Type"] = "image/webp"
    return _protected(response, _CLOSED_IN, _KEPT)


def _protected(response: Response, policy: str, cached: str) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = policy
    headers["Cache-Control"] = cached
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


class Erasing:
    """The form that removes one content: what it is, who else holds it, why."""

    def __init__(self, context: FileNode, request: Any) -> None:
        if not may_erase(request):
            raise NotPermitted("您没有“清除附件”的权限。")
        self.request, self.record, self.digest = (
            request, context.record, context.__name__,
        )  # fmt: skip
        self.held = held_by(context, request)[0]
        self.spec = request.declared.commands[ERASE]
        self.specs = (*self._others(), *self._said())

    def _said(self) -> list[FieldSpec]:
        return [s for s in self.spec.fields if s.name not in {"digest", "others"}]

    def _others(self) -> list[FieldSpec]:
        """Other records that lose the content too; each is to be ticked."""
        reader = self.request.reader
        others = [
            (str(record), reader.title_of(record))
            for record in holders_of(reader.connection, self.digest)
            if record != self.record.id
        ]
        if not others:
            return []
        chosen = types.FieldType("references", choices=tuple(others))
        explained = "下列单据也有这个附件，清除后同样不能查看，须逐一确认"
        return [FieldSpec("others", "一并清除", chosen, required=True, help=explained)]

    def draw(self, sheet: Sheet) -> dict[str, Any]:
        """The page."""
        request, record = self.request, self.record
        found = checked_record(record)
        url = request.to.record(record.ledger.name, record.id)
        crumbs = record_crumbs(request, record.ledger)
        request.page.crumbs = [*crumbs, Link(found.title, url)]
        return draw_sheet(
            request, sheet, title=self.spec.title, heading=self.spec.title,
            subject=f"{found.kind} {found.title} · {self.held.name}",
            help=self.spec.help, cancel=url, submit=self.spec.title, style="danger",
        )  # fmt: skip


def show_erasing(context: FileNode, request: Any) -> dict[str, Any]:
    """The form, empty."""
    erasing = Erasing(context, request)
    return erasing.draw(Sheet(erasing.specs, {}))


def submit_erasing(context: FileNode, request: Any) -> Any:
    """Erase, and lead back to the record; or show what is wrong."""
    erasing = Erasing(context, request)
    filled = fill(erasing.specs, request.POST, request.zone)
    sheet = Sheet(erasing.specs, filled.typed, filled.errors)
    command = posted_id(request)
    sheet.command_id = str(command)
    given = {
        **filled.values, "record": str(erasing.record.id), "digest": erasing.digest,
    }  # fmt: skip
    act = act_of(request, ERASE, given, command)
    try:
        outcome = perform(request, act)
    except FormErrors as wrong:
        sheet.errors = filled.errors | wrong.errors
        return erasing.draw(sheet)
    request.session.flash(told(outcome, erasing.spec.title))
    ledger, record = erasing.record.ledger, erasing.record.id
    return HTTPSeeOther(request.to.record(ledger.name, record))


def includeme(config: Any) -> None:
    """Register what is below ``files`` of a record."""
    get, post = {"request_method": "GET"}, {"request_method": "POST"}
    config.add_view(show_file, context=NamedFile, **get)
    config.add_view(show_thumbnail, context=FileNode, name="thumb", **get)
    config.add_view(show_plan, context=FileNode, name="plan", **get)
    form = {"context": FileNode, "name": "erase", "renderer": "command.pt"}
    config.add_view(show_erasing, **form, **get)
    config.add_view(submit_erasing, **form, **post)
