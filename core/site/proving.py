"""Who somebody is: proved by a password here, or by somebody else's directory."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.interfaces import IIdentityProvider, IRedirectingIdentityProvider
from houqin.core.people import passwords
from houqin.core.people.sessions import Method
from houqin.core.schema.errors import IdentityProviderUnavailable
from houqin.core.site.access import MOST_CHARACTERS, person_of_login

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.site.logins import Browser
    from houqin.core.site.site import Site

log = logging.getLogger(__name__)

WRONG = "登录名或密码不正确"


class LoginRefused(Exception):
    """Nobody is let in.

    :param message: one Chinese sentence for the login page.
    """

    def __init__(self, message: str = WRONG) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Proof:
    """Who it is, how that was proved, and what is to be done first."""

    person: UUID
    method: Method
    stage: str = ""


def prove(site: Site, login: str, password: str, browser: Browser) -> Proof:  # noqa: ARG001 - lock-out comes
    """Check what was typed into the login form.

    :raises LoginRefused: with what the page says.
    """
    if not login or not password or max(len(login), len(password)) > MOST_CHARACTERS:
        raise LoginRefused
    with site.store.reading() as connection:
        person = person_of_login(connection, login)
        known = passwords.verify(connection, person, password)
    if known and person:
        return Proof(person, Method.PASSWORD)
    elsewhere = _asked_elsewhere(site, login, password)
    if elsewhere is None:
        raise LoginRefused
    return elsewhere


def providers_of(site: Site) -> dict[str, Any]:
    """Providers that are on at this site, by code."""
    known = site.declarations.identity_providers
    found = {code: of_site(site) for code, of_site in known.items()}
    return {code: provider for code, provider in found.items() if provider is not None}


def redirecting_providers(site: Site) -> list[Any]:
    """Providers whose link the login page shows."""
    asked = IRedirectingIdentityProvider.providedBy
    return [p for p in providers_of(site).values() if asked(p)]


def _asked_elsewhere(site: Site, login: str, password: str) -> Proof | None:
    """The first directory that knows login and password says who it is."""
    unavailable = None
    asked = IIdentityProvider.providedBy
    for provider in [p for p in providers_of(site).values() if asked(p)]:
        try:
            named = provider.check(login, password)
        except IdentityProviderUnavailable as error:
            log.warning("identity provider %s: %s", provider.code, error)
            unavailable = error
            continue
        if named:
            return proof_of_name(site, named)
    if unavailable is not None:
        raise LoginRefused(unavailable.message)
    return None


def proof_of_name(site: Site, login: str) -> Proof:
    """The person here whom somebody else's login name stands for: the same login.

    :raises LoginRefused: when nobody here has it.
    """
    with site.store.reading() as connection:
        person = person_of_login(connection, login)
    if person is None:
        raise LoginRefused("统一认证已通过，但本系统没有这个登录名，请联系系统管理员")
    return Proof(person, Method.EXTERNAL)
