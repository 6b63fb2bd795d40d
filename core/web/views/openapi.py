"""``/<site>/openapi.json``: what programs may ask and do, for whoever is logged in."""

from __future__ import annotations

from typing import Any

from houqin.core.web.openapi import Asker, describe
from houqin.core.web.tree import SiteNode


def show_openapi(context: SiteNode, request: Any) -> dict[str, Any]:
    """What whoever asks may see and do of this site's modules."""
    root, standing = request.to.home.rstrip("/"), request.standing
    asker = Asker(request.rights, standing is not None and bool(standing.letter))
    return describe(request.declared, root, context.site.title, asker)


def includeme(config: Any) -> None:
    """Register the description."""
    config.add_view(
        show_openapi, context=SiteNode, name="openapi.json", request_method="GET",
        renderer="json",
    )  # fmt: skip
