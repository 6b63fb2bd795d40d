"""The second step of logging in: a code from the phone."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.people.tickets import SECOND_STEP
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.proving import prove_second
from houqin.core.site.system_log import Kind
from houqin.core.web.acts import browser_of
from houqin.core.web.entering import (
    carried_of,
    come_in,
    refuse,
    second_page,
    target_of,
    typed,
)
from houqin.core.web.tree import SiteNode


def _half(request: Any) -> Any:
    ticket = request.ticket
    return ticket if ticket is not None and ticket.stage == SECOND_STEP else None


def show_second(context: SiteNode, request: Any) -> Any:
    """The second step, for whoever has taken the first."""
    if _half(request) is None:
        return HTTPSeeOther(request.to.page("login"))
    return second_page(request)


def take_second(context: SiteNode, request: Any) -> Any:
    """Check the code; only now is anybody logged in."""
    carried, half = carried_of(request), _half(request)
    if half is None:
        expired = "验证时间已过，请重新登录"
        request.override_renderer = "login.pt"
        return refuse(request, expired, carried=carried)
    request.snapshot.close()
    try:
        proof = prove_second(
            context.site, half, typed(request, "code"), browser_of(request)
        )
    except LoginRefused as refused:
        request.note(Kind.LOGIN, refused.message, half.person)
        request.response.status_int = 403
        return second_page(request, error=refused.message, carried=carried)
    return come_in(request, proof, target_of(request), carried)


def includeme(config: Any) -> None:
    """Register the page."""
    page = {
        "context": SiteNode, "name": "second", "renderer": "second.pt",
        "permission": NO_PERMISSION_REQUIRED,
    }  # fmt: skip
    config.add_view(show_second, request_method="GET", **page)
    config.add_view(take_second, request_method="POST", **page)
