"""Who somebody is: proved by a password here, or by somebody else's directory."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from houqin.core.interfaces import IIdentityProvider, IRedirectingIdentityProvider
from houqin.core.people import passwords, slips, tickets, totp
from houqin.core.people.account import Entrance
from houqin.core.people.account_commands import subject_of
from houqin.core.people.account_settings import TotpUse
from houqin.core.people.pins import ADMINISTERING
from houqin.core.people.sessions import Method
from houqin.core.schema.errors import IdentityProviderUnavailable
from houqin.core.site.access import MOST_CHARACTERS, person_of_login
from houqin.core.site.attempts import Attempts, LoginRefused
from houqin.core.site.naming import NamesakesFound, person_of_name

if TYPE_CHECKING:
    from uuid import UUID

    from houqin.core.people.tickets import Ticket
    from houqin.core.site.logins import Browser
    from houqin.core.site.site import Site
    from houqin.events.store import Connection

log = logging.getLogger(__name__)

_KNOWN = (
    "演示账户的公开密码只能在运行本系统的电脑上使用；"
    "请在那台电脑上登录，或者在“我的账户”里换一个密码"
)
_UNKNOWN_HERE = "统一认证已通过，但本系统没有这个登录名，请联系系统管理员"
_NAMESAKES = "有几位同名人员，请改用登录名或工号登录"


@dataclass(frozen=True, slots=True)
class Proof:
    """Who it is, how that was proved, and what is to be done first."""

    person: UUID
    method: Method
    stage: str = ""


def prove(site: Site, login: str, password: str, browser: Browser) -> Proof:
    """Check what was typed into the login form.

    However wrong it is, one slow hash is verified: the time says nothing.

    :raises LoginRefused: with what the page says.
    """
    typed = unicodedata.normalize("NFC", password.strip())
    if not login or not typed or max(len(login), len(typed)) > MOST_CHARACTERS:
        raise LoginRefused
    with site.store.reading() as connection:
        person, namesakes = _person(site, connection, login)
        stored = passwords.stored_hash(connection, person)
        slip = slips.fits(connection, site.keyring, person, typed)
    known = passwords.fits(stored, typed)
    subject = _subject(site, person, login)
    attempts = Attempts(site, subject, Entrance.PASSWORD, browser, person)
    attempts.require_open()
    if namesakes:
        raise LoginRefused(_NAMESAKES)
    proof = None
    if person and known:
        proof = _by_password(site, person, stored or "", typed, browser)
    elif person and slip:
        proof = _by_slip(site, person, typed)
    proof = proof or _asked_elsewhere(site, login, typed)
    if proof is None:
        raise attempts.failed()
    if proof.stage != tickets.SECOND_STEP:
        # The second step counts on: a password alone starts nothing anew.
        attempts.succeeded()
    return proof


def _person(site: Site, connection: Connection, login: str) -> tuple[UUID | None, bool]:
    """Who is meant, and whether several are."""
    person = person_of_login(connection, login)
    if person is not None:
        return person, False
    try:
        return person_of_name(site, connection, login), False
    except NamesakesFound:
        return None, True


def _subject(site: Site, person: UUID | None, login: str) -> bytes:
    """What wrong attempts are counted under; no typed text is kept."""
    if person is not None:
        return subject_of(person, Entrance.PASSWORD)
    return site.keyring.digest("login", login.strip().lower())[:16]


def _by_password(
    site: Site, person: UUID, stored: str, typed: str, browser: Browser
) -> Proof:
    with site.store.reading() as connection:
        if passwords.is_known(connection, person) and not browser.local:
            raise LoginRefused(_KNOWN)
    if passwords.is_outdated(stored):
        with site.store.writing() as connection:
            passwords.renew(connection, person, stored, typed)
    return Proof(person, Method.PASSWORD, _next_stage(site, person))


def _by_slip(site: Site, person: UUID, typed: str) -> Proof | None:
    with site.store.writing() as connection:
        taken = slips.take(connection, site.keyring, person, typed)
    if not taken:
        return None
    second = _next_stage(site, person) == tickets.SECOND_STEP
    stage = tickets.SECOND_STEP if second else tickets.RENEW
    return Proof(person, Method.SLIP, stage)


def prove_second(site: Site, half: Ticket, code: str, browser: Browser) -> Proof:
    """Check the code that a half login asks for, or a recovery code.

    :raises LoginRefused: with what the page says.
    """
    person = half.person
    subject = subject_of(person, Entrance.PASSWORD)
    attempts = Attempts(site, subject, Entrance.PASSWORD, browser, person)
    attempts.require_open()
    with site.store.writing() as connection:
        good = totp.take_code(connection, site.keyring, person, code)
        good = good or totp.take_recovery(connection, site.keyring, person, code)
        if good:
            tickets.end(connection, half.id)
    if not good:
        raise attempts.failed("动态口令不正确，或者已经用过")
    attempts.succeeded()
    if half.kind == Method.SLIP:
        return Proof(person, Method.SLIP, tickets.RENEW)
    return Proof(person, Method.CODE)


def _next_stage(site: Site, person: UUID) -> str:
    """Whether a code is asked for, or ought to be."""
    with site.store.reading() as connection:
        use = site.setting(connection, "core.totp")
        if use == TotpUse.OFF:
            return ""
        if totp.is_enabled(connection, person):
            return tickets.SECOND_STEP
        rights = site.services.permissions(connection, person)
    administers = not rights.isdisjoint(ADMINISTERING)
    must = use == TotpUse.EVERYONE or (administers and use == TotpUse.ADMINISTRATORS)
    return tickets.ENROL if must else ""


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
        raise LoginRefused(_UNKNOWN_HERE)
    return Proof(person, Method.EXTERNAL)
