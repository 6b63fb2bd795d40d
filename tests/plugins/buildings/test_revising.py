"""核对房间: a floor's rooms in one grid, errors in their cells, one append."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from webtest import TestApp

from houqin.core.config import configure
from houqin.core.demonstration.accounts import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from houqin.core.site.site import Site

#: Rooms of two and a half floors.
MANY = 40
GRID = "/demo/buildings/batch/revise_room"


@pytest.fixture
def keeper(demonstrated: Site, tmp_path: Path) -> TestApp:
    """The keeper's browser, over a copy of the county."""
    var = tmp_path / "var"
    shutil.copytree(demonstrated_folder(demonstrated), var)
    settings = {"var": str(var), "houqin.plugins": "buildings"}
    app = TestApp(configure(settings).make_wsgi_app())
    form = app.get("/demo/login").form
    form["login"], form["password"] = "keeper", PASSWORD
    form.submit()
    return app


def demonstrated_folder(site: Site) -> Path:
    """Where the county lies: ``<var>/sites/demo.db``."""
    path: Any = site.store.path  # type: ignore[attr-defined]  # an SQLite store
    return path.parent.parent


def opened(app: TestApp, floor: str) -> Any:
    return app.get(GRID, {"f.name": floor})


def rows_of(page: Any) -> list[Any]:
    return page.html.select("table.batch tbody tr")


def values(page: Any, column: str) -> list[str]:
    cells = page.html.select("table.batch input:not([type=hidden])")
    return [c["value"] for c in cells if c["name"].endswith(f"-{column}")]


def test_the_grid_shows_the_rooms_of_a_building_as_they_stand(keeper: TestApp) -> None:
    page = opened(keeper, "行政中心1号楼")
    assert len(rows_of(page)) == 144
    assert values(page, "usable_area")[:2] == ["54.00", "18.00"]
    assert values(page, "function")[0] == "会议室"


def test_forty_rooms_are_changed_in_one_append(keeper: TestApp) -> None:
    page = opened(keeper, "行政中心1号楼")
    form = page.forms["batch"]
    for number in range(MANY):
        form[f"rows-{number}-usable_area"] = f"{20 + number}.25"
        form[f"rows-{number}-area_source"] = "自测"
        form[f"rows-{number}-measured_on"] = "2023-12-01"
    told = form.submit("").follow()
    assert f"已登记{MANY}条：核对房间" in told.text
    again = opened(keeper, "行政中心1号楼")
    assert values(again, "usable_area")[MANY - 1] == "59.25"
    # The forty-first room stands as it stood.
    assert values(again, "area_source")[MANY] == "测绘"


def test_rows_that_say_the_same_are_not_recorded(keeper: TestApp) -> None:
    page = opened(keeper, "商务楼8").forms["batch"].submit("", status=422)
    assert "没有改动任何一行" in page.text


def test_an_error_stands_in_its_cell_and_nothing_is_recorded(keeper: TestApp) -> None:
    form = opened(keeper, "商务楼8").forms["batch"]
    form["rows-0-usable_area"] = "31.00"
    form["rows-1-measured_on"] = "2199-01-01"
    form["rows-2-function"] = "会议室"
    page = form.submit("", status=422)
    told = {e["id"]: e.text for e in page.html.select("p.error[id]")}
    assert told["rows-1-measured_on-error"] == "测量日期不能晚于登记的日期"
    assert told["rows-2-document-error"] == "改变用途的必须填写"
    assert values(page, "usable_area")[0] == "31.00"
    assert values(opened(keeper, "商务楼8"), "usable_area")[0] == "54.00"


def test_what_somebody_else_changed_meanwhile_is_told(keeper: TestApp) -> None:
    first, second = (opened(keeper, "商务楼8").forms["batch"] for _ in range(2))
    first["rows-0-usable_area"] = "31.00"
    first.submit("").follow()
    second["rows-0-usable_area"] = "32.00"
    assert "这一条已被修改" in second.submit("", status=422).text


def test_the_ledger_offers_the_grid_for_the_rows_it_shows(keeper: TestApp) -> None:
    page = keeper.get("/demo/buildings/rooms", {"f.name": "商务楼8"})
    (link,) = [a for a in page.html.select("a") if "batch/revise_room" in a["href"]]
    assert "f.name=" in link["href"]
    assert len(rows_of(keeper.get(link["href"]))) == 16
