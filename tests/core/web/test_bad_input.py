"""No input ends in an error page of ours: one clear message, and nothing changed."""

from __future__ import annotations

import gc
import logging
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from webob import Request

from houqin.core.config import configure
from tests.core.web.conftest import Visitor
from tests.county import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.county import County

    Visit = Callable[[str], Visitor]

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def ask(visitor: Visitor, path: str, **given: Any) -> Any:
    """Ask without what a test client tidies up."""
    cookies = "; ".join(f"{c.name}={c.value}" for c in visitor.app.cookiejar)
    headers = {"Cookie": cookies, **given.pop("headers", {})}
    request = Request.blank(path, headers=headers, **given)
    answer = request.get_response(visitor.app.app)
    assert answer.body is not None
    return answer


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nosuch", 404),
        ("nosuch/", 404),
        ("vehicles/nosuch", 404),
        ("vehicles/trips/nosuch", 404),
        ("vehicles/trips/csv/x", 404),
        ("vehicles/trips/%00", 404),
        ("vehicles/trips/" + "a" * 3000, 404),
        (f"vehicles/trips/{UNKNOWN}", 404),
        (f"vehicles/trips/{UNKNOWN.upper().replace('0', 'A')}", 404),
        (f"vehicles/trips/{UNKNOWN}/depart", 403),
        (f"vehicles/vehicles/{UNKNOWN}/dispose_vehicle", 404),
        (f"vehicles/trips/{UNKNOWN}/nosuch", 404),
        (f"record/{UNKNOWN}", 404),
        ("record/", 404),
        ("record", 404),
        ("vehicles/do", 404),
        ("vehicles/do/", 404),
        ("vehicles/kpis/x", 404),
        ("vehicles/kpis/trips_dispatched/x", 404),
        ("%ff", 400),
        ("vehicles/trips?%ff", 400),
        ("vehicles/trips?f.serial=%ff", 400),
        ("vehicles/vehicles?f.nosuch=1", 400),
        ("vehicles/vehicles?sort=nosuch", 400),
        ("vehicles/vehicles?sort=--plate", 400),
        ("vehicles/vehicles?page=0", 400),
        ("vehicles/vehicles?page=-1", 400),
        ("vehicles/vehicles?page=1e9", 400),
        ("vehicles/vehicles?page=999999999999999999999999", 400),
        ("vehicles/vehicles?page=99999999", 200),
        ("vehicles/vehicles?as_of=2023-02-30", 400),
        ("vehicles/vehicles?as_of=0001-01-01", 400),
        ("vehicles/vehicles?as_of=9999-12-31", 400),
        ("vehicles/vehicles?recorded_by=%00", 400),
        ("vehicles/vehicles?at=0", 400),
        ("vehicles/vehicles?at=99999999999999", 200),
        ("vehicles/vehicles?f.plate=%00", 200),
        ("vehicles/vehicles?f.price=x", 400),
        ("vehicles/vehicles?f.price=99999999999999999999", 400),
        ("vehicles/vehicles?f.registered_on=9999-12-31", 400),
        ("vehicles/vehicles?f.registered_on=0001-01-01..9999-12-31", 400),
        ("vehicles/vehicles?f.unit=%25", 200),
        ("vehicles/vehicles?f.state=nosuch", 200),
        ("vehicles/vehicles?f.voided=x", 200),
        ("core/people?f.name=x", 400),
        ("core/people?sort=name", 400),
        ("vehicles/vehicles?kpi=nosuch", 400),
        ("?year=x", 400),
        ("login?next=%00", 303),
        ("vehicles/kpis?year=99999", 200),
    ],
)
def test_an_address_gets_one_clear_answer(visit: Visit, path: str, status: int) -> None:
    answer = ask(visit("admin"), f"/test/{path}")
    assert answer.status_int == status
    if status >= 400:
        assert "<h1>" in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/nosuch/",
        "/%ff",
        "/-/zhengwu/%00",
        "/-/none/x.css",
        "/-/zhengwu/../theme.cfg",
        "//",
        "/TEST/",
        "/test",
    ],
)
def test_outside_of_any_site_too(visit: Visit, path: str) -> None:
    assert ask(visit(""), path).status_int in {200, 303, 400, 404}


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "X"]
)
def test_another_method_is_refused(visit: Visit, method: str) -> None:
    answer = ask(visit("clerk"), "/test/", method=method)
    assert answer.status_int == 405
    assert "不支持这种访问方式" in answer.text


def test_posting_where_nothing_is_posted_is_refused(visit: Visit) -> None:
    clerk = visit("clerk")
    token = clerk.form("vehicles/do/request_vehicle")["csrf_token"].value
    for path in ("", "vehicles/trips", "vehicles/kpis", "vehicles/"):
        clerk.app.post(f"/test/{path}", {"csrf_token": token}, status=405)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff=\xfe&a=%ff"),
        ("application/x-www-form-urlencoded; charset=nosuch", b"a=1"),
        ("application/json", b'{"a": 1}'),
        ("text/plain", b"hello"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("multipart/form-data; boundary=x", b""),
        ("nonsense", b"\x00" * 100),
        ("", b""),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_body_that_is_no_form_is_refused(
    visit: Visit, county: County, kind: str, body: bytes
) -> None:
    clerk = visit("clerk")
    for path in ("/test/vehicles/do/request_vehicle", "/test/login"):
        headers = {"Content-Type": kind}
        answer = ask(clerk, path, method="POST", body=body, headers=headers)
        assert answer.status_int == 400
    with county.site.reader() as reader:
        assert reader.ledger("vehicles.requests").count() == 0
    # What cgi leaves open of a broken body is collected here, not in a later test.
    gc.collect()


def test_a_body_larger_than_any_form_is_refused(visit: Visit) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = ask(
        visit(""), "/test/login", method="POST", body=b"a" * 4_000_001, headers=headers
    )
    assert answer.status_int == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "\x01=\xff"},
        {"Cookie": "houqin_session=" + "A" * 3000},
        {"Range": "bytes=x"},
        {"If-Modified-Since": "yesterday"},
        {"Accept-Language": ";;;"},
        {"Accept": "\xff"},
        {"Content-Length": "x"},
        {"Host": "\xff:x"},
        {"User-Agent": ""},
    ],
)
def test_headers_that_mean_nothing_do_no_harm(
    visit: Visit, headers: dict[str, str]
) -> None:
    for path in ("/test/login", "/test/", "/-/zhengwu/zhengwu.css"):
        answer = ask(visit(""), path, headers=headers)
        assert answer.status_int in {200, 303, 400}


@pytest.mark.parametrize(
    "text", ["\x00", "\ud7ff\x01", "𠮷" * 5000, "é", "-1", "1e400"]
)
def test_texts_nobody_types_are_refused_or_kept(
    visit: Visit, county: County, text: str
) -> None:
    clerk = visit("clerk")
    form = clerk.form("vehicles/do/request_vehicle")
    for name in ("purpose", "passengers", "planned_start", "origin", "late_day"):
        form[name] = text
    for name in ("unit", "user", "task", "range", "late_person", "late_channel"):
        form[name].force_value(text)
    answer = form.submit(status=422)
    assert answer.html.select(".note-bad li")
    with county.site.reader() as reader:
        assert reader.ledger("vehicles.requests").count() == 0


NAMES = st.sampled_from(
    [
        "as_of",
        "recorded_by",
        "at",
        "page",
        "sort",
        "period",
        "from",
        "to",
        "kpi",
        "by",
        "year",
        "f.plate",
        "f.price",
        "f.unit",
        "f.state",
        "f.voided",
        "f.registered_on",
        "totals",
        "all",
        "target",
        "next",
    ]
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(["plate", "-price", "vehicles.fleet_size", "year", "1..2", "%"]),
)
PLACES = st.sampled_from(
    ["", "waiting", "login", "vehicles/", "vehicles/vehicles", "vehicles/vehicles/csv",
     "vehicles/vehicles/totals", "vehicles/kpis", "vehicles/kpis/fleet_size",
     "vehicles/do/register_vehicle", "core/people"]
)  # fmt: skip


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=PLACES, query=st.lists(st.tuples(NAMES, VALUES), max_size=4))
def test_no_query_is_a_fault(
    admin: Visitor, place: str, query: list[tuple[str, str]]
) -> None:
    answer = admin.app.get(f"/test/{place}", query, status="*")
    assert answer.status_int < 500, (place, query)


@pytest.fixture
def admin(visit: Visit) -> Visitor:
    """Somebody who sees everything."""
    return visit("admin")


def test_a_missing_database_is_said_to_be_missing(var: Path) -> None:
    (var / "sites" / "test.db").unlink()
    visitor = Visitor(configure(settings_of(var)).make_wsgi_app())
    assert "没有这个页面" in visitor.app.get("/test/", status=404).text


@pytest.mark.parametrize("content", [b"", b"not a database" * 100])
def test_a_file_that_is_no_database_of_ours_is_said_to_be_foreign(
    var: Path, content: bytes
) -> None:
    (var / "sites" / "test.db").write_bytes(content)
    visitor = Visitor(configure(settings_of(var)).make_wsgi_app())
    page = visitor.app.get("/test/", status=503)
    assert "数据库" in page.html.h1.text
    assert (var / "sites" / "test.db").read_bytes() == content


def test_a_key_that_is_gone_is_said_to_be_gone(var: Path) -> None:
    (var / "keys" / "test.key").unlink()
    visitor = Visitor(configure(settings_of(var)).make_wsgi_app())
    assert "密钥" in visitor.app.get("/test/", status=503).text


def test_a_locked_database_is_said_to_be_locked_and_nothing_is_lost(
    visit: Visit, county: County, var: Path, application: Any
) -> None:
    trip = county.trip()
    form = visit("driver").form(f"vehicles/trips/{trip}/depart")
    form["odometer"] = "1010"
    # Ten seconds are waited else.
    application.registry.houqin_directory.open("test").store.busy_timeout = 0.5
    other = sqlite3.connect(var / "sites" / "test.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page = form.submit(status=503)
    other.execute("ROLLBACK")
    other.close()
    assert "请稍后再试" in page.text
    form.submit(status=303)


def test_a_fault_of_ours_is_logged_and_shown_as_a_number(
    var: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def breaking(_request: Any) -> Any:
        raise ZeroDivisionError

    config = configure(settings_of(var))
    config.add_route("broken", "/broken")
    config.add_view(
        breaking, route_name="broken", permission="__no_permission_required__"
    )
    visitor = Visitor(config.make_wsgi_app())
    with caplog.at_level(logging.ERROR):
        page = visitor.app.get("/broken", status=500)
    number = page.html.select_one(".number").text
    (record,) = caplog.records
    assert number in record.getMessage()
    assert record.exc_info is not None
    assert "ZeroDivisionError" not in page.text


def test_a_fault_in_the_page_about_faults_is_still_a_page(var: Path) -> None:
    def breaking(_request: Any) -> Any:
        raise ZeroDivisionError

    config = configure(settings_of(var))
    config.add_route("broken", "/broken")
    config.add_view(
        breaking, route_name="broken", permission="__no_permission_required__"
    )
    config.registry.houqin_templates = {}
    visitor = Visitor(config.make_wsgi_app())
    page = visitor.app.get("/broken", status=500)
    assert "问题编号" in page.text
