"""Attacks by name, where no other test of the pages has them already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from houqin.core.config import configure
from houqin.core.people import passwords
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webtest import TestResponse

    from tests.county import County

    Visit = Callable[[str], Visitor]

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>${1+1}{{7*7}}"
#: As the fields of a form take it: at most a line of 100 characters.
STORED = SCRIPT[:100]
PLACES = (
    "", "waiting", "vehicles/", "vehicles/trips", "vehicles/requests", "vehicles/kpis",
    "vehicles/kpis/trips_dispatched", "vehicles/do/request_vehicle", "me", "help/",
)  # fmt: skip
ADMINISTERED = ("admin/", "admin/settings", "admin/organisation", "admin/people")
_INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=\"|javascript:",
    re.IGNORECASE,
)


def pages(visit: Visit) -> list[TestResponse]:
    dispatcher, admin = visit("dispatcher"), visit("admin")
    found = [dispatcher.get(path) for path in PLACES]
    return found + [admin.get(path) for path in ADMINISTERED]


def test_clickjacking_no_answer_can_be_framed(visit: Visit) -> None:
    anybody = visit("")
    answers = [
        *pages(visit),
        anybody.app.get("/test/login"),
        anybody.app.get("/test/nosuch", status="*"),
        visit("clerk").app.get("/test/admin/", status=403),
    ]
    for answer in answers:
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_no_page_needs_an_unsafe_policy(visit: Visit) -> None:
    for page in pages(visit):
        policy = page.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        assert not _INLINE.search(page.body), page.request.path


def unescaped(page: TestResponse) -> bool:
    """Whether what was typed is there as anything but text."""
    return bool(page.html.select("[onerror]")) or any(
        "alert" in script.text for script in page.html.select("script")
    )


def test_a_stored_script_is_text_on_every_page(visit: Visit, county: County) -> None:
    county.act(
        "core.register_department", name=STORED, short=STORED[:20], kind="county"
    )
    request = county.request(purpose=STORED, destination=STORED)
    county.act("core.comment", "clerk", record=str(request), comment=STORED)
    dispatcher = visit("dispatcher")
    reviewer = visit("reviewer")
    seen = [
        reviewer.get(""),
        reviewer.get("waiting"),
        dispatcher.get("vehicles/requests"),
        dispatcher.get(f"vehicles/requests/{request}"),
        dispatcher.get("vehicles/do/request_vehicle"),
        reviewer.get(f"vehicles/requests/{request}/agree"),
        visit("admin").get("admin/organisation"),
    ]
    for page in seen:
        assert not unescaped(page), page.request.path
    assert "alert(1)" in seen[3].text
    assert "${1+1}" in seen[3].html.text


def test_a_stored_formula_is_text_in_the_file(visit: Visit, county: County) -> None:
    county.request(purpose="=HYPERLINK(1)")
    file = visit("dispatcher").get("vehicles/requests/csv").body.decode("utf-8-sig")
    assert ",=HYPERLINK" not in file
    assert "=HYPERLINK(1)" in file


@pytest.mark.parametrize(
    "path",
    [
        "vehicles/trips?f.purpose={}",
        "vehicles/trips?sort={}",
        "vehicles/trips?period={}",
        "vehicles/trips?as_of={}",
        "vehicles/trips?from={}&to={}",
        "vehicles/kpis/trips_dispatched?by={}",
        "vehicles/do/request_vehicle?purpose={}",
        "waiting?list={}",
        "login?next={}",
        "nosuch/{}",
        "help/{}",
    ],
)
def test_a_reflected_script_is_text(visit: Visit, path: str) -> None:
    asked = path.replace("{}", quote(SCRIPT, safe=""))
    for login in ("dispatcher", ""):
        page = visit(login).app.get(f"/test/{asked}", status="*")
        if page.status_int in {200, 400, 404, 422}:
            assert not unescaped(page)
        else:
            assert page.status_int in {303, 405}


@pytest.mark.parametrize(
    "path",
    [
        "-/zhengwu/../../setup.cfg", "-/zhengwu/%2e%2e/%2e%2e/setup.cfg",
        "-/zhengwu/..%5c..%5csetup.cfg", "-/zhengwu//etc/passwd",
        "-/zhengwu/zhengwu.css%00.svg", "-/../core/config.py", "test/help/../../me",
        "test/help/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "test/vehicles/trips/%2e%2e/csv",
    ],
)  # fmt: skip
def test_a_path_leads_out_of_nothing(visit: Visit, path: str) -> None:
    answer = visit("dispatcher").app.get(f"/{path}", status="*")
    assert answer.status_int in {303, 400, 403, 404}
    assert b"root:" not in answer.body
    assert b"[metadata]" not in answer.body


def events(county: County, record: str) -> list[Any]:
    with county.site.store.reading() as connection:
        return county.site.log.read_stream(connection, UUID(record))


def test_mass_assignment_what_no_field_asks_for_is_not_taken(
    visit: Visit, county: County
) -> None:
    clerk = visit("clerk")
    form = clerk.form("vehicles/do/request_vehicle")
    planned = {"planned_start": "2026-01-05T09:00", "planned_end": "2026-01-05T12:00"}
    for name, value in {
        "purpose": "开会", "passengers": "1", "origin": "甲", "destination": "乙",
    }.items() | planned.items():  # fmt: skip
        form[name] = value
    extra = {
        "actor": str(county.ids["director"]), "on_behalf_of": str(county.ids["admin"]),
        "serial": "申2099-00001", "state": "approved", "route": "approve",
        "recorded_at": "2020-01-01T00:00:00Z", "roles": "administrator",
    }  # fmt: skip
    fields = [*form.submit_fields(), *extra.items()]
    answer = clerk.app.post(form.action, fields, status=303).follow()
    record = answer.follow().request.path.rpartition("/")[2]
    (event,) = events(county, record)
    assert event.actor == county.ids["clerk"]
    assert event.on_behalf_of.int == 0
    assert event.payload["serial"] != "申2099-00001"
    assert "state" not in event.payload
    assert "roles" not in event.payload


class Counting(PasswordHasher):
    """Argon2's own verification, counted."""

    verified = 0

    def verify(self, hash: Any, password: Any) -> Any:  # noqa: A002 - as argon2 calls it
        type(self).verified += 1
        return super().verify(hash, password)


@pytest.mark.parametrize(
    ("login", "password"),
    [("clerk", "wrong password"), ("nobody-has-this", "wrong password"),
     ("auditor", "wrong password")],
)  # fmt: skip
def test_timing_of_login_a_wrong_attempt_costs_the_same_for_everybody(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, login: str, password: str
) -> None:
    monkeypatch.setattr(passwords, "_hasher", Counting())
    monkeypatch.setattr(Counting, "verified", 0)
    form = visit("").app.get("/test/login").form
    form["login"], form["password"] = login, password
    form.submit(status=403)
    assert Counting.verified == 1


def test_cookies_are_out_of_a_scripts_reach(var: Path) -> None:
    settings = settings_of(var) | {"houqin.https": "true"}
    browser = Visitor(configure(settings).make_wsgi_app())
    form = browser.app.get("https://localhost/test/login").form
    form["login"], form["password"] = "clerk", "houqin-test-1"
    answer = form.submit()
    cookies = answer.headers.getall("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "samesite=lax" in cookie.lower()
        assert "secure" in cookie.lower()
