"""Coming in by somebody else's login page, for example OpenID Connect."""

from __future__ import annotations

import logging
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.schema.errors import IdentityProviderUnavailable
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.proving import proof_of_name
from houqin.core.site.system_log import Kind
from houqin.core.web.account_tree import ProviderNode
from houqin.core.web.entering import come_in, refuse, target_of

log = logging.getLogger(__name__)
_FAILED = "统一认证没有通过，请重新登录"


def callback_of(context: ProviderNode, request: Any) -> str:
    """The absolute address a browser comes back to."""
    path = request.to.page(f"sso/{context.__name__}/return")
    return f"{request.host_url}{path}"


def _slot(context: ProviderNode, request: Any) -> str:
    return f"sso {request.site.name} {context.__name__}"


def begin(context: ProviderNode, request: Any) -> Any:
    """Send the browser away, and remember what it must bring back."""
    try:
        url, kept = context.provider.begin(callback_of(context, request))
    except IdentityProviderUnavailable as error:
        log.warning("identity provider %s: %s", context.__name__, error)
        return refuse(request, error.message)
    request.session[_slot(context, request)] = {
        "kept": kept, "next": target_of(request),
    }  # fmt: skip
    return HTTPSeeOther(url)


def finish(context: ProviderNode, request: Any) -> Any:
    """Take up who came back; what was kept is good for once."""
    memory = request.session.pop(_slot(context, request), None)
    if not memory:
        return refuse(request, _FAILED)
    try:
        named = context.provider.finish(
            callback_of(context, request), memory["kept"], dict(request.GET)
        )
        proof = proof_of_name(request.site, named) if named else None
    except (IdentityProviderUnavailable, LoginRefused) as error:
        request.note(Kind.LOGIN, f"{context.provider.title}：{error.message}")
        return refuse(request, error.message)
    if proof is None:
        return refuse(request, _FAILED)
    return come_in(request, proof, memory["next"])


def includeme(config: Any) -> None:
    """Register the way out and the way back."""
    page = {
        "context": ProviderNode, "request_method": "GET", "renderer": "login.pt",
        "permission": NO_PERMISSION_REQUIRED,
    }  # fmt: skip
    config.add_view(begin, **page)
    config.add_view(finish, name="return", **page)
