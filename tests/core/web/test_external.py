"""Somebody else's logins: a directory that is asked, a page one is sent to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from zope.interface import implementer
from zope.interface.verify import verifyObject

from houqin.core.config import configure
from houqin.core.interfaces import IIdentityProvider, IRedirectingIdentityProvider
from houqin.core.schema.errors import IdentityProviderUnavailable
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.county import County


@implementer(IIdentityProvider)
class Directory:
    """Knows one password for everybody; ``down`` does not answer."""

    code, title = "folder", "单位目录"

    def check(self, login: str, password: str) -> str | None:
        if login == "down":
            raise IdentityProviderUnavailable("单位目录暂时不能使用")
        return login if password == "directory-1" else None


@implementer(IRedirectingIdentityProvider)
class Elsewhere:
    """Believes whoever brings back what was sent along."""

    code, title = "elsewhere", "统一身份认证"

    def begin(self, callback: str) -> tuple[str, dict[str, str]]:
        return f"https://login.example/?back={callback}", {"state": "s-1"}

    def finish(
        self, callback: str, kept: dict[str, str], given: dict[str, str]
    ) -> str | None:
        assert callback.endswith("/test/sso/elsewhere/return")
        if given.get("state") != kept["state"]:
            return None
        if given.get("code") == "down":
            raise IdentityProviderUnavailable("统一身份认证没有应答")
        return given.get("code")


def test_the_providers_keep_their_contracts() -> None:
    assert verifyObject(IIdentityProvider, Directory())
    assert verifyObject(IRedirectingIdentityProvider, Elsewhere())


@pytest.fixture
def visitor(var: Path) -> Visitor:
    """A browser before a site that has both."""
    config = configure(settings_of(var))
    config.add_identity_provider("folder", lambda _site: Directory())
    config.add_identity_provider("elsewhere", lambda _site: Elsewhere())
    config.add_identity_provider("off", lambda _site: None)
    config.commit()
    return Visitor(config.make_wsgi_app())


def attempt(visitor: Visitor, login: str, password: str, status: int = 303) -> Any:
    form = visitor.get("login").form
    form["login"], form["password"] = login, password
    return form.submit(status=status)


def test_without_providers_the_login_page_has_no_links(visit: Any) -> None:
    assert not visit("").get("login").html.select(".alone-more a")
    visit("").get("sso/elsewhere/", status=404)


def test_a_directory_lets_in_who_has_a_login_here(
    visitor: Visitor, county: County
) -> None:
    attempt(visitor, "clerk", "directory-1")
    assert "张华" in visitor.get("").text
    with county.site.reader() as reader:
        (row,) = reader.ledger("core.sessions").rows()
    assert row.values["method"] == "external"


def test_ones_own_password_is_good_beside_a_directory(visitor: Visitor) -> None:
    visitor.log_in("clerk")


@pytest.mark.parametrize(
    ("login", "password", "said"),
    [
        ("stranger", "directory-1", "本系统没有这个登录名"),
        ("clerk", "wrong", "登录名或密码不正确"),
        ("down", "directory-1", "单位目录暂时不能使用"),
    ],
)
def test_a_directory_lets_in_nobody_else(
    visitor: Visitor, login: str, password: str, said: str
) -> None:
    assert said in attempt(visitor, login, password, 403).text


def sent_away(visitor: Visitor, target: str = "") -> None:
    page = visitor.app.get("/test/login", {"next": target})
    (link,) = page.html.select(".alone-more a")
    assert link.get_text() == "统一身份认证"
    away = visitor.app.get(link["href"], status=303)
    assert away.location.startswith("https://login.example/?back=http://localhost/")


def test_who_comes_back_is_where_one_wanted_to_be(visitor: Visitor) -> None:
    sent_away(visitor, "/test/vehicles/trips")
    back = visitor.get("sso/elsewhere/return?state=s-1&code=clerk", status=303)
    assert back.location.endswith("/test/vehicles/trips")
    assert "张华" in visitor.get("").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state=guessed&code=clerk", "统一认证没有通过"),
        ("state=s-1&code=stranger", "本系统没有这个登录名"),
        ("state=s-1&code=down", "统一身份认证没有应答"),
        ("", "统一认证没有通过"),
    ],
)
def test_who_comes_back_otherwise_stays_outside(
    visitor: Visitor, query: str, said: str
) -> None:
    sent_away(visitor)
    assert said in visitor.get(f"sso/elsewhere/return?{query}", status=403).text
    visitor.get("", status=303)


def test_one_comes_back_once_and_only_from_where_one_was_sent(
    visitor: Visitor,
) -> None:
    path = "sso/elsewhere/return?state=s-1&code=clerk"
    visitor.get(path, status=403)
    sent_away(visitor)
    visitor.get(path, status=303)
    visitor.get("").forms[0].submit()
    visitor.get(path, status=403)
