"""Coming in and going out: the list of sites, login, logout."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember

from houqin.core.site import access
from houqin.core.web.page import PRODUCT, Link
from houqin.core.web.tree import Root, SiteNode

#: Fields of a form posted after the login had run out, carried through the login.
CARRIED = "carried."


def start(root: Root, request: Any) -> Any:
    """The only site, or a choice of sites."""
    names = root.directory.names()
    if len(names) == 1:
        return HTTPSeeOther(f"{request.script_name}/{names[0]}/")
    sites = [Link(name, f"{request.script_name}/{name}/", "home") for name in names]
    return {"title": PRODUCT, "site_title": PRODUCT, "sites": sites}


def _target(request: Any) -> str:
    """Where to go after logging in."""
    return inside(request, request.params.get("next", ""))


def inside(request: Any, wanted: Any) -> str:
    """A page of this site and nothing else; its home page otherwise."""
    home = str(request.to.home)
    text = wanted if isinstance(wanted, str) else ""
    within = text.startswith(home) and text.isprintable() and "\\" not in text
    return text if within else home


def login_page(request: Any, **shown: Any) -> dict[str, Any]:
    """The values of ``login.pt``."""
    values = {
        "title": "登录", "site_title": request.site.title, "login": "", "error": "",
        "notice": "", "next": _target(request), "carried": [],
        "demonstration": request.site.demonstration,
        "action": f"{request.to.home}login",
    }  # fmt: skip
    return values | shown


def show_login(context: SiteNode, request: Any) -> Any:  # noqa: ARG001
    """The login form."""
    if request.identity is not None:
        return HTTPSeeOther(_target(request))
    return login_page(request)


def log_in(context: SiteNode, request: Any) -> Any:
    """Check name and password; go on to where one wanted to go."""
    login, password = request.POST.get("login", ""), request.POST.get("password", "")
    person = None
    if isinstance(login, str) and isinstance(password, str) and login and password:
        person = access.authenticate(context.site, login.strip(), password)
    carried = [(k, v) for k, v in request.POST.items() if k.startswith(CARRIED)]
    if person is None:
        request.response.status_int = 403
        return login_page(
            request, login=login, error="登录名或密码不正确", carried=carried
        )
    request.session.invalidate()
    headers = remember(request, person)
    if carried:
        return _resume(request, headers, carried)
    return HTTPSeeOther(_target(request), headers=headers)


def _resume(request: Any, headers: Any, carried: list[tuple[str, str]]) -> Any:
    """Offer to send once more what was typed before the login ran out."""
    request.response.headerlist.extend(headers)
    fields = [(name.removeprefix(CARRIED), value) for name, value in carried]
    request.override_renderer = "resume.pt"
    return {
        "title": "继续提交", "site_title": request.site.title,
        "action": _target(request), "fields": fields,
    }  # fmt: skip


def log_out(context: SiteNode, request: Any) -> Any:  # noqa: ARG001
    """End the login of this browser."""
    request.session.invalidate()
    return HTTPSeeOther(f"{request.to.home}login", headers=forget(request))


def logout_by_address(context: SiteNode, request: Any) -> Any:  # noqa: ARG001
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
