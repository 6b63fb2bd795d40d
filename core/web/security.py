"""Who is asking: a ticket for one site, the session, CSRF on every change."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyramid.request import RequestLocalCache
from pyramid.security import Allowed, Denied
from pyramid.session import SignedCookieSessionFactory

from houqin.core.people.account_settings import limits_of
from houqin.core.people.pins import WITHHELD
from houqin.core.people.tickets import PIN, SECOND_STEP
from houqin.core.web.known import Members
from houqin.core.web.ticket_cookie import TokenCookie, read_ticket

if TYPE_CHECKING:
    from houqin.core.people.account_settings import Limits
    from houqin.core.people.tickets import Ticket

#: A page anybody may see once logged in to the site.
SEE = "see"
#: One's own account, also while something must be done before anything else.
OWN = "own"
_SECRET_BYTES = 32
#: As long as browsers keep a cookie.
DEVICE_SECONDS = 400 * 24 * 3600


class SecurityPolicy:
    """Pyramid's question answered by the site: its people, its roles."""

    def __init__(self, cookie: TokenCookie) -> None:
        self.cookie = cookie
        self._members = Members()
        self._held = RequestLocalCache(self._read)
        self._member = RequestLocalCache(self._load)

    def _read(self, request: Any) -> Ticket | None:
        token = self.cookie.token(request) if request.site else ""
        return read_ticket(request, token)

    def held(self, request: Any) -> Ticket | None:
        """The ticket this browser holds, although it may be good no more."""
        found: Ticket | None = self._held.get_or_create(request)
        return found

    def ticket(self, request: Any) -> Ticket | None:
        """The login of this request, the second step still to come perhaps."""
        held = self.held(request)
        good = held is not None and not held.fate(request.limits)
        return held if good else None

    def _load(self, request: Any) -> Any:
        ticket = self.ticket(request)
        if ticket is None or ticket.stage == SECOND_STEP:
            return None
        return self._members.find(request.snapshot.live, ticket.person)

    def identity(self, request: Any) -> Any:
        """The person logged in to this site, or nobody."""
        member = self._member.get_or_create(request)
        return member.person if member else None

    def rights(self, request: Any) -> frozenset[str]:
        """Everything the person logged in may do at this browser."""
        standing = self.standing(request)
        return standing.rights if standing else frozenset()

    def standing(self, request: Any) -> Any:
        """What the person logged in holds today at this browser, or nothing."""
        member, ticket = self._member.get_or_create(request), self.ticket(request)
        if member is None or ticket is None or ticket.stage:
            return None
        return member.standing.less(_withheld(ticket))

    def withheld(self, request: Any) -> frozenset[str]:
        """Rights that a login of this kind does not give, whoever it is."""
        return _withheld(self.ticket(request))

    def authenticated_userid(self, request: Any) -> str | None:
        """The person's id as text."""
        identity = self.identity(request)
        return str(identity.id) if identity else None

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """Whether the person may; everybody logged in may ``SEE``."""
        person = self.identity(request)
        if person is None:
            return Denied("not logged in")
        ticket = self.ticket(request)
        if ticket is not None and ticket.stage and permission != OWN:
            return Denied(ticket.stage)
        rights = self.rights(request)
        allowed = permission in {SEE, OWN} or permission in rights
        # A place may ask for a right of its own, whatever its view asks for.
        asked = getattr(context, "rights", None)
        allowed = allowed and (asked is None or bool(asked & rights))
        return Allowed(permission) if allowed else Denied(permission)

    def remember(self, request: Any, userid: str, **kw: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - its interface
        """Headers that log in; ``userid`` is the ticket's token."""
        return self.cookie.headers(request, userid)

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - its interface
        """Headers that log out."""
        return self.cookie.forgetting(request)


def _withheld(ticket: Ticket | None) -> frozenset[str]:
    return WITHHELD if ticket and ticket.kind == PIN else frozenset()


def var_folder(settings: dict[str, str]) -> Path:
    """Where the installation keeps its sites and its secret."""
    return Path(settings.get("var", "var"))


def read_secret(settings: dict[str, str]) -> str:
    """The signing secret: a setting, else a file beside the sites, made once."""
    if given := settings.get("houqin.secret"):
        return given
    file = var_folder(settings) / "secret.key"
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(file, "x", encoding="ascii", opener=_private) as fresh:
            fresh.write(secrets.token_hex(_SECRET_BYTES))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii").strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _limits(request: Any) -> Limits:
    return limits_of(request.snapshot.live.setting)


def includeme(config: Any) -> None:
    """Sign sessions and tickets; ask for the CSRF token on every change."""
    settings = config.registry.settings
    secret, https = read_secret(settings), settings.get("houqin.https") == "true"
    session = SignedCookieSessionFactory(
        f"{secret} session", cookie_name="houqin_session", httponly=True,
        samesite="Lax", secure=https, timeout=None, reissue_time=None,
    )  # fmt: skip
    config.set_session_factory(session)
    policy = SecurityPolicy(TokenCookie(secret, "ticket", https=https))
    config.set_security_policy(policy)
    config.set_default_permission(SEE)
    for name in ("rights", "standing", "ticket", "held", "withheld"):
        config.add_request_method(getattr(policy, name), name, property=True)
    device = TokenCookie(secret, "device", https=https, lasting=DEVICE_SECONDS)
    config.add_request_method(lambda _: device, "device_cookie", property=True)
    config.add_request_method(_limits, "limits", reify=True)
    config.set_default_csrf_options(require_csrf=True)
