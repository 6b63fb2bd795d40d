"""The login page of a shared PC: names to tap, then a PIN."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.security import NO_PERMISSION_REQUIRED

from houqin.core.people import pins
from houqin.core.people.tickets import PIN
from houqin.core.site.attempts import LoginRefused
from houqin.core.site.shared import device_of, listed, prove_pin
from houqin.core.site.system_log import Kind
from houqin.core.web.acts import browser_of
from houqin.core.web.addresses import with_query
from houqin.core.web.entering import carried_of, come_in, target_of
from houqin.core.web.page import Link
from houqin.core.web.tree import SiteNode


def device_here(request: Any) -> UUID | None:
    """The shared PC this browser is, if it is one."""
    token = request.device_cookie.token(request)
    return device_of(request.snapshot.live, token) if token else None


def shared_page(request: Any, device: UUID) -> dict[str, Any]:
    """The list of names."""
    request.override_renderer = "shared.pt"
    to = [("next", request.params.get("next", ""))]
    units: dict[str, list[Link]] = {}
    for line in listed(request.snapshot.live, device):
        url = with_query(request.to.page("pin"), [("person", str(line.id))], to)
        units.setdefault(line.unit, []).append(Link(line.name, url))
    password = with_query(request.to.page("login"), [("password", "1")], to)
    return {
        "title": "登录", "site_title": request.site.title, "units": units,
        "password_url": password, "demonstration": request.site.demonstration,
    }  # fmt: skip


def pin_page(request: Any, person: UUID, **shown: Any) -> dict[str, Any]:
    """One name and the field for its PIN."""
    request.override_renderer = "pin.pt"
    values = {
        "title": "登录", "site_title": request.site.title, "error": "", "notice": "",
        "person": str(person), "name": request.snapshot.live.person_name(person),
        "longest": pins.LONGEST, "next": target_of(request), "carried": [],
        "action": request.to.page("pin"), "back": request.to.page("login"),
    }  # fmt: skip
    return values | shown


def carried_page(request: Any, **shown: Any) -> dict[str, Any] | None:
    """The same person's PIN once more, where a login by PIN ran out."""
    held = request.held
    if held is None or held.kind != PIN or device_here(request) is None:
        return None
    return pin_page(request, held.person, **shown)


def _person(request: Any) -> UUID | None:
    try:
        return UUID(request.params.get("person", ""))
    except (AttributeError, TypeError, ValueError):
        return None


def show_pin(context: SiteNode, request: Any) -> Any:
    """Ask for the PIN of a name on the list."""
    device, person = device_here(request), _person(request)
    if device is None or person is None or request.identity is not None:
        return HTTPSeeOther(request.to.page("login"))
    if person not in {line.id for line in listed(request.snapshot.live, device)}:
        return HTTPSeeOther(request.to.page("login"))
    return pin_page(request, person)


def take_pin(context: SiteNode, request: Any) -> Any:
    """Check it and let the person in."""
    device, person = device_here(request), _person(request)
    if device is None or person is None:
        return HTTPSeeOther(request.to.page("login"))
    typed, carried = request.POST.get("pin", ""), carried_of(request)
    pin = typed.strip() if isinstance(typed, str) else ""
    try:
        browser = replace(browser_of(request), device=device)
        proof = prove_pin(request.snapshot.live, device, person, pin, browser)
    except LoginRefused as refused:
        request.note(Kind.LOGIN, f"公用电脑：{refused.message}", person)
        request.response.status_int = 403
        return pin_page(request, person, error=refused.message, carried=carried)
    return come_in(request, proof, target_of(request), carried, device)


def includeme(config: Any) -> None:
    """Register the PIN's page; the list stands where the login page is."""
    page = {
        "context": SiteNode, "name": "pin", "renderer": "pin.pt",
        "permission": NO_PERMISSION_REQUIRED,
    }  # fmt: skip
    config.add_view(show_pin, request_method="GET", **page)
    config.add_view(take_pin, request_method="POST", **page)
