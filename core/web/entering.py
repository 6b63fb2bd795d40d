"""What every way of coming in shares: where to, what was typed before, a new ticket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import remember

from houqin.core.people.sessions import ending_of
from houqin.core.people.tickets import SECOND_STEP
from houqin.core.site.logins import close_login, half_login, open_login
from houqin.core.site.proving import redirecting_providers
from houqin.core.web.acts import browser_of
from houqin.core.web.addresses import with_query
from houqin.core.web.page import Link

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from houqin.core.site.proving import Proof

    Carried = Sequence[tuple[str, str]]

#: Fields of a form posted after the login had run out, carried through the login.
CARRIED = "carried."


def target_of(request: Any) -> str:
    """Where to go after logging in."""
    return inside(request, request.params.get("next", ""))


def inside(request: Any, wanted: Any) -> str:
    """A page of this site and nothing else; its home page otherwise."""
    home = str(request.to.home)
    text = wanted if isinstance(wanted, str) else ""
    path = text.partition("?")[0]
    within = text.startswith(home) and text.isprintable() and "\\" not in text
    plain = "//" not in path and not {".", ".."} & set(path.split("/"))
    return text if within and plain else home


def login_page(request: Any, **shown: Any) -> dict[str, Any]:
    """The values of ``login.pt``."""
    values = {
        "title": "登录", "site_title": request.site.title, "login": "", "error": "",
        "notice": "", "next": target_of(request), "carried": [],
        "demonstration": request.site.demonstration,
        "action": f"{request.to.home}login", "elsewhere": _elsewhere(request),
    }  # fmt: skip
    return values | shown


def _elsewhere(request: Any) -> list[Link]:
    """Links to somebody else's login pages."""
    to = [("next", target_of(request))]
    return [
        Link(p.title, with_query(request.to.page(f"sso/{p.code}/"), to))
        for p in redirecting_providers(request.site)
    ]


def typed(request: Any, name: str) -> str:
    """A field of the form; an uploaded file is nothing that was typed."""
    value = request.POST.get(name, "")
    return value if isinstance(value, str) else ""


def carried_of(request: Any) -> Carried:
    """What was typed before the login ran out, field by field."""
    return [
        (name, value)
        for name, value in request.POST.items()
        if name.startswith(CARRIED) and isinstance(value, str)
    ]


def refuse(request: Any, message: str, **shown: Any) -> dict[str, Any]:
    """The login form once more, and why."""
    request.response.status_int = 403
    return login_page(request, error=message, **shown)


def come_in(
    request: Any,
    proof: Proof,
    target: str,
    carried: Carried = (),
    device: UUID | None = None,
) -> Any:
    """Log in: a new session, a new ticket; then on to where one wanted to be."""
    before = request.held
    if before is not None and before.person != proof.person:
        # What somebody else had typed is nobody's now.
        carried = ()
    leave(request)
    if proof.stage == SECOND_STEP:
        token = half_login(request.site, proof, browser_of(request))
        request.response.headerlist.extend(remember(request, token))
        return second_page(request, next=target, carried=carried)
    request.session.invalidate()
    browser = replace(browser_of(request), device=device)
    token = open_login(request.site, proof.person, proof.method, browser, proof.stage)
    headers = remember(request, token)
    if carried:
        return _resume(request, headers, target, carried)
    return HTTPSeeOther(target, headers=headers)


def second_page(request: Any, **shown: Any) -> dict[str, Any]:
    """The values of ``second.pt``: a code is asked for."""
    request.override_renderer = "second.pt"
    values = {
        "title": "动态口令", "site_title": request.site.title, "error": "",
        "next": target_of(request), "carried": [],
        "action": request.to.page("second"), "back": request.to.page("login"),
    }  # fmt: skip
    return values | shown


def _resume(request: Any, headers: Any, target: str, carried: Carried) -> Any:
    """Offer to send once more what was typed before the login ran out."""
    request.response.headerlist.extend(headers)
    fields = [(name.removeprefix(CARRIED), value) for name, value in carried]
    request.override_renderer = "resume.pt"
    return {
        "title": "继续提交", "site_title": request.site.title,
        "action": target, "fields": fields,
    }  # fmt: skip


def leave(request: Any) -> None:
    """End the login this browser holds, if it has not ended."""
    held = request.held
    if held is not None:
        how = ending_of(held.fate(request.limits))
        request.snapshot.close()
        close_login(request.site, held, how, request.remote_addr or "")
