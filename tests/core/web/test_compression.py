"""What leaves is small: compressed where the browser takes it, and nothing lost."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from webob import Request, Response

from houqin.core.web.stylesheets import squeezed
from houqin.core.web.tokens import masked, unmasked

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.web.conftest import Visitor

    Visit = Callable[[str], Visitor]

ASKS = {"Accept-Encoding": "gzip, deflate, br"}


def styles(visitor: Visitor) -> list[str]:
    page = visitor.get("vehicles/vehicles")
    return [link["href"] for link in page.html.select("link[rel=stylesheet]")]


def ask(visitor: Visitor, path: str, **headers: str) -> Response:
    """What goes over the line; WebTest would undo the compression."""
    cookies = "; ".join(f"{k}={v}" for k, v in visitor.app.cookies.items())
    asked = Request.blank(path, headers={**headers, "Cookie": cookies})
    return asked.get_response(visitor.app.app)


def test_a_page_is_compressed_for_who_asks(visit: Visit) -> None:
    dispatcher = visit("dispatcher")
    plain = ask(dispatcher, "/test/vehicles/vehicles")
    small = ask(dispatcher, "/test/vehicles/vehicles", **ASKS)
    assert plain.content_encoding is None
    assert small.content_encoding == "gzip"
    assert "桂X·D00013" in gzip.decompress(small.body).decode()
    assert len(small.body) < len(plain.body) / 2
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in small.vary


def test_who_refuses_gzip_gets_none(visit: Visit) -> None:
    refusing = {"Accept-Encoding": "gzip;q=0, identity"}
    answer = ask(visit("dispatcher"), "/test/vehicles/vehicles", **refusing)
    assert answer.content_encoding is None


def test_static_files_are_compressed_alike_each_time(visit: Visit) -> None:
    desk = visit("dispatcher")
    (address,) = [href for href in styles(desk) if "zhengwu.css" in href]
    plain = ask(desk, address)
    first, second = (ask(desk, address, **ASKS) for _ in range(2))
    assert first.body == second.body
    assert gzip.decompress(first.body).decode() == squeezed(plain.text)
    assert first.headers["Cache-Control"] == plain.headers["Cache-Control"]


def test_a_file_that_did_not_change_is_not_sent_again(visit: Visit) -> None:
    desk = visit("dispatcher")
    (address,) = [href for href in styles(desk) if "zhengwu.css" in href]
    seen = ask(desk, address, **ASKS).headers["Last-Modified"]
    answer = ask(desk, address, **ASKS, **{"If-Modified-Since": seen})
    assert (answer.status_int, answer.body) == (304, b"")


def test_a_ledger_is_exported_as_it_is_read(visit: Visit) -> None:
    answer = ask(visit("dispatcher"), "/test/vehicles/vehicles/csv", **ASKS)
    assert answer.content_encoding is None


def test_no_two_pages_carry_the_same_token(visit: Visit) -> None:
    desk = visit("dispatcher")
    forms = [desk.form("vehicles/do/request_vehicle") for _ in range(2)]
    tokens = {form["csrf_token"].value for form in forms}
    assert len(tokens) == 2


def test_a_token_under_its_mask_is_the_token() -> None:
    assert unmasked(masked("0123456789abcdef")) == "0123456789abcdef"
    assert masked("secret") != masked("secret")


@pytest.mark.parametrize("forged", ["", "x", "é", "abcd", "////", "\udcff"])
def test_what_is_no_token_is_refused(visit: Visit, forged: str) -> None:
    assert unmasked(forged.encode(errors="ignore").decode()) != "secret"
    desk = visit("dispatcher")
    form = desk.form("vehicles/do/request_vehicle")
    fields = {
        **dict(form.submit_fields()),
        "csrf_token": forged.encode("utf-8", "ignore"),
    }
    page = desk.app.post(form.action, fields, status=400)
    assert "为安全起见没有提交" in page.text
