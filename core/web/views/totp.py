"""Turning on the second step: the secret as a picture, confirmed by one code."""

from __future__ import annotations

import io
from typing import Any

import segno
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther

from houqin.core.people import tickets, totp
from houqin.core.people.account_settings import TotpUse
from houqin.core.schema.errors import FormErrors
from houqin.core.web.account_tree import AccountNode
from houqin.core.web.acts import act_of
from houqin.core.web.security import OWN
from houqin.core.web.views.account import frame_of
from houqin.core.web.views.command import Sheet, draw_sheet, perform, posted_id

COMMAND = "core.enable_totp"
_SECRET_GROUP = 4


def qr_svg(text: str) -> str:
    """A QR code as SVG that needs no style of its own."""
    out = io.BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2,
        title="动态口令二维码", svgclass="qr", lineclass=None,
    )  # fmt: skip
    return out.getvalue().decode()


def _spec(request: Any) -> Any:
    if request.reader.setting("core.totp") == TotpUse.OFF:
        raise HTTPNotFound
    return request.declared.commands[COMMAND]


def show(context: AccountNode, request: Any) -> dict[str, Any]:
    """Where it stands: not begun, or waiting for the first code."""
    return _page(request, _spec(request), {})


def _page(request: Any, spec: Any, errors: dict[str, str]) -> dict[str, Any]:
    connection, person = request.snapshot.live.connection, request.identity
    keys = request.site.keyring
    secret = totp.begun(connection, keys, person.id)
    fields = [f for f in spec.fields if f.name == "code"]
    values = draw_sheet(request, Sheet(fields, {}, errors))
    values |= frame_of(request, spec)
    shown = " ".join(
        secret[at : at + _SECRET_GROUP] for at in range(0, len(secret), _SECRET_GROUP)
    )
    uri = totp.uri(secret, person.name, request.site.title) if secret else ""
    return values | {
        "secret": shown, "qr": qr_svg(uri) if uri else "", "codes": [],
        "required": request.ticket.stage == tickets.ENROL,
        "enabled": totp.is_enabled(connection, person.id),
    }  # fmt: skip


def submit(context: AccountNode, request: Any) -> Any:
    """Begin, or confirm; the recovery codes are shown this once."""
    spec = _spec(request)
    if "code" not in request.POST:
        return _begin(request)
    codes = totp.new_recovery_codes()
    given = {
        "record": str(request.ticket.id), "code": request.POST.get("code", ""),
        "recovery": " ".join(codes),
    }  # fmt: skip
    try:
        outcome = perform(request, act_of(request, COMMAND, given, posted_id(request)))
    except FormErrors as wrong:
        return _page(request, spec, wrong.errors)
    if outcome.repeated:
        return HTTPSeeOther(request.page.account)
    values = _page(request, spec, {})
    # What had to come first has been done.
    return values | {"codes": codes, "required": False, "home": request.to.home}


def _begin(request: Any) -> Any:
    """Make a secret, unless one is in use."""
    if request.ticket.kind == tickets.PIN:
        return HTTPSeeOther(request.page.account)
    person = request.identity.id
    request.snapshot.close()
    with request.site.store.writing() as connection:
        totp.begin(connection, request.site.keyring, person)
    return HTTPSeeOther(request.to.page("me/totp"))


def includeme(config: Any) -> None:
    """Register the page."""
    page = {
        "context": AccountNode, "name": "totp", "renderer": "totp.pt",
        "permission": OWN,
    }  # fmt: skip
    config.add_view(show, request_method="GET", **page)
    config.add_view(submit, request_method="POST", **page)
