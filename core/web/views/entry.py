"""Coming in and going out: the list of sites, login, logout."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED, forget

from houqin.core.site.access import person_of_login
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.first_run import is_untouched
from houqin.core.site.proving import prove
from houqin.core.site.system_log import Kind
from houqin.core.web.acts import browser_of
from houqin.core.web.entering import (
    carried_of,
    come_in,
    leave,
    login_page,
    refuse,
    target_of,
    typed,
)
from houqin.core.web.page import PRODUCT, Link
from houqin.core.web.tree import Root, SiteNode
from houqin.core.web.views.shared import device_here, shared_page


def start(root: Root, request: Any) -> Any:
    """The only site, or a choice of sites."""
    names = root.directory.names()
    if not names:
        return HTTPSeeOther(f"{request.script_name}/new")
    if len(names) == 1:
        return HTTPSeeOther(f"{request.script_name}/{names[0]}/")
    sites = [Link(name, f"{request.script_name}/{name}/", "home") for name in names]
    return {"title": PRODUCT, "site_title": PRODUCT, "sites": sites}


def show_login(context: SiteNode, request: Any) -> Any:
    """The login form, the names of a shared PC, or the very first page of all."""
    if request.identity is not None:
        return HTTPSeeOther(target_of(request))
    if is_untouched(context.site):
        return HTTPSeeOther(request.to.page("first-run"))
    device = None if request.GET.get("password") else device_here(request)
    return login_page(request) if device is None else shared_page(request, device)


def log_in(context: SiteNode, request: Any) -> Any:
    """Check name and password; go on to where one wanted to go."""
    login, password = (typed(request, name) for name in ("login", "password"))
    carried = carried_of(request)
    request.snapshot.close()
    try:
        proof = prove(context.site, login.strip(), password, browser_of(request))
    except LoginRefused as refused:
        note_refused(request, login.strip(), refused.message)
        return refuse(request, refused.message, login=login, carried=carried)
    return come_in(request, proof, target_of(request), carried)


def note_refused(request: Any, login: str, message: str) -> None:
    """A name that is nobody's may be a password typed into the wrong field."""
    with request.site.store.reading() as connection:
        person = person_of_login(connection, login)
    whose = f"登录名{login}" if person else "没有这个登录名"
    request.note(Kind.LOGIN, f"{whose}：{message}", person)


def log_out(context: SiteNode, request: Any) -> Any:
    """End the login of this browser."""
    leave(request)
    request.session.invalidate()
    return HTTPSeeOther(f"{request.to.home}login", headers=forget(request))


def logout_by_address(context: SiteNode, request: Any) -> Any:
    """Leaving is a button; the bare address only leads home."""
    return HTTPSeeOther(request.to.home)


def includeme(config: Any) -> None:
    """Register the pages anybody may see."""
    anybody = {"permission": NO_PERMISSION_REQUIRED}
    config.add_view(start, context=Root, renderer="sites.pt", **anybody)
    site = {"context": SiteNode, **anybody}
    config.add_view(
        show_login, name="login", request_method="GET", renderer="login.pt", **site
    )
    config.add_view(
        log_in, name="login", request_method="POST", renderer="login.pt", **site
    )
    config.add_view(log_out, name="logout", request_method="POST", **site)
    config.add_view(logout_by_address, name="logout", request_method="GET", **site)
