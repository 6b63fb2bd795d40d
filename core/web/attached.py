"""The section 附件 of a record's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from houqin.core.files.kinds import PICTURES
from houqin.core.schema.files import extension_of
from houqin.core.site.attached import attachments_of
from houqin.core.web import durations
from houqin.core.web.kept import size_text

if TYPE_CHECKING:
    from houqin.core.site.attached import Held
    from houqin.core.web.tree import RecordNode

ERASE = "core.erase_attachment"
#: The button of the section, where the person may.
ATTACH = "core.attach"


@dataclass(frozen=True, slots=True)
class Shown:
    """One attachment on its record's page."""

    name: str
    url: str
    thumbnail: str | None
    badge: str
    size: str
    title: str
    told: str
    struck: bool
    erased: str
    erase_url: str | None


def attachments_shown(context: RecordNode, request: Any) -> list[Shown]:
    """The section 附件 of a record's page."""
    erases = request.horizon.live and may_erase(request)
    found = attachments_of(request.reader, context.id)
    return [_shown(held, context, request, erases=erases) for held in found]


def may_erase(request: Any) -> bool:
    """Whether this person removes contents for good."""
    spec = request.declared.commands[ERASE]
    return spec.permission in request.rights


def _shown(held: Held, context: RecordNode, request: Any, *, erases: bool) -> Shown:
    base = f"{request.to.record(context.ledger.name, context.id)}/files/{held.digest}"
    when = durations.minute_text(held.when, request.zone)
    erased = held.erasure.text if held.erasure else ""
    return Shown(
        name="" if erased else held.name,
        url=f"{base}/{quote(held.name)}",
        thumbnail=f"{base}/thumb" if held.media_type in PICTURES else None,
        badge=extension_of(held.name).upper(),
        size=size_text(held.size),
        title=held.title,
        told=f"{held.step} · {held.who} · {when}",
        struck=held.struck,
        erased=erased,
        erase_url=f"{base}/erase" if erases and not erased else None,
    )
