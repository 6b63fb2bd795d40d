"""What takes too long for one answer: begun by a form, shown while it is made.

The page that follows says how far it is; its files are fetched one by one.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import FileResponse

from houqin.core.printing.batches import Batch, Batches, Part
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


def batches_of(request: Any) -> Batches:
    """Everything that is being made in this installation."""
    found: Batches = request.registry.houqin_print_batches
    return found


def begin(request: Any, batch: Batch, parts: Sequence[Part]) -> UUID:
    """Begin to make it in the background."""
    batches, site = batches_of(request), request.site.name
    begun = batches.begin(site, batch)
    request.snapshot.close()
    request.registry.houqin_background.start(partial(batches.make, site, begun, parts))
    return UUID(begun.id)


def asked_batch(request: Any) -> Batch | None:
    """The batch of the address, which is the asking person's own; or none named.

    :raises HTTPNotFound: when there is none such, or it is gone.
    """
    if not request.GET.get("batch"):
        return None
    try:
        batch = UUID(request.GET["batch"])
    except ValueError:
        raise HTTPNotFound from None
    found = batches_of(request).found(request.site.name, batch, request.identity.id)
    if found is None:
        raise HTTPNotFound
    return found


def shown(request: Any, batch: Batch, page: str, files: str) -> dict[str, Any]:
    """The page of one batch.

    :param page: the address of that page, and of one of its files.
    """
    request.override_renderer = "making.pt"
    named = ("batch", batch.id)
    links, first = [], 1
    for number, count in enumerate(batch.parts, 1):
        title = batch.name_of(number, first, first + count - 1)
        url = with_query(files, [named, ("part", str(number))])
        links.append(Link(title, url, "print" if batch.ending == "pdf" else "download"))
        first += count
    url = with_query(page, [named])
    return {"title": batch.title, "batch": batch, "parts": links, "url": url}


def open_part(_context: Any, request: Any) -> Any:
    """One finished file: a paper is shown by the browser, all else is kept."""
    batch = asked_batch(request)
    number = request.GET.get("part", "")
    if (
        batch is None
        or not number.isdigit()
        or not 1 <= int(number) <= len(batch.parts)
    ):
        raise HTTPNotFound
    path = batches_of(request).part(request.site.name, batch, int(number))
    request.snapshot.close()
    response = FileResponse(str(path), content_type=_TYPES[batch.ending])
    name = batch.title if len(batch.parts) == 1 else f"{batch.title} {number}"
    way = "inline" if batch.ending == "pdf" else "attachment"
    response.headers["Content-Disposition"] = (
        f'{way}; filename="file.{batch.ending}"; '
        f"filename*=UTF-8''{quote(name)}.{batch.ending}"
    )
    response.cache_control = "no-store"
    return response


def includeme(config: Any) -> None:
    """Give the application the folder of what it makes."""
    config.include("houqin.core.web.background")
    folder = Path(config.registry.settings.get("var", "var")) / "papers"
    config.registry.houqin_print_batches = Batches(folder)
