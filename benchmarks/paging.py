"""A page of 50 trips, logged in, against the same table from Pyramid and Chameleon."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from chameleon import PageTemplate
from pyramid.config import Configurator
from pyramid.response import Response
from webob import Request
from webtest import TestApp

from benchmarks.comparison import Comparison
from benchmarks.county import LOGIN, NAME, PASSWORD
from houqin.core.config import configure
from houqin.core.projection.tables import LedgerTables
from houqin.plugins.vehicles.ledgers.trips import trips

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.county import County

ROWS = 50
_TEMPLATE = PageTemplate("""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"/><title>${title}</title></head><body>
<h1>${title}</h1>
<table>
<thead><tr><th tal:repeat="name titles">${name}</th></tr></thead>
<tbody><tr tal:repeat="row rows"><td tal:repeat="cell row">${cell}</td></tr></tbody>
</table>
</body></html>""")


def paging(county: County, rounds: int, size: int) -> Comparison:
    """The same rows and as many cells; ours with titles, menu and rights."""
    page, bare_page = _ledger_page(county), _bare_page(county)
    cells = {_cells(page), _cells(bare_page)}
    assert cells == {ROWS * len(_shown())}, cells
    return Comparison(
        "page",
        f"the page of {ROWS} trips",
        "the same table from bare Pyramid and Chameleon",
        0.4,
        rounds,
        size,
        lambda _number: page(),
        lambda _number: bare_page(),
        {"cells": cells.pop(), "bytes": len(page()), "bare_bytes": len(bare_page())},
    )


def _shown() -> list[Any]:
    return [column for column in trips.columns if not column.hidden]


def _cells(page: Any) -> int:
    body: bytes = page().partition(b"<tbody>")[2].partition(b"</tbody>")[0]
    return body.count(b"<td")


def _ledger_page(county: County) -> Any:
    return pages_of(county, ["vehicles/trips"])["vehicles/trips"]


def pages_of(county: County, paths: Iterable[str]) -> dict[str, Any]:
    """How to ask for each page as the dispatcher, without the network."""
    application = configure(county.settings).make_wsgi_app()
    browser = TestApp(application)
    form = browser.get(f"/{NAME}/login").form
    form["login"], form["password"] = LOGIN, PASSWORD
    form.submit().follow()
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    return {path: getting(application, f"/{NAME}/{path}", cookies) for path in paths}


def _bare_page(county: County) -> Any:
    names = [c.name if c.stored else "state" for c in _shown()]
    listed = ", ".join(f'"{name}"' for name in names)
    select = f"SELECT {listed} FROM [{LedgerTables(trips, 1).name}]"
    select = f"{select} ORDER BY used_at DESC, key LIMIT {ROWS}"
    titles = [column.title for column in _shown()]
    raw = sqlite3.connect(county.path)

    def show(_request: Any) -> Response:
        rows = raw.execute(select).fetchall()
        return Response(_TEMPLATE(title=trips.title, titles=titles, rows=rows))

    with Configurator() as config:
        config.add_route("trips", "/trips")
        config.add_view(show, route_name="trips")
        return getting(config.make_wsgi_app(), "/trips", "")


def getting(application: Any, path: str, cookies: str) -> Any:
    """Ask as a server does, without the network."""

    def get() -> bytes:
        response = Request.blank(path, headers={"Cookie": cookies}).get_response(
            application
        )
        assert response.status_int == 200, response.status
        return bytes(response.body)

    return get
