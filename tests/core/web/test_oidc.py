"""Logins by a real OpenID Connect provider on loopback."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from zope.interface.verify import verifyObject

from houqin.core.config import configure
from houqin.core.interfaces import IRedirectingIdentityProvider
from houqin.core.people.external.oidc import OidcProvider
from houqin.core.schema.errors import IdentityProviderUnavailable
from tests.core.web.conftest import Visitor
from tests.county import settings_of
from tests.listening import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALLBACK = "http://localhost/test/sso/oidc/return"
CLIENT = {"client_id": "houqin", "client_secret": "client-secret"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider that knows two people, in a process of its own."""
    port = free_port()
    people = [
        json.dumps({"sub": login, "preferred_username": login})
        for login in ("clerk", "stranger")
    ]
    claims = [part for person in people for part in ("--user-claims", person)]
    running = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    wait_for(port)
    yield f"http://127.0.0.1:{port}"
    running.terminate()
    running.wait(10)


def consent(url: str, login: str) -> dict[str, str]:
    """Log in at the provider as its page is used; what the browser brings back."""
    with requests.Session() as browser:
        page = browser.get(url, timeout=10)
        assert page.ok
        name = re.search(r'name="(sub)"', page.text)
        assert name
        answer = browser.post(
            url, data={name[1]: login}, timeout=10, allow_redirects=False
        )
    assert answer.status_code in {302, 303}
    back = urlsplit(answer.headers["Location"])
    return {key: values[0] for key, values in parse_qs(back.query).items()}


@pytest.fixture
def provider(issuer: str) -> OidcProvider:
    return OidcProvider(issuer, **CLIENT)


def test_it_keeps_its_contract(provider: OidcProvider) -> None:
    assert verifyObject(IRedirectingIdentityProvider, provider)


def test_who_came_back_is_who_logged_in_there(provider: OidcProvider) -> None:
    url, kept = provider.begin(CALLBACK)
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    given = consent(url, "clerk")
    assert provider.finish(CALLBACK, kept, given) == "clerk"


def test_a_code_is_good_for_the_login_that_asked_for_it(
    provider: OidcProvider,
) -> None:
    url, _kept = provider.begin(CALLBACK)
    _other, kept_otherwise = provider.begin(CALLBACK)
    given = consent(url, "clerk")
    assert provider.finish(CALLBACK, kept_otherwise, given) is None
    forged = given | {"state": kept_otherwise["state"]}
    assert provider.finish(CALLBACK, kept_otherwise, forged) is None


def test_a_code_is_good_for_once(provider: OidcProvider) -> None:
    url, kept = provider.begin(CALLBACK)
    given = consent(url, "clerk")
    assert provider.finish(CALLBACK, kept, given) == "clerk"
    assert provider.finish(CALLBACK, kept, given) is None


def test_a_token_for_another_nonce_is_not_believed(provider: OidcProvider) -> None:
    url, kept = provider.begin(CALLBACK)
    given = consent(url, "clerk")
    assert provider.finish(CALLBACK, kept | {"nonce": "another"}, given) is None


@pytest.mark.parametrize("given", [{}, {"state": "x"}, {"error": "access_denied"}])
def test_who_brings_nothing_back_is_nobody(
    provider: OidcProvider, given: dict[str, str]
) -> None:
    _url, kept = provider.begin(CALLBACK)
    assert provider.finish(CALLBACK, kept, given) is None


def test_a_provider_that_does_not_answer_says_so() -> None:
    silent = OidcProvider(f"http://127.0.0.1:{free_port()}", **CLIENT)
    with pytest.raises(IdentityProviderUnavailable, match="暂时不可用"):
        silent.begin(CALLBACK)


@pytest.fixture
def visitor(var: Path, issuer: str) -> Visitor:
    """A browser before a site whose ini file names the provider."""
    given = CLIENT | {"issuer": issuer}
    named = {f"houqin.oidc.{k}": v for k, v in given.items()}
    return Visitor(configure(settings_of(var) | named).make_wsgi_app())


def come_back(visitor: Visitor, login: str, status: int) -> str:
    page = visitor.app.get("/test/login")
    assert "统一身份认证" in page.text
    sent = visitor.app.get("/test/sso/oidc/", status=303)
    given = consent(sent.location, login)
    answer = visitor.app.get("/test/sso/oidc/return", given, status=status)
    return str(answer.follow().text if status == 303 else answer.text)


def test_a_person_of_the_site_comes_in(visitor: Visitor) -> None:
    assert "张华" in come_back(visitor, "clerk", 303)


def test_who_is_known_there_only_is_not_let_in(visitor: Visitor) -> None:
    assert "本系统没有这个登录名" in come_back(visitor, "stranger", 403)
