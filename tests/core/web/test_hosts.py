"""Sites by host name: links, cookies and tickets keep to their site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from webtest import TestApp

from houqin.core.config import configure
from houqin.core.site.directory import Directory
from houqin.core.web.hosts import hosts_of
from tests.county import PASSWORD, settings_of

if TYPE_CHECKING:
    from pathlib import Path

HOST, OTHER = "test.example.gov.cn", "other.example.gov.cn"
HOSTS = f"\n  {HOST} = test\n  {OTHER} = other\n  gone.example.gov.cn = gone\n"


@pytest.fixture
def app(var: Path) -> Any:
    config = configure({**settings_of(var), "houqin.hosts": HOSTS})
    Directory(var, config.registry.houqin).create("other", title="乙县").store.close()
    return config.make_wsgi_app()


def browser(app: Any, host: str) -> TestApp:
    return TestApp(app, extra_environ={"HTTP_HOST": host})


def log_in(app: Any, host: str, path: str = "/login", **more: str) -> tuple[Any, Any]:
    """A browser that has logged in at a host, and the answer to it."""
    visitor = browser(app, host)
    form = visitor.get(path).form
    form["login"], form["password"] = "admin", PASSWORD
    for name, value in more.items():
        form[name].force_value(value)
    return visitor, form.submit(status=303)


def test_pages_of_a_host_begin_at_the_top(app: Any) -> None:
    visitor, answer = log_in(app, f"{HOST}:8443")
    assert answer.location == f"http://{HOST}:8443/"
    home = answer.follow(status=200)
    links = [a["href"] for a in home.html.find_all("a", href=True)]
    inside = [link for link in links if not link.startswith("#")]
    assert inside
    assert not [link for link in inside if link.startswith("/test/")]
    for link in sorted(set(inside))[:12]:
        visitor.get(link, status=200)


def test_by_path_the_same_site_is_as_before(app: Any) -> None:
    _, answer = log_in(app, "anything.example", "/test/login")
    assert answer.location == "http://anything.example/test/"
    assert answer.follow(status=200)


def test_a_ticket_of_a_host_is_good_for_its_site_alone(app: Any) -> None:
    visitor, answer = log_in(app, HOST)
    (ticket,) = [
        header for name, header in answer.headerlist
        if name == "Set-Cookie" and header.startswith("ticket_test=")
    ]  # fmt: skip
    assert "; Path=/;" in f"{ticket};"
    assert "HttpOnly" in ticket
    value = visitor.cookies["ticket_test"]
    other = browser(app, OTHER)
    for name in ("ticket_test", "ticket_other"):
        other.set_cookie(name, value.strip('"'))
    assert other.get("/", status=303).location.startswith(f"http://{OTHER}/login")


@pytest.mark.parametrize(
    "next_", ["//evil.example/", "https://evil.example", "/\\evil.example", "/../x",
              "/%2F/evil.example//", "javascript:alert(1)"],
)  # fmt: skip
def test_a_login_leads_nowhere_outside(app: Any, next_: str) -> None:
    _, answer = log_in(app, HOST, next=next_)
    assert answer.location == f"http://{HOST}/"


@pytest.mark.parametrize(
    "host", ["evil.example", "test", f"{HOST}.evil.example", "127.0.0.1", "", "[::1]:9"]
)
def test_a_made_up_host_reaches_no_site(app: Any, host: str) -> None:
    visitor = browser(app, host)
    page = visitor.get("/", status=200)
    assert "请选择本单位" in page.text
    visitor.get("/login", status=404)


def test_a_host_of_a_site_that_is_not_there_shows_the_choice(app: Any) -> None:
    assert "请选择本单位" in browser(app, "gone.example.gov.cn").get("/").text


def test_case_and_a_last_dot_do_not_matter(app: Any) -> None:
    assert browser(app, f"{HOST.upper()}.").get("/login", status=200)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("a.cn", "不能是“a.cn”"), ("a.cn = X y", "不能是"), ("a/b = x", "不能是"),
        ("a.cn = x\nA.cn = y", "a.cn写了两次"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_at_the_start(given: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        hosts_of({"houqin.hosts": given})
