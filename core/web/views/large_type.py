"""大字: larger type on every page, remembered by this browser."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.web.entering import inside
from houqin.core.web.page import LARGE_TYPE
from houqin.core.web.tree import SiteNode

A_YEAR = 365 * 24 * 3600


def switch(context: SiteNode, request: Any) -> HTTPSeeOther:
    """Switch it on or off, and come back to the same page."""
    found = HTTPSeeOther(inside(request, request.POST.get("next", "")))
    found.set_cookie(
        LARGE_TYPE, "1" if request.POST.get("large") == "1" else "0",
        max_age=A_YEAR, path=f"{request.script_name}/", httponly=True, samesite="Lax",
    )  # fmt: skip
    return found


def by_address(context: SiteNode, request: Any) -> HTTPSeeOther:
    """The switch is a button; the bare address only leads home."""
    return HTTPSeeOther(request.to.home)


def includeme(config: Any) -> None:
    """Register the switch; somebody who cannot read the login page needs it too."""
    here = {
        "context": SiteNode, "name": "large-type",
        "permission": NO_PERMISSION_REQUIRED,
    }  # fmt: skip
    config.add_view(switch, request_method="POST", **here)
    config.add_view(by_address, request_method="GET", **here)
