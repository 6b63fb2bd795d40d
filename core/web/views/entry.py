"""Coming in and going out: the list of sites, login, logout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED, forget, remember

from houqin.core.people.sessions import ending_of
from houqin.core.people.tickets import SECOND_STEP
from houqin.core.site.access import person_of_login
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.logins import close_login, half_login, open_login
from houqin.core.site.proving import prove, prove_second, redirecting_providers
from houqin.core.site.system_log import Kind
from houqin.core.web.acts import browser_of
from houqin.core.web.addresses import with_query
from houqin.core.web.page import PRODUCT, Link
from houqin.core.web.tree import Root, SiteNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from houqin.core.site.proving import Proof

    Carried = Sequence[tuple[str, str]]

#: Fields of a form posted after the login had run out, carried through the login.
CARRIED = "carried."


def start(root: Root, request: Any) -> Any:
    """The only site, or a choice of sites."""
    names = root.directory.names()
    if len(names) == 1:
        return HTTPSeeOther(f"{request.script_name}/{names[0]}/")
    sites = [Link(name, f"{request.script_name}/{name}/", "home") for name in names]
    return {"title": PRODUCT, "site_title": PRODUCT, "sites": sites}


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


def show_login(context: SiteNode, request: Any) -> Any:  # noqa: ARG001
    """The login form."""
    if request.identity is not None:
        return HTTPSeeOther(target_of(request))
    return login_page(request)


def log_in(context: SiteNode, request: Any) -> Any:
    """Check name and password; go on to where one wanted to go."""
    login, password = (_typed(request, name) for name in ("login", "password"))
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


def _typed(request: Any, name: str) -> str:
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


def come_in(request: Any, proof: Proof, target: str, carried: Carried = ()) -> Any:
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
    token = open_login(
        request.site, proof.person, proof.method, browser_of(request), proof.stage
    )
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


def _half(request: Any) -> Any:
    ticket = request.ticket
    return ticket if ticket is not None and ticket.stage == SECOND_STEP else None


def show_second(context: SiteNode, request: Any) -> Any:  # noqa: ARG001
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
            context.site, half, _typed(request, "code"), browser_of(request)
        )
    except LoginRefused as refused:
        request.response.status_int = 403
        return second_page(request, error=refused.message, carried=carried)
    return come_in(request, proof, target_of(request), carried)


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


def log_out(context: SiteNode, request: Any) -> Any:  # noqa: ARG001
    """End the login of this browser."""
    leave(request)
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
    second = {"name": "second", "renderer": "second.pt", **site}
    config.add_view(show_second, request_method="GET", **second)
    config.add_view(take_second, request_method="POST", **second)
    config.add_view(log_out, name="logout", request_method="POST", **site)
    config.add_view(logout_by_address, name="logout", request_method="GET", **site)
