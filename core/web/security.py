"""Who is asking: a signed ticket for one site, the session, CSRF on every change."""

from __future__ import annotations

import json
import os
import secrets
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from pyramid.request import RequestLocalCache
from pyramid.security import Allowed, Denied
from pyramid.session import SignedCookieSessionFactory
from webob.cookies import SignedCookieProfile

from houqin.core.web.known import Members

#: A page anybody may see once logged in to the site.
SEE = "see"
TICKET_SECONDS = 12 * 3600
_SECRET_BYTES = 32


class _Json:
    """The ticket's bytes; webob signs them."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, given: bytes) -> Any:
        return json.loads(given)


class Tickets:
    """A login, kept in a signed cookie that only its own site reads."""

    def __init__(self, secret: str, *, https: bool) -> None:
        self._secret = secret
        self._https = https

    def issue(self, request: Any, person: UUID) -> list[tuple[str, str]]:
        """Headers that log ``person`` in."""
        value = {"person": str(person), "issued": int(time.time())}
        return self._profile(request).get_headers(value)  # type: ignore[no-any-return]

    def revoke(self, request: Any) -> list[tuple[str, str]]:
        """Headers that log out."""
        return self._profile(request).get_headers(None, max_age=0)  # type: ignore[no-any-return]

    def read(self, request: Any) -> UUID | None:
        """The person of a ticket that is whole and young enough."""
        value = self._profile(request).bind(request).get_value()
        if not isinstance(value, dict):
            return None
        try:
            person, issued = UUID(value["person"]), int(value["issued"])
        except (KeyError, TypeError, ValueError):
            return None
        return person if 0 <= time.time() - issued < TICKET_SECONDS else None

    def _profile(self, request: Any) -> Any:
        name = request.site.name
        return SignedCookieProfile(
            self._secret, f"ticket {name}", f"ticket_{name}", secure=self._https,
            httponly=True, samesite="Lax", path=f"{request.script_name}/{name}/",
            serializer=_Json(),
        )  # fmt: skip


class SecurityPolicy:
    """Pyramid's question answered by the site: its people, its roles."""

    def __init__(self, tickets: Tickets) -> None:
        self.tickets = tickets
        self._members = Members()
        self._member = RequestLocalCache(self._load)

    def _load(self, request: Any) -> Any:
        person = self.tickets.read(request) if request.site else None
        return self._members.find(request.snapshot.live, person) if person else None

    def identity(self, request: Any) -> Any:
        """The person logged in to this site, or nobody."""
        member = self._member.get_or_create(request)
        return member.person if member else None

    def rights(self, request: Any) -> frozenset[str]:
        """Everything the person logged in may do."""
        member = self._member.get_or_create(request)
        return member.rights if member else frozenset()

    def authenticated_userid(self, request: Any) -> str | None:
        """The person's id as text."""
        identity = self.identity(request)
        return str(identity.id) if identity else None

    def permits(self, request: Any, context: Any, permission: str) -> Any:
        """Whether the person may; everybody logged in may ``SEE``."""
        person = self.identity(request)
        if person is None:
            return Denied("not logged in")
        rights = self.rights(request)
        allowed = permission == SEE or permission in rights
        # A place may ask for a right of its own, whatever its view asks for.
        asked = getattr(context, "rights", None)
        allowed = allowed and (asked is None or bool(asked & rights))
        return Allowed(permission) if allowed else Denied(permission)

    def remember(self, request: Any, userid: UUID, **kw: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """Headers that log in."""
        return self.tickets.issue(request, userid)

    def forget(self, request: Any, **kw: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        """Headers that log out."""
        return self.tickets.revoke(request)


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


def includeme(config: Any) -> None:
    """Sign sessions and tickets; ask for the CSRF token on every change."""
    settings = config.registry.settings
    secret, https = read_secret(settings), settings.get("houqin.https") == "true"
    session = SignedCookieSessionFactory(
        f"{secret} session", cookie_name="houqin_session", httponly=True,
        samesite="Lax", secure=https, timeout=None, reissue_time=None,
    )  # fmt: skip
    config.set_session_factory(session)
    policy = SecurityPolicy(Tickets(secret, https=https))
    config.set_security_policy(policy)
    config.set_default_permission(SEE)
    config.add_request_method(policy.rights, "rights", property=True)
    config.set_default_csrf_options(require_csrf=True)
